#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "fault_point.h"

namespace tensorduct {

/**
 * The way back of leases: a borrower pushes the id of each lease that it is done with, the owner drains. One producer
 * process and one consumer process over shared memory; in the producer, pushes are made under a private lock.
 *
 *     0       4         8          12  16      32     64         128        192          256
 *     | magic | version | capacity | 0 | nonce | 0 ... | head ... | tail ... | wanted ... | capacity x u64 |
 *
 * Each cursor has a cache line of its own and only grows; entry n lies at n modulo capacity. The owner never has more
 * leases out than the ring has entries, so a push never meets a full ring: one that does has a peer that scribbles.
 * Either side checks what it reads, so a bad peer can only spoil this ring.
 */
struct ReturnRingHeader {
  static constexpr uint32_t kMagic = 0x52744454;  // "TDtR"
  static constexpr uint32_t kVersion = 1;
  static constexpr size_t kNonceBytes = 16;

  uint32_t magic;
  uint32_t version;
  uint32_t capacity;
  /** Random bytes that the peer must find here: they prove that both ends see the same memory. */
  alignas(16) uint8_t nonce[kNonceBytes];
  /** Entries taken by the owner. */
  alignas(64) std::atomic<uint64_t> head;
  /** Entries pushed by the borrower. */
  alignas(64) std::atomic<uint64_t> tail;
  /** Set by the owner while it waits: the borrower that clears it rings the bell. */
  alignas(64) std::atomic<uint32_t> wanted;

  static constexpr size_t bytes(uint32_t capacity) { return sizeof(ReturnRingHeader) + capacity * sizeof(uint64_t); }
};

static_assert(sizeof(ReturnRingHeader) == 256, "the entries begin at 256");
static_assert(std::atomic<uint64_t>::is_always_lock_free, "shared memory has no lock");

/** What both ends know of a ring: where it lies, and its own cursor, which the peer cannot change. */
class ReturnRingEnd {
 public:
  /** Writes a header into zeroed memory of `bytes(capacity)`. */
  static void format(void* memory, uint32_t capacity, const uint8_t* nonce) {
    auto* header = static_cast<ReturnRingHeader*>(memory);
    header->magic = ReturnRingHeader::kMagic;
    header->version = ReturnRingHeader::kVersion;
    header->capacity = capacity;
    std::memcpy(header->nonce, nonce, sizeof header->nonce);
  }

  static bool valid(const void* memory, uint32_t capacity) {
    const auto* header = static_cast<const ReturnRingHeader*>(memory);
    return header->magic == ReturnRingHeader::kMagic && header->version == ReturnRingHeader::kVersion &&
           header->capacity == capacity;
  }

  uint32_t capacity() const { return capacity_; }

 protected:
  ReturnRingEnd(void* memory, uint32_t capacity)
      : header_(static_cast<ReturnRingHeader*>(memory)),
        entries_(reinterpret_cast<std::atomic<uint64_t>*>(static_cast<uint8_t*>(memory) + sizeof(ReturnRingHeader))),
        capacity_(capacity) {}

  std::atomic<uint64_t>& entry(uint64_t position) { return entries_[position % capacity_]; }

  ReturnRingHeader* header_;
  std::atomic<uint64_t>* entries_;
  uint32_t capacity_;
  /** This end's cursor. */
  uint64_t position_ = 0;
};

/** The borrower's end. Not safe for several threads at once: the caller holds a lock. */
class ReturnRingProducer : public ReturnRingEnd {
 public:
  enum class Pushed { kQuietly, kRingTheBell, kBroken };

  ReturnRingProducer(void* memory, uint32_t capacity) : ReturnRingEnd(memory, capacity) {}

  Pushed push(uint64_t id) {
    const uint64_t out = position_ - header_->head.load(std::memory_order_acquire);
    if (out >= capacity_) return Pushed::kBroken;
    entry(position_).store(id, std::memory_order_relaxed);
    TENSORDUCT_FAULT_POINT("return-entry-written");
    header_->tail.store(++position_, std::memory_order_release);
    TENSORDUCT_FAULT_POINT("return-entry-published");
    // The other half stands in `want`: either the owner sees this entry, or we see that it waits.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (header_->wanted.load(std::memory_order_relaxed) == 0) return Pushed::kQuietly;
    return header_->wanted.exchange(0, std::memory_order_relaxed) != 0 ? Pushed::kRingTheBell : Pushed::kQuietly;
  }
};

/** The owner's end: one thread only. */
class ReturnRingConsumer : public ReturnRingEnd {
 public:
  ReturnRingConsumer(void* memory, uint32_t capacity) : ReturnRingEnd(memory, capacity) {}

  /** How many entries can be taken; above the capacity the peer has scribbled. */
  uint64_t available() const { return header_->tail.load(std::memory_order_acquire) - position_; }

  /** Takes the next entry. Only when one is available. */
  uint64_t take() {
    const uint64_t id = entry(position_).load(std::memory_order_relaxed);
    header_->head.store(++position_, std::memory_order_release);
    return id;
  }

  /** Asks for a bell at the next push. @returns whether something is there already, so that no bell may come */
  bool want() {
    header_->wanted.store(1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (available() == 0) return false;
    header_->wanted.store(0, std::memory_order_relaxed);
    return true;
  }
};

}  // namespace tensorduct

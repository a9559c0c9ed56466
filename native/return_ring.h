#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "atomics.h"
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
template <typename Atomics>
class BasicReturnRing {
  template <typename T>
  using Atomic = typename Atomics::template Atomic<T>;

 public:
  static constexpr size_t kNonceBytes = 16;

  struct Header {
    static constexpr uint32_t kMagic = 0x52744454;  // "TDtR"
    static constexpr uint32_t kVersion = 1;

    uint32_t magic;
    uint32_t version;
    uint32_t capacity;
    /** Random bytes that the peer must find here: they prove that both ends see the same memory. */
    alignas(16) uint8_t nonce[kNonceBytes];
    /** Entries taken by the owner. */
    alignas(64) Atomic<uint64_t> head;
    /** Entries pushed by the borrower. */
    alignas(64) Atomic<uint64_t> tail;
    /** Set by the owner while it waits: the borrower that clears it rings the bell. */
    alignas(64) Atomic<uint32_t> wanted;
  };

  static_assert(sizeof(Header) == 256, "the entries begin at 256");
  static_assert(sizeof(Atomic<uint64_t>) == 8 && Atomic<uint64_t>::is_always_lock_free, "shared memory has no lock");

  static constexpr size_t bytes(uint32_t capacity) { return sizeof(Header) + capacity * sizeof(uint64_t); }

  /** Writes a header into zeroed memory of `bytes(capacity)`. */
  static void format(void* memory, uint32_t capacity, const uint8_t* nonce) {
    auto* header = static_cast<Header*>(memory);
    header->magic = Header::kMagic;
    header->version = Header::kVersion;
    header->capacity = capacity;
    std::memcpy(header->nonce, nonce, sizeof header->nonce);
  }

  static bool valid(const void* memory, uint32_t capacity) {
    const auto* header = static_cast<const Header*>(memory);
    return header->magic == Header::kMagic && header->version == Header::kVersion && header->capacity == capacity;
  }

  class Producer;
  class Consumer;

 private:
  /** What both ends know of a ring: where it lies, and its own cursor, which the peer cannot change. */
  class End {
   protected:
    End(void* memory, uint32_t capacity)
        : header_(static_cast<Header*>(memory)),
          entries_(reinterpret_cast<Atomic<uint64_t>*>(static_cast<uint8_t*>(memory) + sizeof(Header))),
          capacity_(capacity) {}

    Atomic<uint64_t>& entry(uint64_t position) { return entries_[position % capacity_]; }

    Header* header_;
    Atomic<uint64_t>* entries_;
    uint32_t capacity_;
    /** This end's cursor. */
    uint64_t position_ = 0;
  };
};

/** The borrower's end. Not safe for several threads at once: the caller holds a lock. */
template <typename Atomics>
class BasicReturnRing<Atomics>::Producer : End {
 public:
  enum class Pushed { kQuietly, kRingTheBell, kBroken };

  Producer(void* memory, uint32_t capacity) : End(memory, capacity) {}

  Pushed push(uint64_t id) {
    const uint64_t out = position_ - header_->head.load(std::memory_order_acquire);
    if (out >= capacity_) return Pushed::kBroken;
    this->entry(position_).store(id, std::memory_order_relaxed);
    TENSORDUCT_FAULT_POINT("return-entry-written");
    header_->tail.store(++position_, std::memory_order_release);
    TENSORDUCT_FAULT_POINT("return-entry-published");
    // The other half stands in `want`: either the owner sees this entry, or we see that it waits.
    Atomics::fence();
    if (header_->wanted.load(std::memory_order_relaxed) == 0) return Pushed::kQuietly;
    return header_->wanted.exchange(0, std::memory_order_relaxed) != 0 ? Pushed::kRingTheBell : Pushed::kQuietly;
  }

 private:
  using End::capacity_;
  using End::header_;
  using End::position_;
};

/** The owner's end: one thread only. */
template <typename Atomics>
class BasicReturnRing<Atomics>::Consumer : End {
 public:
  Consumer(void* memory, uint32_t capacity) : End(memory, capacity) {}

  /** Takes what is there, at most so many. @returns how many, or -1: the peer has scribbled */
  template <typename Id>
  int64_t drain(Id* ids, uint64_t most) {
    const uint64_t count = available();
    if (count > capacity_) return -1;
    const uint64_t taken = std::min(count, most);
    for (uint64_t index = 0; index < taken; index++) {
      ids[index] = static_cast<Id>(this->entry(position_).load(std::memory_order_relaxed));
      header_->head.store(++position_, std::memory_order_release);
    }
    return static_cast<int64_t>(taken);
  }

  /**
   * Asks for a bell at the next push. Whoever hears one must ask again: what it rings for may have been taken before.
   * @returns whether something is there already, so that no bell may come
   */
  bool want() {
    header_->wanted.store(1, std::memory_order_relaxed);
    Atomics::fence();
    if (available() == 0) return false;
    header_->wanted.store(0, std::memory_order_relaxed);
    return true;
  }

 private:
  using End::capacity_;
  using End::header_;
  using End::position_;

  uint64_t available() const { return header_->tail.load(std::memory_order_acquire) - position_; }
};

using ReturnRing = BasicReturnRing<StdAtomics>;

}  // namespace tensorduct

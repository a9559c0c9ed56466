#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tensorduct {

/**
 * A stream of bytes in one direction: one writing process and one reading process over shared memory.
 *
 * Cursors only grow; byte n lies at n modulo the capacity. Whoever goes to sleep says so first, and looks once more; the
 * other rings the bell only then. Either side checks what it reads of the other's, so a bad peer can only spoil this ring.
 */
struct ByteRingHeader {
  /** Bytes taken by the reader. */
  alignas(64) std::atomic<uint64_t> head;
  /** Bytes put by the writer. */
  alignas(64) std::atomic<uint64_t> tail;
  /** Set by a reader that sleeps over an empty ring. */
  alignas(64) std::atomic<uint32_t> reader_sleeps;
  /** Set by a writer that sleeps over a full ring: it wants to be woken when `head` has come so far; else 0. */
  alignas(64) std::atomic<uint64_t> writer_wants;
};

/** One end's view of a ring. */
class ByteRingEnd {
 public:
  ByteRingEnd(ByteRingHeader* header, uint8_t* bytes, uint32_t capacity)
      : header_(header), bytes_(bytes), capacity_(capacity) {}

  uint32_t capacity() const { return capacity_; }

 protected:
  ByteRingHeader* header_;
  uint8_t* bytes_;
  uint32_t capacity_;
  /** This end's cursor, which the peer cannot change. */
  uint64_t position_ = 0;
};

class ByteRingWriter : public ByteRingEnd {
 public:
  using ByteRingEnd::ByteRingEnd;

  /** Bytes that can be put; above the capacity the peer has scribbled. */
  uint64_t room() const { return capacity_ - (position_ - header_->head.load(std::memory_order_acquire)); }

  /** Puts bytes in. Only where there is room. @returns whether to ring the bell */
  bool put(const uint8_t* source, size_t size) {
    const size_t at = position_ % capacity_;
    const size_t first = std::min<size_t>(size, capacity_ - at);
    std::memcpy(bytes_ + at, source, first);
    std::memcpy(bytes_, source + first, size - first);
    position_ += size;
    header_->tail.store(position_, std::memory_order_release);
    // The other half stands in `sleep` of the reader: either it sees the bytes, or we see that it sleeps.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    return header_->reader_sleeps.load(std::memory_order_relaxed) != 0 &&
           header_->reader_sleeps.exchange(0, std::memory_order_relaxed) != 0;
  }

  /** Asks for a bell once half of the ring is free. @returns false where it is already, so that no bell may come */
  bool sleep() {
    const uint64_t wanted = position_ - capacity_ / 2;
    header_->writer_wants.store(wanted, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (room() < capacity_ / 2) return true;
    wake();
    return false;
  }

  /** Does not sleep any more. */
  void wake() { header_->writer_wants.store(0, std::memory_order_relaxed); }
};

class ByteRingReader : public ByteRingEnd {
 public:
  using ByteRingEnd::ByteRingEnd;

  /** Bytes that can be taken; above the capacity the peer has scribbled. */
  uint64_t available() const { return header_->tail.load(std::memory_order_acquire) - position_; }

  /** Takes bytes out. Only as many as are available. @returns whether to ring the bell */
  bool take(uint8_t* target, size_t size) {
    const size_t at = position_ % capacity_;
    const size_t first = std::min<size_t>(size, capacity_ - at);
    std::memcpy(target, bytes_ + at, first);
    std::memcpy(target + first, bytes_, size - first);
    position_ += size;
    header_->head.store(position_, std::memory_order_release);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    const uint64_t wanted = header_->writer_wants.load(std::memory_order_relaxed);
    return wanted != 0 && position_ >= wanted && header_->writer_wants.exchange(0, std::memory_order_relaxed) != 0;
  }

  /** Asks for a bell at the next byte. @returns false where there is one already, so that no bell may come */
  bool sleep() {
    header_->reader_sleeps.store(1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (available() == 0) return true;
    wake();
    return false;
  }

  /** Does not sleep any more. */
  void wake() { header_->reader_sleeps.store(0, std::memory_order_relaxed); }
};

}  // namespace tensorduct

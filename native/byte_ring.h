#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "atomics.h"

namespace tensorduct {

/**
 * A stream of bytes in one direction: one writing process and one reading process over shared memory.
 *
 * Cursors only grow; byte n lies at n modulo the capacity. Whoever goes to sleep says so first, and looks once more; the
 * other rings the bell only then. Either side checks what it reads of the other's, so a bad peer can only spoil this ring.
 */
template <typename Atomics>
class BasicByteRing {
  template <typename T>
  using Atomic = typename Atomics::template Atomic<T>;

 public:
  struct Header {
    /** Bytes taken by the reader. */
    alignas(64) Atomic<uint64_t> head;
    /** Bytes put by the writer. */
    alignas(64) Atomic<uint64_t> tail;
    /** Set by a reader that sleeps over an empty ring. */
    alignas(64) Atomic<uint32_t> reader_sleeps;
    /** Set by a writer that sleeps over a full ring: it wants to be woken when `head` has come so far; else 0. */
    alignas(64) Atomic<uint64_t> writer_wants;
  };

  static_assert(sizeof(Header) == 256, "a cache line each");
  static_assert(sizeof(Atomic<uint64_t>) == 8 && Atomic<uint64_t>::is_always_lock_free, "shared memory has no lock");

  /** What an end has moved. */
  struct Moved {
    /** How many; -1 where the peer has scribbled. */
    int64_t bytes;
    /** Whether to ring the bell. */
    bool rings;
  };

  class Writer;
  class Reader;

 private:
  /** One end's view of a ring. */
  class End {
   protected:
    End(Header* header, uint8_t* bytes, uint32_t capacity) : header_(header), bytes_(bytes), capacity_(capacity) {}

    Header* header_;
    uint8_t* bytes_;
    uint32_t capacity_;
    /** This end's cursor, which the peer cannot change. */
    uint64_t position_ = 0;
  };
};

/** One thread only. */
template <typename Atomics>
class BasicByteRing<Atomics>::Writer : End {
 public:
  Writer(Header* header, uint8_t* bytes, uint32_t capacity) : End(header, bytes, capacity) {}

  /** The peer has scribbled. */
  bool broken() const { return room() > capacity_; }

  /** Half of the ring is free: less is not worth waking up for. */
  bool writable() const { return room() >= capacity_ / 2; }

  /** So many bytes would all find room. */
  bool fits(size_t size) const { return room() <= capacity_ && size <= room(); }

  /** Puts in what there is room for. */
  Moved put(const uint8_t* source, size_t most) {
    const uint64_t room = this->room();
    if (room > capacity_) return {-1, false};
    const size_t size = std::min<uint64_t>(room, most);
    if (size == 0) return {0, false};
    const size_t at = position_ % capacity_;
    const size_t first = std::min<size_t>(size, capacity_ - at);
    Atomics::copy(bytes_ + at, source, first);
    Atomics::copy(bytes_, source + first, size - first);
    position_ += size;
    header_->tail.store(position_, std::memory_order_release);
    // The other half stands in `sleep` of the reader: either it sees the bytes, or we see that it sleeps.
    Atomics::fence();
    const bool sleeps = header_->reader_sleeps.load(std::memory_order_relaxed) != 0;
    return {static_cast<int64_t>(size), sleeps && header_->reader_sleeps.exchange(0, std::memory_order_relaxed) != 0};
  }

  /** Asks for a bell once it is writable. @returns false where it is already, so that no bell may come */
  bool sleep() {
    header_->writer_wants.store(position_ - capacity_ / 2, std::memory_order_relaxed);
    Atomics::fence();
    if (!writable()) return true;
    wake();
    return false;
  }

  /** Does not sleep any more. */
  void wake() { header_->writer_wants.store(0, std::memory_order_relaxed); }

 private:
  using End::bytes_;
  using End::capacity_;
  using End::header_;
  using End::position_;

  uint64_t room() const { return capacity_ - (position_ - header_->head.load(std::memory_order_acquire)); }
};

/** One thread only. */
template <typename Atomics>
class BasicByteRing<Atomics>::Reader : End {
 public:
  Reader(Header* header, uint8_t* bytes, uint32_t capacity) : End(header, bytes, capacity) {}

  /** The peer has scribbled. */
  bool broken() const { return available() > capacity_; }

  /** There are bytes. */
  bool readable() const { return available() > 0; }

  /** Takes out what there is. */
  Moved take(uint8_t* target, size_t most) {
    const uint64_t available = this->available();
    if (available > capacity_) return {-1, false};
    const size_t size = std::min<uint64_t>(available, most);
    if (size == 0) return {0, false};
    const size_t at = position_ % capacity_;
    const size_t first = std::min<size_t>(size, capacity_ - at);
    Atomics::copy(target, bytes_ + at, first);
    Atomics::copy(target + first, bytes_, size - first);
    position_ += size;
    header_->head.store(position_, std::memory_order_release);
    // The other half stands in `sleep` of the writer: either it sees the room, or we see what it wants.
    Atomics::fence();
    const uint64_t wanted = header_->writer_wants.load(std::memory_order_relaxed);
    const bool enough = wanted != 0 && position_ >= wanted;
    return {static_cast<int64_t>(size), enough && header_->writer_wants.exchange(0, std::memory_order_relaxed) != 0};
  }

  /** Asks for a bell at the next byte. @returns false where there is one already, so that no bell may come */
  bool sleep() {
    header_->reader_sleeps.store(1, std::memory_order_relaxed);
    Atomics::fence();
    if (!readable()) return true;
    wake();
    return false;
  }

  /** Does not sleep any more. */
  void wake() { header_->reader_sleeps.store(0, std::memory_order_relaxed); }

 private:
  using End::bytes_;
  using End::capacity_;
  using End::header_;
  using End::position_;

  uint64_t available() const { return header_->tail.load(std::memory_order_acquire) - position_; }
};

using ByteRing = BasicByteRing<StdAtomics>;

}  // namespace tensorduct

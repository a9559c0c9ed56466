#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "atomics.h"

namespace tensorduct {

/**
 * Bytes on their way from one process's memory to another's: a few chunks that stay in the cache, which the sender fills
 * while the receiver empties them. One sending thread and one receiving thread over shared memory.
 *
 *     0       4         64           128           192             256               320              4096
 *     | magic | version | filled ... | emptied ... | sender waits ... | receiver waits ... | 8 labels ... | 8 x 256 KiB |
 *
 * Cursors only grow; chunk n lies at n modulo 8, and its label says to which stream its bytes belong. Streams follow one
 * another in any order and mixture. Either side checks what it reads, so a bad peer can only spoil this ring.
 */
template <typename Atomics, uint64_t Chunks, size_t ChunkBytes>
class BasicChunkRing {
  template <typename T>
  using Atomic = typename Atomics::template Atomic<T>;

 public:
  static constexpr uint64_t kChunks = Chunks;
  static constexpr size_t kChunkBytes = ChunkBytes;

  struct Label {
    Atomic<uint64_t> stream;
    Atomic<uint64_t> bytes;
  };

  struct Header {
    static constexpr uint32_t kMagic = 0x43744454;  // "TDtC"
    static constexpr uint32_t kVersion = 1;

    uint32_t magic;
    uint32_t version;
    /** Chunks filled by the sender. */
    alignas(64) Atomic<uint64_t> filled;
    /** Chunks emptied by the receiver. */
    alignas(64) Atomic<uint64_t> emptied;
    /** Set by one who goes to sleep over a full or empty ring; the other clears it and rings the bell. */
    alignas(64) Atomic<uint32_t> sender_waits;
    alignas(64) Atomic<uint32_t> receiver_waits;
    alignas(64) Label labels[kChunks];
  };

  static constexpr size_t kChunksAt = 4096;
  static constexpr size_t kBytes = kChunksAt + kChunks * kChunkBytes;

  static_assert(sizeof(Header) <= kChunksAt, "the chunks begin at 4096");
  static_assert(sizeof(Atomic<uint64_t>) == 8 && Atomic<uint64_t>::is_always_lock_free, "shared memory has no lock");

  /** Writes a header into `kBytes` of zeroed memory. */
  static void format(void* memory) {
    auto* header = static_cast<Header*>(memory);
    header->magic = Header::kMagic;
    header->version = Header::kVersion;
  }

  static bool valid(const void* memory) {
    const auto* header = static_cast<const Header*>(memory);
    return header->magic == Header::kMagic && header->version == Header::kVersion;
  }

  class Sender;
  class Receiver;

 private:
  /** What both ends know of a ring: where it lies, and their own cursor, which the peer cannot change. */
  class End {
   protected:
    explicit End(void* memory) : memory_(static_cast<uint8_t*>(memory)) {}

    Header& header() const { return *reinterpret_cast<Header*>(memory_); }
    Label& label() const { return header().labels[position_ % kChunks]; }
    uint8_t* at_position() const { return memory_ + kChunksAt + position_ % kChunks * kChunkBytes; }

    /** Publishes a cursor. @returns whether the other end waits, and is to be rung */
    static bool advance(Atomic<uint64_t>& cursor, uint64_t position, Atomic<uint32_t>& other_waits) {
      cursor.store(position, std::memory_order_release);
      // The other half stands in `wait`: either the other end sees the cursor, or we see that it waits.
      Atomics::fence();
      return other_waits.load(std::memory_order_relaxed) != 0 &&
             other_waits.exchange(0, std::memory_order_relaxed) != 0;
    }

    uint8_t* memory_;
    /** Chunks that this end has dealt with. */
    uint64_t position_ = 0;
  };
};

template <typename Atomics, uint64_t Chunks, size_t ChunkBytes>
class BasicChunkRing<Atomics, Chunks, ChunkBytes>::Sender : End {
 public:
  explicit Sender(void* memory) : End(memory) {}

  /** Chunks that can be filled; above the capacity the peer has scribbled. */
  uint64_t room() const { return kChunks - (position_ - header().emptied.load(std::memory_order_acquire)); }

  /** The chunk to fill next. Where there is room, it is null only if the peer has scribbled. */
  uint8_t* chunk() const {
    const uint64_t room = this->room();
    return room == 0 || room > kChunks ? nullptr : this->at_position();
  }

  /** Hands the chunk over. @returns whether to ring the bell */
  bool push(uint64_t stream, uint64_t bytes) {
    label().stream.store(stream, std::memory_order_relaxed);
    label().bytes.store(bytes, std::memory_order_relaxed);
    position_++;
    return End::advance(header().filled, position_, header().receiver_waits);
  }

  /** Asks for a bell at the next room. @returns false where there is room already, so that no bell may come */
  bool wait() {
    header().sender_waits.store(1, std::memory_order_relaxed);
    Atomics::fence();
    if (room() == 0) return true;
    header().sender_waits.store(0, std::memory_order_relaxed);
    return false;
  }

 private:
  using End::header;
  using End::label;
  using End::position_;
};

template <typename Atomics, uint64_t Chunks, size_t ChunkBytes>
class BasicChunkRing<Atomics, Chunks, ChunkBytes>::Receiver : End {
 public:
  explicit Receiver(void* memory) : End(memory) {}

  /** Chunks emptied since the beginning. */
  uint64_t position() const { return position_; }

  /** Chunks filled since the beginning, as the sender says. */
  uint64_t filled() const { return header().filled.load(std::memory_order_acquire); }

  /** Chunks that can be emptied; above the capacity the peer has scribbled. */
  uint64_t available() const { return filled() - position_; }

  struct Chunk {
    /** Unchecked. */
    uint64_t stream;
    /** At most `kChunkBytes`. */
    size_t bytes;
    const uint8_t* data;
  };

  /** The chunk to empty next. Where one is available, there is none only if the peer has scribbled. */
  std::optional<Chunk> chunk() const {
    const uint64_t available = this->available();
    if (available == 0 || available > kChunks) return std::nullopt;
    const uint64_t stream = label().stream.load(std::memory_order_relaxed);
    const uint64_t bytes = label().bytes.load(std::memory_order_relaxed);
    if (bytes > kChunkBytes) return std::nullopt;
    return Chunk{stream, bytes, this->at_position()};
  }

  /** Hands the chunk back. @returns whether to ring the bell */
  bool pop() {
    position_++;
    return End::advance(header().emptied, position_, header().sender_waits);
  }

  /** Asks for a bell at the next chunk. @returns false where there is one already, so that no bell may come */
  bool wait() {
    header().receiver_waits.store(1, std::memory_order_relaxed);
    Atomics::fence();
    if (available() == 0) return true;
    header().receiver_waits.store(0, std::memory_order_relaxed);
    return false;
  }

 private:
  using End::header;
  using End::label;
  using End::position_;
};

/** 2 MiB in all: less stays dirty in the other core's cache, more falls out of it. */
using ChunkRing = BasicChunkRing<StdAtomics, 8, 256 * 1024>;

}  // namespace tensorduct

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

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
struct ChunkRingHeader {
  static constexpr uint32_t kMagic = 0x43744454;  // "TDtC"
  static constexpr uint32_t kVersion = 1;
  /** 2 MiB in all: less stays dirty in the other core's cache, more falls out of it. */
  static constexpr uint64_t kChunks = 8;
  static constexpr size_t kChunkBytes = 256 * 1024;

  struct Label {
    std::atomic<uint64_t> stream;
    std::atomic<uint64_t> bytes;
  };

  uint32_t magic;
  uint32_t version;
  /** Chunks filled by the sender. */
  alignas(64) std::atomic<uint64_t> filled;
  /** Chunks emptied by the receiver. */
  alignas(64) std::atomic<uint64_t> emptied;
  /** Set by one who goes to sleep over a full or empty ring; the other clears it and rings the bell. */
  alignas(64) std::atomic<uint32_t> sender_waits;
  alignas(64) std::atomic<uint32_t> receiver_waits;
  alignas(64) Label labels[kChunks];

  static constexpr size_t kChunksAt = 4096;
  static constexpr size_t kBytes = kChunksAt + kChunks * kChunkBytes;
};

static_assert(sizeof(ChunkRingHeader) <= ChunkRingHeader::kChunksAt, "the chunks begin at 4096");
static_assert(std::atomic<uint64_t>::is_always_lock_free, "shared memory has no lock");

/** What both ends know of a ring: where it lies, and their own cursor, which the peer cannot change. */
class ChunkRingEnd {
 public:
  static constexpr uint64_t kChunks = ChunkRingHeader::kChunks;
  static constexpr size_t kChunkBytes = ChunkRingHeader::kChunkBytes;

  /** Writes a header into `ChunkRingHeader::kBytes` of zeroed memory. */
  static void format(void* memory) {
    auto* header = static_cast<ChunkRingHeader*>(memory);
    header->magic = ChunkRingHeader::kMagic;
    header->version = ChunkRingHeader::kVersion;
  }

  static bool valid(const void* memory) {
    const auto* header = static_cast<const ChunkRingHeader*>(memory);
    return header->magic == ChunkRingHeader::kMagic && header->version == ChunkRingHeader::kVersion;
  }

  /** Chunks that this end has dealt with. */
  uint64_t position() const { return position_; }

 protected:
  explicit ChunkRingEnd(void* memory) : memory_(static_cast<uint8_t*>(memory)) {}

  ChunkRingHeader& header() const { return *reinterpret_cast<ChunkRingHeader*>(memory_); }
  ChunkRingHeader::Label& label() const { return header().labels[position_ % kChunks]; }
  uint8_t* at_position() const {
    return memory_ + ChunkRingHeader::kChunksAt + position_ % kChunks * kChunkBytes;
  }

  /** Publishes a cursor. @returns whether the other end waits, and is to be rung */
  static bool advance(std::atomic<uint64_t>& cursor, uint64_t position, std::atomic<uint32_t>& other_waits) {
    cursor.store(position, std::memory_order_release);
    // The other half stands in `wait`: either the other end sees the cursor, or we see that it waits.
    std::atomic_thread_fence(std::memory_order_seq_cst);
    return other_waits.load(std::memory_order_relaxed) != 0 &&
           other_waits.exchange(0, std::memory_order_relaxed) != 0;
  }

  uint8_t* memory_;
  uint64_t position_ = 0;
};

class ChunkRingSender : public ChunkRingEnd {
 public:
  explicit ChunkRingSender(void* memory) : ChunkRingEnd(memory) {}

  /** Chunks that can be filled; above the capacity the peer has scribbled. */
  uint64_t room() const { return kChunks - (position_ - header().emptied.load(std::memory_order_acquire)); }

  /** The chunk to fill next. Only when there is room. */
  uint8_t* chunk() const { return at_position(); }

  /** Hands the chunk over. @returns whether to ring the bell */
  bool push(uint64_t stream, uint64_t bytes) {
    label().stream.store(stream, std::memory_order_relaxed);
    label().bytes.store(bytes, std::memory_order_relaxed);
    position_++;
    return advance(header().filled, position_, header().receiver_waits);
  }

  /** Asks for a bell at the next room. @returns false where there is room already, so that no bell may come */
  bool wait() {
    header().sender_waits.store(1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (room() == 0) return true;
    header().sender_waits.store(0, std::memory_order_relaxed);
    return false;
  }
};

class ChunkRingReceiver : public ChunkRingEnd {
 public:
  explicit ChunkRingReceiver(void* memory) : ChunkRingEnd(memory) {}

  /** Chunks filled since the beginning, as the sender says. */
  uint64_t filled() const { return header().filled.load(std::memory_order_acquire); }

  /** Chunks that can be emptied; above the capacity the peer has scribbled. */
  uint64_t available() const { return filled() - position_; }

  struct Chunk {
    uint64_t stream;
    /** Unchecked. */
    uint64_t bytes;
    const uint8_t* data;
  };

  /** The chunk to empty next. Only when one is available. */
  Chunk chunk() const {
    return {label().stream.load(std::memory_order_relaxed), label().bytes.load(std::memory_order_relaxed),
            at_position()};
  }

  /** Hands the chunk back. @returns whether to ring the bell */
  bool pop() {
    position_++;
    return advance(header().emptied, position_, header().sender_waits);
  }

  /** Asks for a bell at the next chunk. @returns false where there is one already, so that no bell may come */
  bool wait() {
    header().receiver_waits.store(1, std::memory_order_relaxed);
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (available() == 0) return true;
    header().receiver_waits.store(0, std::memory_order_relaxed);
    return false;
  }
};

}  // namespace tensorduct

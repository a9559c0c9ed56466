// The ring of chunks with a peer that scribbles over it.

#include "chunk_ring.h"
#include "ring_memory.h"
#include "scribbles.h"
#include "test.h"

using tensorduct::expect;
using tensorduct::RingMemory;
using tensorduct::Scribbles;
using Ring = tensorduct::BasicChunkRing<tensorduct::StdAtomics, 3, 4096>;

namespace {

struct Memory {
  const RingMemory memory{Ring::kBytes};
  Ring::Header& header = *reinterpret_cast<Ring::Header*>(memory.data());

  Memory() { Ring::format(memory.data()); }
};

/** All that a sender does with a ring. @returns false when it gives the ring up */
bool send(Ring::Sender& ring) {
  if (ring.room() == 0) return ring.wait(), true;
  uint8_t* chunk = ring.chunk();
  if (chunk == nullptr) return false;
  std::memset(chunk, 1, Ring::kChunkBytes);
  ring.push(7, Ring::kChunkBytes);
  return true;
}

/** All that a receiver does with a ring. @returns false when it gives the ring up */
bool receive(Ring::Receiver& ring) {
  if (ring.available() == 0) return ring.wait(), true;
  const auto chunk = ring.chunk();
  if (!chunk) return false;
  uint8_t target[Ring::kChunkBytes];
  std::memcpy(target, chunk->data, chunk->bytes);
  ring.pop();
  return true;
}

void scribbled_filled() {
  for (const uint64_t filled : Scribbles(Ring::kChunks).all) {
    const Memory memory;
    Ring::Receiver receiver(memory.memory.data());
    memory.header.filled = filled;
    expect(receive(receiver) == (filled <= Ring::kChunks), "a cursor beyond the ring is believed");
  }
}

void scribbled_emptied() {
  for (const uint64_t emptied : Scribbles(Ring::kChunks).all) {
    const Memory memory;
    Ring::Sender sender(memory.memory.data());
    memory.header.emptied = emptied;
    // Below its position is what was emptied; above it nothing can have been.
    expect(send(sender) == (0 - emptied <= Ring::kChunks), "a cursor beyond the ring is believed");
  }
}

void scribbled_label() {
  for (const uint64_t bytes : Scribbles(Ring::kChunkBytes).all) {
    const Memory memory;
    Ring::Sender sender(memory.memory.data());
    Ring::Receiver receiver(memory.memory.data());
    send(sender);
    memory.header.labels[0].bytes = bytes;
    expect(receive(receiver) == (bytes <= Ring::kChunkBytes), "more bytes than a chunk has are believed");
  }
}

/** With more chunks than would fit into the memory. */
void many_rounds() {
  const Memory memory;
  Ring::Sender sender(memory.memory.data());
  Ring::Receiver receiver(memory.memory.data());
  for (size_t round = 0; round < Ring::kBytes / sizeof(Ring::Label); round++) {
    expect(send(sender) && receive(receiver), "a good peer is given up");
  }
}

void random_scribbles() {
  Scribbles scribbles(Ring::kChunks);
  for (int game = 0; game < 2000; game++) {
    const Memory memory;
    Ring::Sender sender(memory.memory.data());
    Ring::Receiver receiver(memory.memory.data());
    for (int move = 0; move < 50; move++) {
      Ring::Label& label = memory.header.labels[scribbles.below(Ring::kChunks)];
      switch (scribbles.below(8)) {
        case 0:
          memory.header.filled = scribbles.next(memory.header.filled);
          break;
        case 1:
          memory.header.emptied = scribbles.next(memory.header.emptied);
          break;
        case 2:
          memory.header.sender_waits = static_cast<uint32_t>(scribbles.next(1));
          break;
        case 3:
          memory.header.receiver_waits = static_cast<uint32_t>(scribbles.next(1));
          break;
        case 4:
          label.stream = scribbles.next(label.stream);
          break;
        case 5:
          label.bytes = scribbles.next(label.bytes);
          break;
        case 6:
          send(sender);
          break;
        default:
          receive(receiver);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"a receiver believes no count of chunks that cannot be", [](auto&) { scribbled_filled(); }},
          {"a sender believes no cursor of the receiver that cannot be", [](auto&) { scribbled_emptied(); }},
          {"a receiver believes no label that says more than a chunk has", [](auto&) { scribbled_label(); }},
          {"a ring is used again and again within its bounds", [](auto&) { many_rounds(); }},
          {"random scribbles lead nobody out of the ring", [](auto&) { random_scribbles(); }},
      },
      argc, argv);
}

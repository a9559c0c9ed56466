// The ring of bytes with a peer that scribbles over it.

#include "byte_ring.h"
#include "ring_memory.h"
#include "scribbles.h"
#include "test.h"

using tensorduct::ByteRing;
using tensorduct::expect;
using tensorduct::RingMemory;
using tensorduct::Scribbles;

namespace {

constexpr uint32_t kCapacity = 12;
const auto kScribbles = Scribbles(kCapacity).all;

struct Memory {
  const RingMemory header_memory{sizeof(ByteRing::Header)}, bytes{kCapacity};
  ByteRing::Header& header = *reinterpret_cast<ByteRing::Header*>(header_memory.data());

  ByteRing::Writer writer() const { return {&header, bytes.data(), kCapacity}; }
  ByteRing::Reader reader() const { return {&header, bytes.data(), kCapacity}; }
};

/** All that a writer does with a ring. @returns false when it gives the ring up */
bool put(ByteRing::Writer& ring, size_t most) {
  const bool broken = ring.broken();
  if (!ring.writable()) ring.sleep();
  const RingMemory source(most);
  const int64_t bytes = ring.put(source.data(), most).bytes;
  expect(bytes >= -1 && bytes <= static_cast<int64_t>(most), "more was put than there was");
  expect((bytes == -1) == broken, "a broken ring is used");
  return bytes >= 0;
}

/** All that a reader does with a ring. @returns false when it gives the ring up */
bool take(ByteRing::Reader& ring, size_t most) {
  const bool broken = ring.broken();
  if (!ring.readable()) ring.sleep();
  const RingMemory target(most);
  const int64_t bytes = ring.take(target.data(), most).bytes;
  expect(bytes >= -1 && bytes <= static_cast<int64_t>(most), "more was taken than there was room for");
  expect((bytes == -1) == broken, "a broken ring is used");
  return bytes >= 0;
}

void scribbled_tail() {
  for (const uint64_t tail : kScribbles) {
    const Memory memory;
    auto reader = memory.reader();
    memory.header.tail = tail;
    expect(take(reader, 2 * kCapacity) == (tail <= kCapacity), "a cursor beyond the ring is believed");
  }
}

void scribbled_head() {
  for (const uint64_t head : kScribbles) {
    const Memory memory;
    auto writer = memory.writer();
    memory.header.head = head;
    // Below its position is what was taken; above it nothing can have been.
    expect(put(writer, 2 * kCapacity) == (0 - head <= kCapacity), "a cursor beyond the ring is believed");
  }
}

void random_scribbles() {
  Scribbles scribbles(kCapacity);
  for (int game = 0; game < 2000; game++) {
    const Memory memory;
    auto writer = memory.writer();
    auto reader = memory.reader();
    for (int move = 0; move < 50; move++) {
      switch (scribbles.below(6)) {
        case 0:
          memory.header.head = scribbles.next(memory.header.head);
          break;
        case 1:
          memory.header.tail = scribbles.next(memory.header.tail);
          break;
        case 2:
          memory.header.reader_sleeps = static_cast<uint32_t>(scribbles.next(1));
          break;
        case 3:
          memory.header.writer_wants = scribbles.next(memory.header.head);
          break;
        case 4:
          put(writer, 1 + scribbles.below(2 * kCapacity));
          break;
        default:
          take(reader, 1 + scribbles.below(2 * kCapacity));
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"a reader believes no count of bytes that cannot be", [](auto&) { scribbled_tail(); }},
          {"a writer believes no cursor of the reader that cannot be", [](auto&) { scribbled_head(); }},
          {"random scribbles lead nobody out of the ring", [](auto&) { random_scribbles(); }},
      },
      argc, argv);
}

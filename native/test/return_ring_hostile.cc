// The return ring with a peer that scribbles over it: memory beyond the ring is poisoned, so that a sanitizer sees a step
// too far.

#include "return_ring.h"
#include "ring_memory.h"
#include "scribbles.h"
#include "test.h"

using tensorduct::expect;
using tensorduct::ReturnRing;
using tensorduct::RingMemory;
using tensorduct::Scribbles;

namespace {

constexpr uint32_t kCapacity = 5;
const auto kScribbles = Scribbles(kCapacity).all;

struct Memory {
  const RingMemory memory{ReturnRing::bytes(kCapacity)};
  void* const start = memory.data();
  ReturnRing::Header& header = *static_cast<ReturnRing::Header*>(start);

  Memory() {
    const uint8_t nonce[ReturnRing::kNonceBytes] = {};
    ReturnRing::format(start, kCapacity, nonce);
  }
};

/** All that an owner does with a ring. */
void drain_twice(ReturnRing::Consumer& owner) {
  for (int round = 0; round < 2; round++) {
    uint64_t ids[3];
    const int64_t taken = owner.drain(ids, 3);
    expect(taken >= -1 && taken <= 3, "more was taken than there was room for");
    owner.want();
  }
}

void scribbled_tail() {
  for (const uint64_t tail : kScribbles) {
    Memory memory;
    ReturnRing::Consumer owner(memory.start, kCapacity);
    memory.header.tail = tail;
    uint64_t ids[kCapacity];
    expect((owner.drain(ids, kCapacity) == -1) == (tail > kCapacity), "a cursor beyond the ring is believed");
    drain_twice(owner);
  }
}

void scribbled_head() {
  for (const uint64_t head : kScribbles) {
    Memory memory;
    ReturnRing::Producer borrower(memory.start, kCapacity);
    memory.header.head = head;
    // Below its position is what was taken; above it nothing can have been.
    const bool isBroken = borrower.push(7) == ReturnRing::Producer::Pushed::kBroken;
    expect(isBroken == (0 - head >= kCapacity), "a cursor beyond the ring is believed");
    for (uint32_t round = 0; round < 3 * kCapacity; round++) borrower.push(round);
  }
}

/** The owner has a copy of what it needs of the header. */
void scribbled_header() {
  Memory memory;
  ReturnRing::Consumer owner(memory.start, kCapacity);
  ReturnRing::Producer borrower(memory.start, kCapacity);
  expect(ReturnRing::valid(memory.start, kCapacity), "a good header is refused");
  for (const uint64_t scribble : kScribbles) {
    memory.header.capacity = static_cast<uint32_t>(scribble);
    expect(ReturnRing::valid(memory.start, kCapacity) == (scribble == kCapacity), "a capacity is believed");
    borrower.push(scribble);
    drain_twice(owner);
  }
}

void random_scribbles() {
  Scribbles scribbles(kCapacity);
  for (int game = 0; game < 2000; game++) {
    Memory memory;
    ReturnRing::Consumer owner(memory.start, kCapacity);
    ReturnRing::Producer borrower(memory.start, kCapacity);
    for (int move = 0; move < 50; move++) {
      const uint64_t scribble = scribbles.next(memory.header.tail);
      switch (scribbles.below(6)) {
        case 0:
          memory.header.head = scribble;
          break;
        case 1:
          memory.header.tail = scribble;
          break;
        case 2:
          memory.header.wanted = static_cast<uint32_t>(scribble);
          break;
        case 3:
          memory.header.capacity = static_cast<uint32_t>(scribble);
          break;
        case 4:
          borrower.push(scribble);
          break;
        default:
          drain_twice(owner);
      }
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"an owner believes no count of entries that cannot be", [](auto&) { scribbled_tail(); }},
          {"a borrower believes no cursor of the owner that cannot be", [](auto&) { scribbled_head(); }},
          {"what stands in the header later is not asked again", [](auto&) { scribbled_header(); }},
          {"random scribbles lead nobody out of the ring", [](auto&) { random_scribbles(); }},
      },
      argc, argv);
}

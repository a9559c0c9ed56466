// The return ring with a peer that scribbles over it: memory beyond the ring is poisoned, so that a sanitizer sees a step
// too far.

#include <cstdlib>
#include <memory>
#include <random>

#include "return_ring.h"
#include "test.h"

using tensorduct::expect;
using tensorduct::ReturnRing;

namespace {

constexpr uint32_t kCapacity = 5;
constexpr uint64_t kScribbles[] = {
    0, 1, kCapacity - 1, kCapacity, kCapacity + 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, uint64_t{1} << 53,
    (uint64_t{1} << 63) - 1, uint64_t{1} << 63, ~uint64_t{0} - kCapacity, ~uint64_t{0} - 1, ~uint64_t{0},
};

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

/** A ring that ends where its memory ends. */
struct Memory {
  const std::unique_ptr<void, Free> memory{allocate()};
  void* const start = memory.get();
  ReturnRing::Header& header = *static_cast<ReturnRing::Header*>(start);

  Memory() {
    std::memset(start, 0, ReturnRing::bytes(kCapacity));
    const uint8_t nonce[ReturnRing::kNonceBytes] = {};
    ReturnRing::format(start, kCapacity, nonce);
  }

 private:
  static void* allocate() {
    void* memory = nullptr;
    expect(posix_memalign(&memory, 64, ReturnRing::bytes(kCapacity)) == 0, "there is no memory");
    return memory;
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
  std::mt19937_64 random(20240607);
  for (int game = 0; game < 2000; game++) {
    Memory memory;
    ReturnRing::Consumer owner(memory.start, kCapacity);
    ReturnRing::Producer borrower(memory.start, kCapacity);
    for (int move = 0; move < 50; move++) {
      const uint64_t near = memory.header.tail + random() % 9 - 4;
      const uint64_t scribble = random() % 2 == 0 ? near : kScribbles[random() % std::size(kScribbles)];
      switch (random() % 6) {
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

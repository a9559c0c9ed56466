// The return ring in every order of its operations.

#include "model_atomics.h"
#include "return_ring.h"

using tensorduct::expect;
using tensorduct::explorer::Explorer;
using tensorduct::explorer::Mailbox;
using Ring = tensorduct::BasicReturnRing<tensorduct::explorer::ModelAtomics>;

namespace {

/** So many at most, one after the other: more repeat what was there, at ten times the states each. */
constexpr uint64_t kIds = 3;
constexpr uint64_t kFirstId = 100;

void* new_ring(Explorer& explorer, uint32_t capacity) {
  void* memory = explorer.memory(Ring::bytes(capacity));
  explorer.guard(static_cast<uint8_t*>(memory) + sizeof(Ring::Header), capacity * sizeof(uint64_t), "an entry");
  return memory;
}

/** @returns false when the ring was full */
bool push(Ring::Producer& ring, uint64_t id, Mailbox& bell) {
  const auto pushed = ring.push(id);
  if (pushed == Ring::Producer::Pushed::kRingTheBell) bell.send(0);
  return pushed != Ring::Producer::Pushed::kBroken;
}

/** The owner takes every return, as the library does: it drains, asks for a bell, and sleeps. */
template <typename OnReturn>
void await_returns(Ring::Consumer& ring, Mailbox& bell, OnReturn on_return) {
  uint64_t expected = kFirstId;
  while (true) {
    uint64_t ids[kIds];
    const int64_t taken = ring.drain(ids, kIds);
    expect(taken >= 0, "the ring has overrun");
    for (int64_t index = 0; index < taken; index++) {
      expect(ids[index] == expected++, "an entry is not the one that was pushed");
      on_return();
    }
    if (expected == kFirstId + kIds) return;
    if (taken == 0 && !ring.want()) bell.receive();
  }
}

/** As many leases as the ring has entries, lent again as they return. */
void lend_and_return(uint32_t capacity) {
  Explorer([capacity](Explorer& explorer) {
    void* memory = new_ring(explorer, capacity);
    Mailbox& bell = explorer.mailbox("a bell");
    Mailbox& leases = explorer.mailbox("a lease");
    explorer.thread("the owner", [=, &bell, &leases] {
      Ring::Consumer ring(memory, capacity);
      uint64_t lent = 0;
      const auto lend = [&] {
        if (lent < kIds) leases.send(kFirstId + lent++);
      };
      while (lent < capacity) lend();
      await_returns(ring, bell, lend);
    });
    explorer.thread("the borrower", [=, &bell, &leases] {
      Ring::Producer ring(memory, capacity);
      for (uint64_t index = 0; index < kIds; index++) {
        expect(push(ring, leases.receive(), bell), "a return has found the ring full");
      }
    });
  }).explore();
}

/** The ring alone bounds what is pushed. A borrower that finds it full asks again when something was taken. */
void fill_to_the_brim(uint32_t capacity) {
  Explorer([capacity](Explorer& explorer) {
    void* memory = new_ring(explorer, capacity);
    Mailbox& bell = explorer.mailbox("a bell");
    Mailbox& room = explorer.mailbox("room");
    explorer.thread("the owner", [=, &bell, &room] {
      Ring::Consumer ring(memory, capacity);
      await_returns(ring, bell, [&] { room.send(0); });
    });
    explorer.thread("the borrower", [=, &bell, &room] {
      Ring::Producer ring(memory, capacity);
      for (uint64_t id = kFirstId; id < kFirstId + kIds; id++) {
        while (!push(ring, id, bell)) room.receive();
      }
    });
  }).explore();
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"a ring of one entry brings every lease back, and wakes an owner who waits", [](auto&) { lend_and_return(1); }},
          {"a ring of two entries brings every lease back, and wakes an owner who waits",
           [](auto&) { lend_and_return(2); }},
          {"a ring that is full takes nothing until an entry was taken", [](auto&) { fill_to_the_brim(1); }},
      },
      argc, argv);
}

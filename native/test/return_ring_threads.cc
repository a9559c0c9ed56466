// The return ring between threads, as ThreadSanitizer sees them: borrowers under a lock, and one owner.

#include <algorithm>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "return_ring.h"
#include "ring_memory.h"
#include "semaphore_bell.h"
#include "test.h"

using tensorduct::expect;
using tensorduct::ReturnRing;
using tensorduct::RingMemory;
using tensorduct::SemaphoreBell;

namespace {

constexpr uint32_t kCapacity = 256;
constexpr uint64_t kDefaultIds = 1'000'000;
constexpr uint64_t kEnd = ~uint64_t{0};

/** What the owner sends to its borrowers, by another way than the ring. */
class Leases {
 public:
  void send(const std::deque<uint64_t>& more) {
    const std::lock_guard guard(lock_);
    queue_.insert(queue_.end(), more.begin(), more.end());
    for (size_t index = 0; index < more.size(); index++) arrived_.ring();
  }

  /** `use` is called under the lock of the borrowers, so that leases return in the order in which they went out. */
  template <typename Use>
  bool next(Use use) {
    if (!arrived_.wait()) return false;
    const std::lock_guard guard(lock_of_borrowers_);
    uint64_t id;
    {
      const std::lock_guard guard_of_queue(lock_);
      id = queue_.front();
      if (id == kEnd) return false;
      queue_.pop_front();
    }
    use(id);
    return true;
  }

 private:
  std::mutex lock_;
  std::mutex lock_of_borrowers_;
  std::deque<uint64_t> queue_;
  SemaphoreBell arrived_;
};

/**
 * The owner stamps a slot and lends it; a borrower checks the stamp, returns the lease, and touches the slot no more. The
 * slots are no atomics: whoever uses one too early is reported.
 */
void lend_and_return(uint64_t count, size_t borrowers) {
  const RingMemory memory(ReturnRing::bytes(kCapacity));
  std::unique_ptr<uint64_t[]> slots(new uint64_t[kCapacity]);
  ReturnRing::Consumer owner(memory.data(), kCapacity);
  ReturnRing::Producer borrower(memory.data(), kCapacity);
  SemaphoreBell bell;
  Leases leases;
  std::atomic<uint64_t> wrong = 0, broken = 0;

  std::vector<std::thread> threads;
  for (size_t index = 0; index < borrowers; index++) {
    threads.emplace_back([&] {
      while (leases.next([&](uint64_t id) {
        uint64_t& slot = slots[id % kCapacity];
        if (slot != id) wrong++;
        slot = ~id;
        const auto pushed = borrower.push(id);
        if (pushed == ReturnRing::Producer::Pushed::kBroken) broken++;
        if (pushed == ReturnRing::Producer::Pushed::kRingTheBell) bell.ring();
      })) {
      }
    });
  }

  uint64_t lent = 0, back = 0, bells = 0;
  std::deque<uint64_t> batch;
  const auto lend = [&] {
    if (lent == count) return;
    slots[lent % kCapacity] = lent;
    batch.push_back(lent++);
  };
  for (uint32_t index = 0; index < kCapacity; index++) lend();
  leases.send(batch);
  std::string failure;
  while (back < count && failure.empty()) {
    uint64_t ids[64];
    const int64_t taken = owner.drain(ids, 64);
    if (taken < 0) failure = "the ring is broken";
    batch.clear();
    for (int64_t index = 0; index < taken; index++) {
      if (ids[index] != back) failure = "lease " + std::to_string(ids[index]) + " came instead of " + std::to_string(back);
      if (slots[back % kCapacity] != ~back) failure = "lease " + std::to_string(back) + " came before its slot was used";
      back++;
      lend();
    }
    leases.send(batch);
    if (taken == 0 && !owner.want()) {
      bells++;
      if (!bell.wait()) failure = "nobody has rung: a wake-up is lost";
    }
  }
  leases.send(std::deque<uint64_t>(borrowers, kEnd));
  for (auto& thread : threads) thread.join();
  expect(failure.empty(), failure);
  expect(back == count, "some leases did not come back");
  expect(wrong == 0, std::to_string(wrong) + " slots were used again under a borrower");
  expect(broken == 0, std::to_string(broken) + " pushes have found the ring full");
  std::printf("%llu leases, the owner slept %llu times\n", static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(bells));
}

uint64_t count_of(const std::vector<std::string>& arguments) {
  return arguments.empty() ? kDefaultIds : std::stoull(arguments[0]);
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"one borrower returns every lease in order, and each slot is its own until then",
           [](auto& arguments) { lend_and_return(count_of(arguments), 1); }},
          {"two borrowers under a lock return every lease in order, and each slot is theirs until then",
           [](auto& arguments) { lend_and_return(count_of(arguments), 2); }},
      },
      argc, argv);
}

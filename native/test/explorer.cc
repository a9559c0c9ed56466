// Whether the explorer finds what C++ allows, and nothing else: the classic litmus tests.

#include "model_atomics.h"

#include <set>

using tensorduct::expect;
using tensorduct::Failure;
using tensorduct::explorer::Explorer;
using tensorduct::explorer::Mailbox;
using tensorduct::explorer::ModelAtomics;
using Atomic = ModelAtomics::Atomic<uint32_t>;

namespace {

constexpr auto kRelaxed = std::memory_order_relaxed;
constexpr auto kAcquire = std::memory_order_acquire;
constexpr auto kRelease = std::memory_order_release;

using Outcomes = std::set<std::pair<uint64_t, uint64_t>>;

/** What two threads over two variables can return. */
template <typename One, typename Other>
Outcomes outcomes(One one, Other other) {
  Outcomes found;
  Explorer([&](Explorer& explorer) {
    auto* x = static_cast<Atomic*>(explorer.memory(sizeof(Atomic)));
    auto* y = static_cast<Atomic*>(explorer.memory(sizeof(Atomic)));
    Mailbox& results = explorer.mailbox("a result");
    explorer.thread("one", [&, x, y] { results.send(one(*x, *y)); });
    explorer.thread("other", [&, x, y] { results.send(100 + other(*x, *y)); });
    explorer.thread("judge", [&] {
      const uint64_t first = results.receive();
      const uint64_t second = results.receive();
      found.insert({std::min(first, second), std::max(first, second) - 100});
    });
  }).explore();
  return found;
}

bool store_buffering(bool fenced) {
  const auto go = [fenced](Atomic& mine, Atomic& theirs) {
    mine.store(1, kRelaxed);
    if (fenced) ModelAtomics::fence();
    return theirs.load(kRelaxed);
  };
  return outcomes(go, [go](Atomic& x, Atomic& y) { return go(y, x); }).count({0, 0}) > 0;
}

bool message_passing(std::memory_order store, std::memory_order load) {
  const auto send = [store](Atomic& data, Atomic& flag) {
    data.store(1, kRelaxed);
    flag.store(1, store);
    return 0;
  };
  const auto receive = [load](Atomic& data, Atomic& flag) { return flag.load(load) * 10 + data.load(kRelaxed); };
  return outcomes(send, receive).count({0, 10}) > 0;
}

std::string failure_of(const std::function<void(Explorer&)>& scenario) {
  try {
    Explorer(scenario).explore();
  } catch (const Failure& failure) {
    return failure.what;
  }
  return "none";
}

bool begins(const std::string& text, const std::string& beginning) { return text.rfind(beginning, 0) == 0; }

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"two threads that store and then load may both miss the other's store, unless both fence",
           [](auto&) {
             expect(store_buffering(false), "the stores are never late");
             expect(!store_buffering(true), "the fences are of no use");
           }},
          {"what is stored before a release is there after an acquire, and only then",
           [](auto&) {
             expect(!message_passing(kRelease, kAcquire), "the pair is of no use");
             expect(message_passing(kRelaxed, kAcquire), "a missing release is overlooked");
             expect(message_passing(kRelease, kRelaxed), "a missing acquire is overlooked");
           }},
          {"of two threads that modify at once neither loses the other's change",
           [](auto&) {
             const auto add = [](Atomic& x, Atomic&) { return x.fetch_add(1, kRelaxed); };
             expect(outcomes(add, add) == Outcomes{{0, 1}, {1, 0}}, "a change is lost");
           }},
          {"a thread that reads a variable twice never sees it go back",
           [](auto&) {
             const auto store = [](Atomic& x, Atomic&) {
               x.store(1, kRelaxed);
               return 0;
             };
             const auto look = [](Atomic& x, Atomic&) {
               const uint64_t first = x.load(kRelaxed);
               return first * 10 + x.load(kRelaxed);
             };
             expect(outcomes(store, look) == Outcomes{{0, 0}, {0, 1}, {0, 11}}, "it does");
           }},
          {"who waits for ever is named, and guarded data that is used too early",
           [](auto&) {
             const auto waits = failure_of([](Explorer& explorer) {
               Mailbox& bell = explorer.mailbox("a bell");
               explorer.thread("the sleeper", [&bell] { bell.receive(); });
             });
             expect(begins(waits, "the sleeper waits for a bell for ever"), waits);
             const auto races = failure_of([](Explorer& explorer) {
               auto* data = static_cast<Atomic*>(explorer.memory(sizeof(Atomic)));
               explorer.guard(data, sizeof *data, "the page");
               explorer.thread("the writer", [data] { data->store(1, kRelaxed); });
               explorer.thread("the reader", [data] { data->load(kRelaxed); });
             });
             expect(begins(races, "the page is "), races);
           }},
      },
      argc, argv);
}

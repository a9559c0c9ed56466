// How long an end of a pair of rings looks before it sleeps, with a clock of our own.

#include "spin.h"
#include "test.h"

using tensorduct::AdaptiveSpin;
using tensorduct::expect;
using tensorduct::SpinState;

namespace {

constexpr uint64_t kMicrosecond = 1'000;
constexpr uint64_t kMillisecond = 1'000'000;

/** The end that probes, on core 0; its peer runs where it is told to. */
struct Pair {
  SpinState own{}, peer{};
  AdaptiveSpin spin{own, peer, true};
  uint64_t now = 1'000 * kMillisecond;

  explicit Pair(uint32_t peer_cpu) {
    peer_on(peer_cpu);
    spin.woke(now, 0);
  }

  void peer_on(uint32_t cpu) { peer.cpu.store(cpu + 1); }

  /** One wait: looks in vain, sleeps, and wakes when the peer has rung, so much later. @returns for how long it has looked */
  uint64_t wait(uint64_t late) {
    const uint64_t patience = spin.patience(now);
    if (patience > 0) spin.missed();
    now += patience;
    spin.sleeps(now);
    peer.rang_at.store(now + late);
    now += late;
    spin.woke(now, 0);
    spin.received();
    return patience;
  }
};

void gives_up_and_learns() {
  Pair pair(1);
  expect(pair.spin.patience(pair.now) == AdaptiveSpin::kStart, "it does not begin with a look");
  for (uint64_t before = AdaptiveSpin::kStart; before > 0;) {
    const uint64_t patience = pair.wait(kMillisecond);
    expect(patience == before, "it does not halve its patience");
    before = before / 2 < AdaptiveSpin::kLeast ? 0 : before / 2;
  }
  expect(pair.wait(kMillisecond) == 0, "it looks although that never helps");
  pair.wait(10 * kMicrosecond);
  expect(pair.spin.patience(pair.now) == 0, "one short sleep is enough for it");
  pair.wait(10 * kMicrosecond);
  expect(pair.spin.patience(pair.now) == 20 * kMicrosecond, "it has not learned from two short sleeps");
  pair.spin.hit(15 * kMicrosecond);
  expect(pair.spin.patience(pair.now) == 30 * kMicrosecond, "it has not learned from a look that just helped");
  pair.spin.hit(kMillisecond);
  expect(pair.spin.patience(pair.now) == AdaptiveSpin::kMost, "it looks for longer than it may");
}

void waits_for_a_wake_up() {
  Pair pair(1);
  pair.spin.rang(pair.now);
  const uint64_t first = pair.spin.patience(pair.now);
  expect(first > AdaptiveSpin::kStart, "it does not wait for whom it has rung");
  pair.peer.woke_at.store(pair.now + 10 * kMicrosecond);
  pair.spin.received();
  expect(pair.spin.patience(pair.now) == AdaptiveSpin::kStart, "it waits for who is awake");
  pair.spin.rang(pair.now);
  expect(pair.spin.patience(pair.now) == AdaptiveSpin::kStart + 15 * kMicrosecond, "it has not learned how long a wake-up takes");
}

void leaves_a_shared_core() {
  Pair pair(0);
  for (int wait = 1; wait < AdaptiveSpin::kSharedWaits; wait++) {
    expect(pair.wait(10 * kMicrosecond) == 0, "it looks on the core that its peer needs");
  }
  SpinState own{}, peer{};
  AdaptiveSpin other(own, peer, false);
  peer.cpu.store(1);
  other.woke(pair.now, 0);
  for (int wait = 0; wait < 1'000; wait++) {
    expect(other.patience(pair.now += kMillisecond) == 0, "both ends keep the core");
  }
  SpinState unknown{};
  AdaptiveSpin alone(own, unknown, true);
  alone.woke(pair.now, 0);
  expect(alone.patience(pair.now) == 0, "it looks for somebody who has never been awake");
}

void probes_rarely_in_vain() {
  Pair pair(0);
  uint64_t probed = 0, probes = 0;
  const uint64_t began = pair.now;
  while (pair.now - began < 60'000 * kMillisecond) {
    const uint64_t patience = pair.wait(20 * kMicrosecond);
    expect(patience == 0 || patience == AdaptiveSpin::kProbe, "it looks on the core that its peer needs");
    probed += patience;
    if (patience > 0) probes++;
  }
  expect(probes > 2, "it never tries to part from its peer");
  expect(probed < (pair.now - began) / 200, "it keeps the core from its peer in vain again and again");
}

void goes_on_with_a_probe() {
  Pair pair(0);
  for (int probes = 0, waits = 0; probes < 8; waits++) {
    if (pair.wait(kMicrosecond) > 0) probes++;
    expect(waits < 20'000'000, "it never tries to part from its peer");
  }
  pair.now += AdaptiveSpin::kMostPause;
  uint64_t patience = 0;
  for (int wait = 0; wait < AdaptiveSpin::kSharedWaits; wait++) patience = pair.spin.patience(pair.now);
  expect(patience == AdaptiveSpin::kProbe, "a probe is shorter than it should be");
  // The turn of the event loop ends before.
  pair.now += 250 * kMicrosecond;
  expect(pair.spin.patience(pair.now) == patience - 250 * kMicrosecond, "a probe does not outlast its turn");
  pair.spin.hit(kMillisecond);
  pair.peer_on(1);
  expect(pair.spin.patience(pair.now) == AdaptiveSpin::kStart, "it has learned from probes how long to look");
  // Apart for long, it has helped: should they meet again it is tried soon.
  for (int wait = 0; wait < AdaptiveSpin::kSharedWaits; wait++) pair.spin.patience(pair.now);
  pair.peer_on(0);
  pair.now += 100 * kMillisecond;
  for (int wait = 1; wait < AdaptiveSpin::kSharedWaits; wait++) pair.spin.patience(pair.now);
  expect(pair.spin.patience(pair.now) == AdaptiveSpin::kProbe, "it does not try again what has helped");
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"an end looks for as long as it has helped lately, and not at all where it has not",
           [](auto&) { gives_up_and_learns(); }},
          {"an end looks longer where its peer has to wake first", [](auto&) { waits_for_a_wake_up(); }},
          {"an end does not look on the core of its peer, nor for a peer that it knows nothing of",
           [](auto&) { leaves_a_shared_core(); }},
          {"an end that shares a core tries to part from its peer, and rarely where that is in vain",
           [](auto&) { probes_rarely_in_vain(); }},
          {"an end goes on with its try in the next turn, and tries again soon once it has helped",
           [](auto&) { goes_on_with_a_probe(); }},
      },
      argc, argv);
}

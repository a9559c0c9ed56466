#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>

namespace tensorduct {

/** What a process publishes about itself in shared memory, so that its peer can judge whether spinning is worth it. */
struct SpinState {
  /** Where it ran when it last woke, plus 1; 0 while unknown. */
  alignas(64) std::atomic<uint32_t> cpu;
  /** When it last woke from a sleep, and when it last rang the other's bell: nanoseconds of the monotonic clock. */
  std::atomic<uint64_t> woke_at;
  std::atomic<uint64_t> rang_at;
};

/**
 * How long to look for the peer's next word before going to sleep: as long as it would have helped lately, and not at all
 * where it has not, or where the peer runs on the same core, which a spinning end would keep it from.
 *
 * All in nanoseconds. The constants were found by measuring a ping-pong on two cores, on one, and beside other load: a
 * sleep and a wake-up cost 50 us, so a spin longer than that never pays.
 */
class AdaptiveSpin {
 public:
  static constexpr uint64_t kStart = 20'000;
  static constexpr uint64_t kLeast = 2'000;
  static constexpr uint64_t kMost = 50'000;
  static constexpr uint64_t kLeastWake = 3'000;
  static constexpr uint64_t kMostWake = 100'000;

  AdaptiveSpin(SpinState& own, const SpinState& peer) : own_(own), peer_(peer) {}

  /** This end wakes: the bell has rung, or the loop came round. */
  void woke(uint64_t now, uint32_t cpu) {
    own_.woke_at.store(now, std::memory_order_relaxed);
    own_.cpu.store(cpu + 1, std::memory_order_relaxed);
    cpu_ = cpu + 1;
    if (slept_at_ == 0) return;
    // How long a spin would have had to last instead of the sleep.
    const uint64_t rang = peer_.rang_at.load(std::memory_order_relaxed);
    const uint64_t since = std::max(slept_at_, peer_.woke_at.load(std::memory_order_relaxed));
    const uint64_t gap = rang > since ? rang - since : 0;
    slept_at_ = 0;
    if (gap >= kMost) credit_ = 0;
    else if (++credit_ >= 2) patience_ = std::max(patience_, std::clamp(2 * gap, 2 * kLeast, kMost));
  }

  void sleeps(uint64_t now) { slept_at_ = now; }

  void rang(uint64_t now) {
    own_.rang_at.store(now, std::memory_order_relaxed);
    rang_at_ = now;
  }

  /** Something has come: learns how long it takes the peer to wake. */
  void received() {
    if (rang_at_ == 0) return;
    const uint64_t woke = peer_.woke_at.load(std::memory_order_relaxed);
    if (woke > rang_at_) wake_ = std::clamp(woke - rang_at_, kLeastWake, kMostWake);
    rang_at_ = 0;
  }

  /** For how long to look now. */
  uint64_t patience() const {
    if (patience_ == 0) return 0;
    const uint32_t other = peer_.cpu.load(std::memory_order_relaxed);
    if (other == 0 || other == cpu_) return 0;
    return patience_ + (rang_at_ != 0 ? wake_ * 3 / 2 : 0);
  }

  void hit(uint64_t took) {
    if (took * 2 > patience_ && rang_at_ == 0) patience_ = std::clamp(2 * took, kLeast, kMost);
  }

  void missed() { patience_ = patience_ / 2 < kLeast ? 0 : patience_ / 2; }

 private:
  SpinState& own_;
  const SpinState& peer_;
  uint32_t cpu_ = 0;
  uint64_t patience_ = kStart;
  uint64_t wake_ = 60'000;
  uint64_t slept_at_ = 0;
  /** When this end rang, until something came; else 0. */
  uint64_t rang_at_ = 0;
  int credit_ = 0;
};

}  // namespace tensorduct

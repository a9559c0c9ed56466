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
 * All in nanoseconds. The constants were found by measuring a ping-pong on two cores, on one, and beside other load. Where
 * each answer takes an end some 100 us, as with a tensor, both ends would sleep each time, and each wake-up of an idle core
 * takes 50 to 130: with 200 at most a round trip of 128 KiB took 270 us and not 390, for no more time of the CPU.
 */
class AdaptiveSpin {
 public:
  static constexpr uint64_t kStart = 20'000;
  static constexpr uint64_t kLeast = 2'000;
  static constexpr uint64_t kMost = 200'000;
  static constexpr uint64_t kLeastWake = 3'000;
  static constexpr uint64_t kMostWake = 100'000;
  /** How long one end keeps the core that it shares, after so many waits there, and how long it lets be in between. */
  static constexpr uint64_t kProbe = 5'000'000;
  static constexpr uint64_t kLeastPause = 20'000'000;
  static constexpr uint64_t kMostPause = 4'000'000'000;
  static constexpr int kSharedWaits = 64;

  /** @param probes of two ends one does, so that they do not both wait for the other to be moved */
  AdaptiveSpin(SpinState& own, const SpinState& peer, bool probes) : own_(own), peer_(peer), probes_(probes) {}

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
  uint64_t patience(uint64_t now) {
    const uint32_t other = peer_.cpu.load(std::memory_order_relaxed);
    if (patience_ == 0 || other == 0) return 0;
    if (other == cpu_) return probes_ ? probe(now) : 0;
    probe_ends_ = 0;
    shared_waits_ = 0;
    if (++apart_waits_ == kSharedWaits) {
      pause_ = kLeastPause;
      next_probe_ = now + kLeastPause;
    }
    return patience_ + (rang_at_ != 0 ? wake_ * 3 / 2 : 0);
  }

  void hit(uint64_t took) {
    const bool tells = rang_at_ == 0 && probe_ends_ == 0;
    if (tells && took * 2 > patience_) patience_ = std::clamp(2 * took, kLeast, kMost);
  }

  void missed() {
    if (probe_ends_ == 0) patience_ = patience_ / 2 < kLeast ? 0 : patience_ / 2;
  }

 private:
  /**
   * Both run on one core although looking would help: schedulers put whom a bell wakes beside who has rung it. Who keeps
   * the core for a while has the other moved to an idle one, if there is any; where it does not help it is tried rarely.
   */
  uint64_t probe(uint64_t now) {
    apart_waits_ = 0;
    if (now < probe_ends_) return probe_ends_ - now;
    probe_ends_ = 0;
    if (++shared_waits_ < kSharedWaits || now < next_probe_) return 0;
    shared_waits_ = 0;
    probe_ends_ = now + kProbe;
    next_probe_ = probe_ends_ + pause_;
    pause_ = std::min(2 * pause_, kMostPause);
    return kProbe;
  }

  SpinState& own_;
  const SpinState& peer_;
  uint32_t cpu_ = 0;
  uint64_t patience_ = kStart;
  uint64_t wake_ = 60'000;
  uint64_t slept_at_ = 0;
  /** When this end rang, until something came; else 0. */
  uint64_t rang_at_ = 0;
  int credit_ = 0;

  const bool probes_;
  /** 0 while none is made. */
  uint64_t probe_ends_ = 0;
  uint64_t next_probe_ = 0;
  uint64_t pause_ = kLeastPause;
  /** In a row, on one core and on two. */
  int shared_waits_ = 0;
  int apart_waits_ = 0;
};

}  // namespace tensorduct

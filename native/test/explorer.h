#pragma once

#include <setjmp.h>
#include <ucontext.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "model_memory.h"
#include "test.h"

/**
 * Runs a lock-free structure in every order in which its threads can come, and with every value that its loads can see.
 *
 * A scenario is run again and again, each time with other choices: which thread goes next, and which of the values that a
 * variable ever had a load finds, as far as C++ allows: so a missing fence, release or acquire shows.
 *
 * A state that was met before is not gone on from, so the number of runs is that of the states. A thread's state is what
 * its operations have returned, or what it says itself (`forget`): apart from that it must do the same each time.
 */
namespace tensorduct::explorer {

/** Operations of one run: a scenario that has more does not end. */
constexpr size_t kMostSteps = 1000;
constexpr size_t kStackBytes = 64 * 1024;

/** Messages between threads by other means, such as a socket: in order, and whoever has one knows what its sender knew. */
class Mailbox {
 public:
  explicit Mailbox(const char* what) : what(what) {}

  void send(uint64_t message);
  /** Waits for the next one. Who waits for ever fails the scenario. */
  uint64_t receive();

 private:
  friend class Explorer;

  const char* what;
  std::deque<std::pair<uint64_t, View>> messages_;
};

class Explorer {
 public:
  /** @param scenario makes threads; everything that they share is made anew each time */
  explicit Explorer(std::function<void(Explorer&)> scenario) : scenario_(std::move(scenario)) {}

  /** Tries everything. @returns how many states there are @throws Failure with the steps that have led to it */
  size_t explore() {
    do run();
    while (next());
    return states_.size();
  }

  // ---- for scenarios ----

  void thread(const char* name, std::function<void()> body) {
    if (threads_.size() == kMostThreads) throw Failure{"a scenario has too many threads"};
    auto& thread = *threads_.emplace_back(std::make_unique<Thread>());
    thread.known.thread = threads_.size() - 1;
    thread.name = name;
    thread.body = std::move(body);
  }

  /** Zeroed memory for atomics. Call it in the same order in each run. */
  void* memory(size_t bytes) { return memory_.allocate(bytes); }

  /**
   * What the thread that calls does from here on depends on this number only, and on nothing else that it has found: so
   * ways that lead here with the same number are gone on from once. The number must grow: else nobody would notice that
   * the thread goes in circles.
   */
  void forget(uint64_t progress) { running_->history = mix(1, progress); }

  bool owns(const void* address) const { return memory_.owns(address); }

  /**
   * These variables hold data, which may be atomic only because a peer is not trusted: each use must be known to come
   * before or after each store.
   */
  void guard(const void* begin, size_t bytes, const char* what) { memory_.guard(begin, bytes, what); }

  Mailbox& mailbox(const char* what) { return *mailboxes_.emplace_back(std::make_unique<Mailbox>(what)); }

  // ---- for atomics: see `model_atomics.h` ----

  static Explorer& current() { return *current_; }

  uint64_t load(const void* address, std::memory_order order) {
    Thread& self = step_at(address);
    // The newest first: what goes wrong then goes wrong everywhere.
    const size_t age = choose(memory_.findable(self.known, address));
    const uint64_t value = memory_.load(self.known, address, age, order);
    note(self, "load", memory_.index_of(address), value);
    return value;
  }

  void store(const void* address, uint64_t value, std::memory_order order) {
    Thread& self = step_at(address);
    memory_.store(self.known, address, value, order);
    note(self, "store", memory_.index_of(address), value);
  }

  /** Reads the newest value and stores another, in one. @returns the old one */
  template <typename Change>
  uint64_t modify(const void* address, const Change& change, std::memory_order order) {
    Thread& self = step();
    const uint64_t old = memory_.modify(self.known, address, change, order);
    note(self, "modify", memory_.index_of(address), old);
    return old;
  }

  void fence() {
    Thread& self = step();
    memory_.fence(self.known);
    note(self, "fence", 0, 0);
  }

 private:
  friend class Mailbox;

  /** The run is given up: unwinds the stacks of its threads. */
  struct Abandoned {};

  struct Thread {
    const char* name;
    std::function<void()> body;
    jmp_buf place;
    bool finished = false;
    const Mailbox* awaited = nullptr;
    Knowledge known;
    /** Stands for the state of its stack: what its operations have returned. */
    uint64_t history = 0;
  };

  struct Choice {
    size_t taken;
    size_t count;
  };

  struct Step {
    const char* thread;
    const char* operation;
    size_t variable;
    uint64_t value;
  };

  // ---- runs ----

  void run() {
    current_ = this;
    threads_.clear();
    mailboxes_.clear();
    memory_.reset();
    steps_.clear();
    position_ = 0;
    failure_.clear();
    scenario_(*this);
    for (auto& thread : threads_) start(*thread);
    schedule();
    abandoning_ = true;
    for (auto& thread : threads_) {
      if (!thread->finished) resume(*thread);
    }
    abandoning_ = false;
    if (!failure_.empty()) throw Failure{failure_ + story()};
  }

  /** Lets threads go until all are finished, or one has failed, or the state is known. */
  void schedule() {
    while (failure_.empty()) {
      std::vector<Thread*> ready;
      std::string stuck;
      for (auto& thread : threads_) {
        if (thread->finished) continue;
        if (thread->awaited == nullptr || !thread->awaited->messages_.empty()) ready.push_back(thread.get());
        else stuck += (stuck.empty() ? "" : ", ") + (thread->name + (std::string(" waits for ") + thread->awaited->what) + " for ever");
      }
      if (ready.empty()) {
        failure_ = stuck;
        return;
      }
      if (steps_.size() > kMostSteps) failure_ = "the scenario does not end";
      if (position_ >= choices_.size() && !states_.insert(state()).second) return;
      resume(*ready[choose(ready.size())]);
    }
  }

  /** Lets a thread go to its first operation. */
  void start(Thread& thread) {
    running_ = &thread;
    auto& stack = stacks_[thread.known.thread];
    if (stack == nullptr) stack.reset(new uint8_t[kStackBytes]);
    ucontext_t context;
    getcontext(&context);
    context.uc_stack.ss_sp = stack.get();
    context.uc_stack.ss_size = kStackBytes;
    context.uc_link = nullptr;
    makecontext(&context, enter, 0);
    if (_setjmp(scheduler_) == 0) setcontext(&context);
  }

  static void enter() {
    Thread& self = *current_->running_;
    try {
      self.body();
    } catch (const Abandoned&) {
    } catch (const Failure& failure) {
      current_->failure_ = failure.what;
    }
    self.finished = true;
    _longjmp(current_->scheduler_, 1);
  }

  /** From here on by jumps: swapcontext asks the kernel each time. */
  void resume(Thread& thread) {
    running_ = &thread;
    if (_setjmp(scheduler_) == 0) _longjmp(thread.place, 1);
  }

  /** Before each operation: lets the others go first, perhaps. */
  Thread& step(const Mailbox* awaited = nullptr) {
    Thread& self = *running_;
    self.awaited = awaited;
    if (_setjmp(self.place) == 0) _longjmp(scheduler_, 1);
    if (abandoning_) throw Abandoned{};
    self.awaited = nullptr;
    self.known.seen.clocks[self.known.thread]++;
    return self;
  }

  /** Nobody need go before a use of guarded data: in whichever order two of them come, it is seen that none is known. */
  Thread& step_at(const void* address) {
    if (!memory_.guards(address)) return step();
    Knowledge& known = running_->known;
    known.seen.clocks[known.thread]++;
    return *running_;
  }

  /** One of `count` possibilities: the same as before where a run is repeated, else the first. */
  size_t choose(size_t count) {
    if (position_ == choices_.size()) choices_.push_back({0, count});
    return choices_[position_++].taken;
  }

  /** The next combination of choices. @returns false after the last */
  bool next() {
    while (!choices_.empty() && choices_.back().taken + 1 == choices_.back().count) choices_.pop_back();
    if (choices_.empty()) return false;
    choices_.back().taken++;
    return true;
  }

  // ---- states ----

  void note(Thread& self, const char* operation, size_t variable, uint64_t value) {
    self.history = mix(mix(self.history, variable + 1), value);
    steps_.push_back({self.name, operation, variable, value});
  }

  uint64_t state() const {
    std::vector<const Knowledge*> living;
    for (const auto& thread : threads_) {
      if (!thread->finished) living.push_back(&thread->known);
    }
    const ModelMemory::Horizon horizon = memory_.horizon(living);
    uint64_t hash = memory_.state(1, horizon);
    for (const auto& thread : threads_) {
      hash = mix(hash, thread->finished);
      if (!thread->finished) hash = memory_.mix_knowledge(mix(hash, thread->history), thread->known, horizon);
    }
    for (const auto& mailbox : mailboxes_) {
      hash = mix(hash, mailbox->messages_.size());
      for (const auto& [message, view] : mailbox->messages_) hash = memory_.mix_view(mix(hash, message), view, horizon);
    }
    return hash;
  }

  std::string story() const {
    std::string text = ", after:";
    for (const auto& [thread, operation, variable, value] : steps_) {
      text += std::string("\n  ") + thread + ": " + operation;
      if (std::strcmp(operation, "fence") != 0) text += " " + std::to_string(variable) + ": " + std::to_string(value);
    }
    return text;
  }

  static inline Explorer* current_ = nullptr;

  const std::function<void(Explorer&)> scenario_;
  std::unordered_set<uint64_t> states_;
  std::vector<Choice> choices_;

  // Of one run.
  size_t position_ = 0;
  std::vector<std::unique_ptr<Thread>> threads_;
  std::vector<std::unique_ptr<Mailbox>> mailboxes_;
  std::vector<Step> steps_;
  Thread* running_ = nullptr;
  jmp_buf scheduler_;
  bool abandoning_ = false;
  std::string failure_;

  std::array<std::unique_ptr<uint8_t[]>, kMostThreads> stacks_;
  ModelMemory memory_;
};

inline void Mailbox::send(uint64_t message) {
  Explorer& explorer = Explorer::current();
  auto& self = explorer.step();
  messages_.emplace_back(message, self.known.seen);
  explorer.note(self, what, 0, message);
}

inline uint64_t Mailbox::receive() {
  Explorer& explorer = Explorer::current();
  auto& self = explorer.step(this);
  const auto [message, view] = messages_.front();
  messages_.pop_front();
  self.known.seen.join(view);
  explorer.note(self, what, 0, message);
  return message;
}

}  // namespace tensorduct::explorer

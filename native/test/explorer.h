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
#include <map>
#include <memory>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "test.h"

/**
 * Runs a lock-free structure in every order in which its threads can come, and with every value that its loads can see.
 *
 * A scenario is run again and again, each time with other choices: which thread goes next, and which of the values that a
 * variable ever had a load finds. What a load may find is what C++ allows (as RC11 has it): a variable keeps all values
 * that were stored there; a thread sees none older than what it has seen of that variable, or has learnt of by an acquire
 * of a release, or by a fence after another's. So a store waits in a buffer, as it were, until something makes it visible,
 * and a missing fence, release or acquire shows. Not modelled: loads that see what is stored later.
 *
 * A state that was met before is not gone on from, so the number of runs is that of the states. A thread's state is what
 * its operations have returned, or what it says itself (`forget`): apart from that it must do the same each time.
 */
namespace tensorduct::explorer {

constexpr size_t kMostVariables = 24;
constexpr size_t kMostThreads = 4;
/** Operations of one run: a scenario that has more does not end. */
constexpr size_t kMostSteps = 1000;
constexpr size_t kStackBytes = 64 * 1024;

/** What a thread knows: of each variable the newest value, and how far each thread was. */
struct View {
  std::array<uint16_t, kMostVariables> values{};
  std::array<uint16_t, kMostThreads> clocks{};

  void join_values(const View& other) {
    for (size_t index = 0; index < kMostVariables; index++) values[index] = std::max(values[index], other.values[index]);
  }
  void join(const View& other) {
    join_values(other);
    for (size_t index = 0; index < kMostThreads; index++) clocks[index] = std::max(clocks[index], other.clocks[index]);
  }
};

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
    thread.name = name;
    thread.body = std::move(body);
  }

  /** Zeroed memory for atomics. Call it in the same order in each run. */
  void* memory(size_t bytes) {
    uint8_t* data = memory_.data() + used_;
    used_ += (bytes + 63) / 64 * 64;
    if (used_ > memory_.size()) throw Failure{"a scenario uses too much memory"};
    std::memset(data, 0, bytes);
    return data;
  }

  /**
   * What the thread that calls does from here on depends on this number only, and on nothing else that it has found: so
   * ways that lead here with the same number are gone on from once. The number must grow: else nobody would notice that
   * the thread goes in circles.
   */
  void forget(uint64_t progress) { running_->history = mix(1, progress); }

  bool owns(const void* address) const { return address >= memory_.data() && address < memory_.data() + memory_.size(); }

  /**
   * These variables hold data, which may be atomic only because a peer is not trusted: each use must be known to come
   * before or after each store.
   */
  void guard(const void* begin, size_t bytes, const char* what) {
    const auto* first = static_cast<const uint8_t*>(begin);
    guarded_.push_back({first, first + bytes, what});
  }

  Mailbox& mailbox(const char* what) { return *mailboxes_.emplace_back(std::make_unique<Mailbox>(what)); }

  // ---- for atomics, see ModelAtomics ----

  static Explorer& current() { return *current_; }

  uint64_t load(const void* address, std::memory_order order) {
    Variable& variable = at(address);
    Thread& self = step_at(variable);
    const size_t oldest = self.seen.values[variable.index];
    const size_t newest = variable.stores.size() - 1;
    // The newest first: what goes wrong then goes wrong everywhere.
    const size_t found = newest - choose(newest - oldest + 1);
    read(self, variable, found, acquires(order));
    const uint64_t value = variable.stores[found].value;
    return done(self, "load", variable, value);
  }

  void store(const void* address, uint64_t value, std::memory_order order) {
    Variable& variable = at(address);
    Thread& self = step_at(variable);
    write(self, variable, value, releases(order), nullptr);
    done(self, "store", variable, value);
  }

  /** Reads the newest value and stores another, in one. @returns the old one */
  uint64_t modify(const void* address, const std::function<uint64_t(uint64_t)>& change, std::memory_order order) {
    Thread& self = step();
    Variable& variable = at(address);
    const size_t newest = variable.stores.size() - 1;
    read(self, variable, newest, acquires(order));
    const uint64_t old = variable.stores[newest].value;
    const View before = variable.stores[newest].view;
    write(self, variable, change(old), releases(order), &before);
    return done(self, "modify", variable, old);
  }

  void fence() {
    Thread& self = step();
    self.seen.join(self.acquirable);
    self.seen.join_values(fenced_);
    fenced_.join_values(self.seen);
    self.released = self.seen;
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
    View seen;
    /** What a fence makes of the relaxed loads before it. */
    View acquirable;
    /** What the relaxed stores after a fence release. */
    View released;
    /** Stands for the state of its stack: what its operations have returned. */
    uint64_t history = 0;
  };

  struct Store {
    uint64_t value;
    View view;
    size_t thread;
    uint16_t clock;
  };

  struct Variable {
    size_t index = 0;
    const char* guarded = nullptr;
    std::vector<Store> stores;
    /** The clock of each thread when it last read it. */
    std::array<uint16_t, kMostThreads> reads{};
  };

  struct Guard {
    const uint8_t* begin;
    const uint8_t* end;
    const char* what;
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

  static bool acquires(std::memory_order order) {
    return order == std::memory_order_acquire || order == std::memory_order_acq_rel || order == std::memory_order_seq_cst;
  }

  static bool releases(std::memory_order order) {
    return order == std::memory_order_release || order == std::memory_order_acq_rel || order == std::memory_order_seq_cst;
  }

  // ---- runs ----

  void run() {
    current_ = this;
    threads_.clear();
    mailboxes_.clear();
    guarded_.clear();
    steps_.clear();
    for (Variable& variable : variables_) variable = Variable{};
    fenced_ = View{};
    used_ = 0;
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
    auto& stack = stacks_[index_of(thread)];
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
    self.seen.clocks[index_of(self)]++;
    return self;
  }

  /** Nobody need go before a use of guarded data: in whichever order two of them come, it is seen that none is known. */
  Thread& step_at(const Variable& variable) {
    if (variable.guarded == nullptr) return step();
    running_->seen.clocks[index_of(*running_)]++;
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

  // ---- memory ----

  Variable& at(const void* address) {
    const auto [place, isNew] = indices_.try_emplace(address, indices_.size());
    if (isNew && place->second == kMostVariables) throw Failure{"a scenario has too many variables"};
    Variable& variable = variables_[place->second];
    if (variable.stores.empty()) {
      variable.index = place->second;
      variable.stores.push_back({0, View{}, 0, 0});
      for (const auto& [begin, end, what] : guarded_) {
        if (address >= begin && address < end) variable.guarded = what;
      }
    }
    return variable;
  }

  void read(Thread& self, Variable& variable, size_t found, bool acquire) {
    const Store& newest = variable.stores.back();
    if (variable.guarded != nullptr && (variable.stores.size() == 1 || self.seen.clocks[newest.thread] < newest.clock)) {
      throw Failure{std::string(variable.guarded) + " is read before it is written"};
    }
    self.seen.values[variable.index] = static_cast<uint16_t>(found);
    (acquire ? self.seen : self.acquirable).join(variable.stores[found].view);
    variable.reads[index_of(self)] = self.seen.clocks[index_of(self)];
  }

  /** @param before of the store that this one replaces in the same step: what it released stays released */
  void write(Thread& self, Variable& variable, uint64_t value, bool release, const View* before) {
    for (size_t other = 0; other < kMostThreads && variable.guarded != nullptr; other++) {
      if (self.seen.clocks[other] < variable.reads[other]) {
        throw Failure{std::string(variable.guarded) + " is overwritten before it is read"};
      }
    }
    self.seen.values[variable.index] = static_cast<uint16_t>(variable.stores.size());
    View view = release ? self.seen : self.released;
    if (before != nullptr) view.join(*before);
    view.values[variable.index] = self.seen.values[variable.index];
    const size_t thread = index_of(self);
    variable.stores.push_back({value, view, thread, self.seen.clocks[thread]});
  }

  uint64_t done(Thread& self, const char* operation, const Variable& variable, uint64_t value) {
    note(self, operation, variable.index, value);
    return value;
  }

  void note(Thread& self, const char* operation, size_t variable, uint64_t value) {
    self.history = mix(mix(self.history, variable + 1), value);
    steps_.push_back({self.name, operation, variable, value});
  }

  size_t index_of(const Thread& thread) const {
    size_t index = 0;
    while (threads_[index].get() != &thread) index++;
    return index;
  }

  // ---- states ----

  static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15;
    return hash ^ (hash >> 29);
  }

  /** What can still be found of all that was: two states that agree in it go on in the same way. */
  struct Horizon {
    /** Of each variable the oldest value that some thread may find yet. */
    std::array<uint16_t, kMostVariables> oldest;
    /** The clocks of each thread that guarded data will be compared with. */
    std::array<std::vector<uint16_t>, kMostThreads> marks;

    /** As good as the clock, for comparisons with marks. */
    uint64_t rank(size_t thread, uint16_t clock) const {
      const auto isPassed = [clock](uint16_t mark) { return mark <= clock; };
      return static_cast<uint64_t>(std::count_if(marks[thread].begin(), marks[thread].end(), isPassed));
    }
  };

  Horizon horizon() const {
    Horizon horizon;
    for (size_t index = 0; index < indices_.size(); index++) {
      const Variable& variable = variables_[index];
      horizon.oldest[index] = static_cast<uint16_t>(std::max<size_t>(variable.stores.size(), 1) - 1);
      for (const auto& thread : threads_) {
        if (!thread->finished) horizon.oldest[index] = std::min(horizon.oldest[index], thread->seen.values[index]);
      }
      if (variable.guarded == nullptr) continue;
      horizon.marks[variable.stores.back().thread].push_back(variable.stores.back().clock);
      for (size_t thread = 0; thread < threads_.size(); thread++) horizon.marks[thread].push_back(variable.reads[thread]);
    }
    for (auto& marks : horizon.marks) {
      std::sort(marks.begin(), marks.end());
      marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    }
    return horizon;
  }

  uint64_t mix(uint64_t hash, const View& view, const Horizon& horizon) const {
    for (size_t index = 0; index < indices_.size(); index++) {
      const uint16_t oldest = horizon.oldest[index];
      hash = mix(hash, static_cast<uint64_t>(std::max(view.values[index], oldest) - oldest));
    }
    for (size_t thread = 0; thread < threads_.size(); thread++) {
      hash = mix(hash, horizon.rank(thread, view.clocks[thread]));
    }
    return hash;
  }

  uint64_t state() const {
    const Horizon horizon = this->horizon();
    uint64_t hash = mix(1, fenced_, horizon);
    for (const auto& thread : threads_) {
      hash = mix(hash, thread->finished);
      if (thread->finished) continue;
      hash = mix(hash, thread->history);
      for (const View* view : {&thread->seen, &thread->acquirable, &thread->released}) hash = mix(hash, *view, horizon);
    }
    for (size_t index = 0; index < indices_.size(); index++) {
      const Variable& variable = variables_[index];
      hash = mix(hash, variable.stores.size() - horizon.oldest[index]);
      for (size_t found = horizon.oldest[index]; found < variable.stores.size(); found++) {
        hash = mix(mix(hash, variable.stores[found].value), variable.stores[found].view, horizon);
      }
      if (variable.guarded == nullptr) continue;
      const Store& newest = variable.stores.back();
      hash = mix(mix(mix(hash, variable.stores.size() == 1), newest.thread), horizon.rank(newest.thread, newest.clock));
      for (size_t thread = 0; thread < threads_.size(); thread++) {
        hash = mix(hash, horizon.rank(thread, variable.reads[thread]));
      }
    }
    for (const auto& mailbox : mailboxes_) {
      hash = mix(hash, mailbox->messages_.size());
      for (const auto& [message, view] : mailbox->messages_) hash = mix(mix(hash, message), view, horizon);
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
  std::vector<Guard> guarded_;
  std::vector<Step> steps_;
  Thread* running_ = nullptr;
  jmp_buf scheduler_;
  bool abandoning_ = false;
  std::string failure_;
  /** What all threads know that come to a fence from now on. */
  View fenced_;

  std::array<std::unique_ptr<uint8_t[]>, kMostThreads> stacks_;
  /** Memory lies at the same place in each run, so an address names a variable. */
  alignas(64) std::array<uint8_t, 8192> memory_{};
  size_t used_ = 0;
  std::map<const void*, size_t> indices_;
  std::array<Variable, kMostVariables> variables_;
};

inline void Mailbox::send(uint64_t message) {
  Explorer& explorer = Explorer::current();
  auto& self = explorer.step();
  messages_.emplace_back(message, self.seen);
  explorer.note(self, what, 0, message);
}

inline uint64_t Mailbox::receive() {
  Explorer& explorer = Explorer::current();
  auto& self = explorer.step(this);
  const auto [message, view] = messages_.front();
  messages_.pop_front();
  self.seen.join(view);
  explorer.note(self, what, 0, message);
  return message;
}

/** The policy for structures under exploration: see `StdAtomics`. */
struct ModelAtomics {
  template <typename T>
  class Atomic {
   public:
    static constexpr bool is_always_lock_free = true;

    T load(std::memory_order order = std::memory_order_seq_cst) const {
      return static_cast<T>(Explorer::current().load(this, order));
    }
    void store(T value, std::memory_order order = std::memory_order_seq_cst) {
      Explorer::current().store(this, value, order);
    }
    T exchange(T value, std::memory_order order = std::memory_order_seq_cst) {
      return static_cast<T>(Explorer::current().modify(this, [value](uint64_t) { return value; }, order));
    }
    T fetch_add(T more, std::memory_order order = std::memory_order_seq_cst) {
      const auto add = [more](uint64_t value) { return static_cast<T>(value + more); };
      return static_cast<T>(Explorer::current().modify(this, add, order));
    }

   private:
    T place_;
  };

  static void fence() { Explorer::current().fence(); }

  /** Byte by byte, those that are shared: guard them. */
  static void copy(uint8_t* target, const uint8_t* source, size_t bytes) {
    Explorer& explorer = Explorer::current();
    for (size_t index = 0; index < bytes; index++) {
      const void* from = source + index;
      const uint64_t value = explorer.owns(from) ? explorer.load(from, std::memory_order_relaxed) : source[index];
      if (explorer.owns(target + index)) explorer.store(target + index, value, std::memory_order_relaxed);
      else target[index] = static_cast<uint8_t>(value);
    }
  }
};

}  // namespace tensorduct::explorer

#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "test.h"

namespace tensorduct::explorer {

constexpr size_t kMostVariables = 24;
constexpr size_t kMostThreads = 4;

inline uint64_t mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15;
  return hash ^ (hash >> 29);
}

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

/** What a thread knows, and what fences will make of what it has read and stores. */
struct Knowledge {
  /** Which of the threads it is. */
  size_t thread = 0;
  View seen;
  /** What a fence makes of the relaxed loads before it. */
  View acquirable;
  /** What the relaxed stores after a fence release. */
  View released;
};

/**
 * Memory as C++ has it (RC11): a variable keeps all values that were stored there. A thread finds none older than what it
 * has seen of that variable, or has learnt of by an acquire of a release, or by a fence after another's. So a store waits
 * in a buffer, as it were, until something makes it visible. Not modelled: loads that find what is stored later.
 */
class ModelMemory {
 public:
  /** All is zero, and nothing known. */
  void reset() {
    for (Variable& variable : variables_) variable = Variable{};
    guarded_.clear();
    fenced_ = View{};
    used_ = 0;
  }

  /** Zeroed memory: the same with each run, if asked for in the same order. */
  void* allocate(size_t bytes) {
    uint8_t* data = memory_.data() + used_;
    used_ += (bytes + 63) / 64 * 64;
    if (used_ > memory_.size()) throw Failure{"a scenario uses too much memory"};
    std::memset(data, 0, bytes);
    return data;
  }

  bool owns(const void* address) const { return address >= memory_.data() && address < memory_.data() + memory_.size(); }

  /** Each use of these variables must be known to come before or after each store. */
  void guard(const void* begin, size_t bytes, const char* what) {
    const auto* first = static_cast<const uint8_t*>(begin);
    guarded_.push_back({first, first + bytes, what});
  }

  bool guards(const void* address) { return at(address).guarded != nullptr; }

  /** The number of a variable, for people. */
  size_t index_of(const void* address) { return at(address).index; }

  // ---- what threads do ----

  /** How many values of a variable a thread could find. */
  size_t findable(const Knowledge& self, const void* address) {
    const Variable& variable = at(address);
    return variable.stores.size() - self.seen.values[variable.index];
  }

  /** @param age of the value to be found: 0 is the newest */
  uint64_t load(Knowledge& self, const void* address, size_t age, std::memory_order order) {
    Variable& variable = at(address);
    const size_t found = variable.stores.size() - 1 - age;
    read(self, variable, found, acquires(order));
    return variable.stores[found].value;
  }

  void store(Knowledge& self, const void* address, uint64_t value, std::memory_order order) {
    write(self, at(address), value, releases(order), nullptr);
  }

  /** Reads the newest value and stores another, in one. @returns the old one */
  template <typename Change>
  uint64_t modify(Knowledge& self, const void* address, const Change& change, std::memory_order order) {
    Variable& variable = at(address);
    const size_t newest = variable.stores.size() - 1;
    read(self, variable, newest, acquires(order));
    const uint64_t old = variable.stores[newest].value;
    const View before = variable.stores[newest].view;
    write(self, variable, change(old), releases(order), &before);
    return old;
  }

  /** Sequentially consistent. */
  void fence(Knowledge& self) {
    self.seen.join(self.acquirable);
    self.seen.join_values(fenced_);
    fenced_.join_values(self.seen);
    self.released = self.seen;
  }

  // ---- states ----

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

  /** @param living threads that will do something yet */
  Horizon horizon(const std::vector<const Knowledge*>& living) const {
    Horizon horizon;
    for (size_t index = 0; index < indices_.size(); index++) {
      const Variable& variable = variables_[index];
      horizon.oldest[index] = static_cast<uint16_t>(std::max<size_t>(variable.stores.size(), 1) - 1);
      for (const Knowledge* thread : living) {
        horizon.oldest[index] = std::min(horizon.oldest[index], thread->seen.values[index]);
      }
      if (variable.guarded == nullptr) continue;
      horizon.marks[variable.stores.back().thread].push_back(variable.stores.back().clock);
      for (size_t thread = 0; thread < kMostThreads; thread++) horizon.marks[thread].push_back(variable.reads[thread]);
    }
    for (auto& marks : horizon.marks) {
      std::sort(marks.begin(), marks.end());
      marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    }
    return horizon;
  }

  uint64_t mix_view(uint64_t hash, const View& view, const Horizon& horizon) const {
    for (size_t index = 0; index < indices_.size(); index++) {
      const uint16_t oldest = horizon.oldest[index];
      hash = mix(hash, static_cast<uint64_t>(std::max(view.values[index], oldest) - oldest));
    }
    for (size_t thread = 0; thread < kMostThreads; thread++) {
      hash = mix(hash, horizon.rank(thread, view.clocks[thread]));
    }
    return hash;
  }

  uint64_t mix_knowledge(uint64_t hash, const Knowledge& self, const Horizon& horizon) const {
    for (const View* view : {&self.seen, &self.acquirable, &self.released}) hash = mix_view(hash, *view, horizon);
    return hash;
  }

  /** What all variables hold. */
  uint64_t state(uint64_t hash, const Horizon& horizon) const {
    hash = mix_view(hash, fenced_, horizon);
    for (size_t index = 0; index < indices_.size(); index++) {
      const Variable& variable = variables_[index];
      hash = mix(hash, variable.stores.size() - horizon.oldest[index]);
      for (size_t found = horizon.oldest[index]; found < variable.stores.size(); found++) {
        hash = mix_view(mix(hash, variable.stores[found].value), variable.stores[found].view, horizon);
      }
      if (variable.guarded == nullptr) continue;
      const Store& newest = variable.stores.back();
      hash = mix(mix(mix(hash, variable.stores.size() == 1), newest.thread), horizon.rank(newest.thread, newest.clock));
      for (size_t thread = 0; thread < kMostThreads; thread++) {
        hash = mix(hash, horizon.rank(thread, variable.reads[thread]));
      }
    }
    return hash;
  }

 private:
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

  static bool acquires(std::memory_order order) {
    return order == std::memory_order_acquire || order == std::memory_order_acq_rel || order == std::memory_order_seq_cst;
  }

  static bool releases(std::memory_order order) {
    return order == std::memory_order_release || order == std::memory_order_acq_rel || order == std::memory_order_seq_cst;
  }

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

  void read(Knowledge& self, Variable& variable, size_t found, bool acquire) {
    const Store& newest = variable.stores.back();
    if (variable.guarded != nullptr && (variable.stores.size() == 1 || self.seen.clocks[newest.thread] < newest.clock)) {
      throw Failure{std::string(variable.guarded) + " is read before it is written"};
    }
    self.seen.values[variable.index] = static_cast<uint16_t>(found);
    (acquire ? self.seen : self.acquirable).join(variable.stores[found].view);
    variable.reads[self.thread] = self.seen.clocks[self.thread];
  }

  /** @param before of the store that this one replaces in the same step: what it released stays released */
  void write(Knowledge& self, Variable& variable, uint64_t value, bool release, const View* before) {
    for (size_t other = 0; other < kMostThreads && variable.guarded != nullptr; other++) {
      if (self.seen.clocks[other] < variable.reads[other]) {
        throw Failure{std::string(variable.guarded) + " is overwritten before it is read"};
      }
    }
    self.seen.values[variable.index] = static_cast<uint16_t>(variable.stores.size());
    View view = release ? self.seen : self.released;
    if (before != nullptr) view.join(*before);
    view.values[variable.index] = self.seen.values[variable.index];
    variable.stores.push_back({value, view, self.thread, self.seen.clocks[self.thread]});
  }

  std::vector<Guard> guarded_;
  /** What all threads know that come to a fence from now on. */
  View fenced_;
  /** It lies at the same place in each run, so an address names a variable. */
  alignas(64) std::array<uint8_t, 8192> memory_{};
  size_t used_ = 0;
  std::map<const void*, size_t> indices_;
  std::array<Variable, kMostVariables> variables_;
};

}  // namespace tensorduct::explorer

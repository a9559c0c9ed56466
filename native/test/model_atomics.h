#pragma once

#include "explorer.h"

namespace tensorduct::explorer {

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

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace tensorduct {

/**
 * What lock-free structures are made of. They take it as a template argument, so that tests may run the same code over
 * atomics whose every interleaving is tried: see `test/model_atomics.h`.
 */
struct StdAtomics {
  template <typename T>
  using Atomic = std::atomic<T>;

  /** All threads agree on the order of these, and of what stands before and after. */
  static void fence() {
#ifdef __SANITIZE_THREAD__
    // ThreadSanitizer does not know fences. All threads writing one variable order at least as much.
    static std::atomic<uint32_t> everybody;
    everybody.fetch_add(1, std::memory_order_seq_cst);
#else
    std::atomic_thread_fence(std::memory_order_seq_cst);
#endif
  }

  /** Bytes that are no atomics, into shared memory or out of it. */
  static void copy(uint8_t* target, const uint8_t* source, size_t bytes) { std::memcpy(target, source, bytes); }
};

}  // namespace tensorduct

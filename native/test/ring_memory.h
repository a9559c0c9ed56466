#pragma once

#include <cstdlib>
#include <cstring>
#include <memory>

#include "test.h"

namespace tensorduct {

/** Zeroed memory for a ring that lies at a cache line, and ends where the ring ends: a sanitizer sees a step too far. */
class RingMemory {
 public:
  explicit RingMemory(size_t bytes) : memory_(allocate(bytes)) { std::memset(data(), 0, bytes); }

  uint8_t* data() const { return static_cast<uint8_t*>(memory_.get()); }

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };

  static void* allocate(size_t bytes) {
    void* memory = nullptr;
    expect(posix_memalign(&memory, 64, bytes) == 0, "there is no memory");
    return memory;
  }

  std::unique_ptr<void, Free> memory_;
};

}  // namespace tensorduct

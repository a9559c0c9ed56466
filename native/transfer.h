#pragma once

#include <cstddef>
#include <cstdint>

#include "js.h"

namespace tensorduct {

/** How a transfer has ended: must be as in `src/memory/native.ts`. */
enum class Outcome {
  kDone = 0,
  /** On request. */
  kStopped = 1,
  /** The other end is gone or has spoiled the ring. */
  kLost = 2,
  /** The bytes cannot be read where they should be; the other end is well. */
  kUnreadable = 3,
  /** The system does not allow it. */
  kRefused = 4,
  /** The other end has broken the protocol. */
  kBroken = 5,
};

/** Bytes of JavaScript's that a copy thread reads or fills, and whom to tell when it is done with them. */
struct Transfer {
  uint64_t id;
  uint8_t* memory;
  size_t bytes;
  size_t copied = 0;
  /** Keeps the memory from being collected. To be freed on the JS thread. */
  napi_ref buffer = nullptr;
  napi_ref callback = nullptr;
  /** Whether the process waits for it. */
  bool holds = false;

  size_t left() const { return bytes - copied; }
};

}  // namespace tensorduct

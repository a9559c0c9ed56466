#pragma once

#include <cstddef>
#include <cstdint>

namespace tensorduct {

/**
 * Copies, and leaves the target in the cache. Faster than glibc's memcpy between processes, which turns to non-temporal
 * stores for sizes at which the chunk is still to be read by the other core.
 */
void copy_bytes(uint8_t* target, const uint8_t* source, size_t bytes);

/** Copies past the cache: for targets that do not fit in it anyway, and would push the source's chunks out. */
void copy_past_cache(uint8_t* target, const uint8_t* source, size_t bytes);

}  // namespace tensorduct

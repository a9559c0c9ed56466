#pragma once

#include <cstddef>
#include <cstdint>

namespace tensorduct {

/**
 * Copies, and leaves the target in the cache. Between processes several times as fast as glibc's memcpy, which uses string
 * instructions: those do not look ahead while the lines come from another core's cache.
 */
void copy_bytes(uint8_t* target, const uint8_t* source, size_t bytes);

/** Into shared memory, or out of it. */
enum class CopyWay { kIn, kOut };

/** As {@link copy_bytes}, with a fault point in its middle. */
void copy_shared(uint8_t* target, const uint8_t* source, size_t bytes, CopyWay way);

/**
 * Copies a piece of `total` bytes out of shared memory. Past the cache where they do not fit in it anyway, and would push
 * out what the other core has just put there.
 */
void copy_out(uint8_t* target, const uint8_t* source, size_t bytes, size_t total);

}  // namespace tensorduct

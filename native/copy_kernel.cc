#include "copy_kernel.h"

#include <cstring>

#include "fault_point.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace tensorduct {

#if defined(__x86_64__)

namespace {

constexpr size_t kLine = 32;
constexpr size_t kBlock = 4 * kLine;

/** Copies whole blocks to a target that is aligned to 32 bytes. @returns how much was copied */
template <bool PastCache>
__attribute__((target("avx2"))) size_t copy_blocks(uint8_t* target, const uint8_t* source, size_t bytes) {
  size_t done = 0;
  for (; done + kBlock <= bytes; done += kBlock) {
    const auto* from = reinterpret_cast<const __m256i*>(source + done);
    auto* to = reinterpret_cast<__m256i*>(target + done);
    const __m256i a = _mm256_loadu_si256(from);
    const __m256i b = _mm256_loadu_si256(from + 1);
    const __m256i c = _mm256_loadu_si256(from + 2);
    const __m256i d = _mm256_loadu_si256(from + 3);
    if constexpr (PastCache) {
      _mm256_stream_si256(to, a);
      _mm256_stream_si256(to + 1, b);
      _mm256_stream_si256(to + 2, c);
      _mm256_stream_si256(to + 3, d);
    } else {
      _mm256_store_si256(to, a);
      _mm256_store_si256(to + 1, b);
      _mm256_store_si256(to + 2, c);
      _mm256_store_si256(to + 3, d);
    }
  }
  if constexpr (PastCache) _mm_sfence();
  return done;
}

template <bool PastCache>
void copy(uint8_t* target, const uint8_t* source, size_t bytes) {
  static const bool has_avx2 = __builtin_cpu_supports("avx2");
  const size_t head = -reinterpret_cast<uintptr_t>(target) % kLine;
  if (!has_avx2 || bytes < head + kBlock) {
    std::memcpy(target, source, bytes);
    return;
  }
  std::memcpy(target, source, head);
  const size_t done = head + copy_blocks<PastCache>(target + head, source + head, bytes - head);
  std::memcpy(target + done, source + done, bytes - done);
}

}  // namespace

void copy_bytes(uint8_t* target, const uint8_t* source, size_t bytes) { copy<false>(target, source, bytes); }

namespace {
void copy_past_cache(uint8_t* target, const uint8_t* source, size_t bytes) { copy<true>(target, source, bytes); }
}  // namespace

#else

void copy_bytes(uint8_t* target, const uint8_t* source, size_t bytes) { std::memcpy(target, source, bytes); }

namespace {
void copy_past_cache(uint8_t* target, const uint8_t* source, size_t bytes) { std::memcpy(target, source, bytes); }
}  // namespace

#endif

namespace {
/** The crossover lies between 4 and 16 MiB where it was measured. */
constexpr size_t kPastCacheBytes = 8 * 1024 * 1024;
}  // namespace

void copy_out(uint8_t* target, const uint8_t* source, size_t bytes, size_t total) {
  if (total < kPastCacheBytes) copy_bytes(target, source, bytes);
  else copy_past_cache(target, source, bytes);
}

void copy_shared(uint8_t* target, const uint8_t* source, size_t bytes, [[maybe_unused]] CopyWay way) {
#ifdef TENSORDUCT_FAULTS
  const size_t half = bytes / 2;
  copy_bytes(target, source, half);
  if (way == CopyWay::kIn) TENSORDUCT_FAULT_POINT("copy-in-half");
  if (way == CopyWay::kOut) TENSORDUCT_FAULT_POINT("copy-out-half");
  copy_bytes(target + half, source + half, bytes - half);
#else
  copy_bytes(target, source, bytes);
#endif
}

}  // namespace tensorduct

#pragma once

#include <optional>

#include "bell.h"
#include "byte_ring.h"
#include "js.h"
#include "mapping.h"
#include "spin.h"

namespace tensorduct {

/**
 * Two rings of bytes in one memfd, one in each direction: the medium of a connection between two processes. Bells ring by
 * the socket over which the memfd was passed. JS thread only.
 *
 *     0       4         8          12  64       128      192      256      320               384
 *     | magic | version | capacity | 0 | maker  | other  | head   | tail   | reader sleeps   | writer wants   |
 *                                                        448      512      576               640         704     4096
 *                                                        | head   | tail   | reader sleeps   | writer wants | 0 | bytes | bytes |
 *
 * The maker writes to the first ring.
 */
class RingPair {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40007};

  static void define(napi_env env, napi_value exports);

  RingPair(Mapping mapping, Bell bell, uint32_t capacity, bool maker);

 private:
  /** What `next` says where it has read nothing: must be as in `src/memory/native.ts`. */
  enum class Next { kAsleep = 0, kWritable = -1, kYield = -2, kBroken = -3 };

  static napi_value create(napi_env env, napi_callback_info info);
  static napi_value adopt(napi_env env, napi_callback_info info);
  static napi_value fd(napi_env env, napi_callback_info info);
  static napi_value sent(napi_env env, napi_callback_info info);
  static napi_value write(napi_env env, napi_callback_info info);
  static napi_value put(napi_env env, napi_callback_info info);
  static napi_value woke(napi_env env, napi_callback_info info);
  static napi_value next(napi_env env, napi_callback_info info);
  static napi_value close(napi_env env, napi_callback_info info);

  static RingPair& self(napi_env env, napi_value object);
  int64_t wait(js::Bytes target, bool writing, bool spinning);
  bool spin(bool reading, uint64_t patience);
  void ring(bool wanted);
  void check_open() const;

  std::optional<Mapping> mapping_;
  Bell bell_;
  ByteRing::Writer writer_;
  ByteRing::Reader reader_;
  AdaptiveSpin spin_;
  uint64_t turn_began_ = 0;
};

}  // namespace tensorduct

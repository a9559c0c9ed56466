#pragma once

#include <memory>

#include "js.h"
#include "local_copies.h"
#include "mapping.h"

namespace tensorduct {

/**
 * Shared memory, as JavaScript holds it. The mapping lives until the segment is closed and every view of it is detached
 * or collected.
 */
class Segment {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40003};

  static void define(napi_env env, napi_value exports);
  static napi_value create(napi_env env, Mapping mapping);

  explicit Segment(Mapping mapping) : mapping_(std::make_shared<Mapping>(std::move(mapping))) {}

 private:
  static napi_value reserve(napi_env env, napi_callback_info info);
  static napi_value adopt(napi_env env, napi_callback_info info);
  static napi_value size(napi_env env, napi_callback_info info);
  static napi_value fd(napi_env env, napi_callback_info info);
  static napi_value view(napi_env env, napi_callback_info info);
  static napi_value write(napi_env env, napi_callback_info info);
  static napi_value read(napi_env env, napi_callback_info info);
  static napi_value write_async(napi_env env, napi_callback_info info);
  static napi_value read_async(napi_env env, napi_callback_info info);
  static napi_value copy_async(napi_env env, napi_callback_info info, CopyWay way);
  static napi_value close(napi_env env, napi_callback_info info);
  static napi_value detach(napi_env env, napi_callback_info info);
  static napi_value overlay(napi_env env, napi_callback_info info);
  static napi_value uncover(napi_env env, napi_callback_info info);

  /** The mapping, which must reach to `offset + length`. */
  const std::shared_ptr<Mapping>& range(uint64_t offset, uint64_t length) const;

  std::shared_ptr<Mapping> mapping_;
};

}  // namespace tensorduct

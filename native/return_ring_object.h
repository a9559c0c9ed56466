#pragma once

#include <optional>

#include "js.h"
#include "mapping.h"
#include "return_ring.h"

namespace tensorduct {

/** One end of a return ring, in a memfd of its own. */
class ReturnRingObject {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40002};

  static void define(napi_env env, napi_value exports);

  ReturnRingObject(Mapping mapping, ReturnRing::Producer end) : mapping_(std::move(mapping)), producer_(end) {}
  ReturnRingObject(Mapping mapping, ReturnRing::Consumer end) : mapping_(std::move(mapping)), consumer_(end) {}

 private:
  static napi_value create(napi_env env, napi_callback_info info);
  static napi_value adopt(napi_env env, napi_callback_info info);
  static napi_value fd(napi_env env, napi_callback_info info);
  static napi_value push(napi_env env, napi_callback_info info);
  static napi_value drain(napi_env env, napi_callback_info info);
  static napi_value want(napi_env env, napi_callback_info info);

  static napi_value nonce(napi_env env, napi_callback_info info);
  static napi_value close(napi_env env, napi_callback_info info);

  ReturnRing::Producer& producer();
  ReturnRing::Consumer& consumer();
  const Mapping& mapping() const;

  std::optional<Mapping> mapping_;
  std::optional<ReturnRing::Producer> producer_;
  std::optional<ReturnRing::Consumer> consumer_;
};

}  // namespace tensorduct

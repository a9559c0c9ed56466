#pragma once

#include <vector>

#include "js.h"
#include "lane.h"

namespace tensorduct {

/** The lanes of one channel, as JavaScript holds them. They work until they are closed. */
class LanesObject {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40008};

  static void define(napi_env env, napi_value exports);

  explicit LanesObject(std::shared_ptr<Stripes> stripes) : stripes_(std::move(stripes)) {}

 private:
  static napi_value create(napi_env env, napi_callback_info info);
  static napi_value add(napi_env env, napi_callback_info info);
  static napi_value start(napi_env env, napi_callback_info info);
  static napi_value shut(napi_env env, napi_callback_info info);
  static napi_value carried(napi_env env, napi_callback_info info);
  static napi_value send(napi_env env, napi_callback_info info);
  static napi_value stop(napi_env env, napi_callback_info info);
  static napi_value expect(napi_env env, napi_callback_info info);
  static napi_value receive(napi_env env, napi_callback_info info);
  static napi_value cancel(napi_env env, napi_callback_info info);
  static napi_value end(napi_env env, napi_callback_info info);
  static napi_value close(napi_env env, napi_callback_info info);

  Stripes& stripes() const;
  Lane& lane(uint64_t index) const;

  std::shared_ptr<Stripes> stripes_;
  std::vector<std::shared_ptr<Lane>> lanes_;
};

}  // namespace tensorduct

#pragma once

#include "js.h"
#include "peer_reader.h"

namespace tensorduct {

/** Reads of one peer's memory, as JavaScript holds them. Works until it is closed. */
class PeerReaderObject {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40009};

  static void define(napi_env env, napi_value exports);

  explicit PeerReaderObject(std::shared_ptr<PeerReader> reader) : reader_(std::move(reader)) {}

 private:
  static napi_value open(napi_env env, napi_callback_info info);
  static napi_value peek(napi_env env, napi_callback_info info);
  static napi_value address_of(napi_env env, napi_callback_info info);
  static napi_value read(napi_env env, napi_callback_info info);
  static napi_value cancel(napi_env env, napi_callback_info info);
  static napi_value close(napi_env env, napi_callback_info info);

  PeerReader& reader() const;

  std::shared_ptr<PeerReader> reader_;
};

}  // namespace tensorduct

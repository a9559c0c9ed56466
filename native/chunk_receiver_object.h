#pragma once

#include "chunk_receiver.h"
#include "js.h"

namespace tensorduct {

/** The receiving end of a chunk ring, as JavaScript holds it. Works until it is closed. */
class ChunkReceiverObject {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40006};

  static void define(napi_env env, napi_value exports);

  /** @param peer_bell to be sent to the peer */
  ChunkReceiverObject(std::shared_ptr<ChunkReceiver> receiver, Bell peer_bell)
      : receiver_(std::move(receiver)), peer_bell_(std::move(peer_bell)) {}

 private:
  struct Create;

  static napi_value create(napi_env env, napi_callback_info info);
  static napi_value fds(napi_env env, napi_callback_info info);
  static napi_value sent(napi_env env, napi_callback_info info);
  static napi_value receive(napi_env env, napi_callback_info info);
  static napi_value cancel(napi_env env, napi_callback_info info);
  static napi_value expire(napi_env env, napi_callback_info info);
  static napi_value close(napi_env env, napi_callback_info info);

  ChunkReceiver& receiver() const;

  std::shared_ptr<ChunkReceiver> receiver_;
  Bell peer_bell_;
};

}  // namespace tensorduct

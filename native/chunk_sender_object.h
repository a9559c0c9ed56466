#pragma once

#include "chunk_sender.h"
#include "js.h"

namespace tensorduct {

/** The sending end of a chunk ring, as JavaScript holds it. Works until it is closed. */
class ChunkSenderObject {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40005};

  static void define(napi_env env, napi_value exports);

  explicit ChunkSenderObject(std::shared_ptr<ChunkSender> sender) : sender_(std::move(sender)) {}

 private:
  static napi_value adopt(napi_env env, napi_callback_info info);
  static napi_value send(napi_env env, napi_callback_info info);
  static napi_value withdraw(napi_env env, napi_callback_info info);
  static napi_value close(napi_env env, napi_callback_info info);

  ChunkSender& sender() const;

  std::shared_ptr<ChunkSender> sender_;
};

}  // namespace tensorduct

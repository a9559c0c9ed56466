#pragma once

#include "fd.h"
#include "js.h"

namespace tensorduct {

/** A file descriptor that a peer has sent and nobody has used yet. Closed with its object, or before. */
class Descriptor {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40001};

  static void define(napi_env env, napi_value exports);
  static napi_value create(napi_env env, Fd fd);

  explicit Descriptor(Fd fd) : fd_(std::move(fd)) {}

  /** Takes the descriptor out. @throws BadArgument when it is gone */
  Fd take();

 private:
  static napi_value close(napi_env env, napi_callback_info info);

  Fd fd_;
};

}  // namespace tensorduct

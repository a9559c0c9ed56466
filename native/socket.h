#pragma once

#include <memory>

#include "fd.h"
#include "js.h"
#include "socket_watch.h"

namespace tensorduct {

/**
 * A Unix socket that keeps message boundaries and carries descriptors (SOCK_SEQPACKET, abstract names). It never blocks:
 * `poll` tells when to try again. The loop's handle outlives the object until libuv has let go of it, also when the
 * environment ends first: an open handle would abort the process.
 */
class Socket {
 public:
  static constexpr napi_type_tag kTag = {0x5b0c6f1e2d7a4c11, 0x9e8d37a1b2c40004};

  static void define(napi_env env, napi_value exports);

  explicit Socket(Fd fd);
  ~Socket();

  /** Another descriptor of the same socket. @throws SystemError */
  Fd duplicate() const;

 private:
  static napi_value listen(napi_env env, napi_callback_info info);
  static napi_value connect(napi_env env, napi_callback_info info);
  static napi_value accept(napi_env env, napi_callback_info info);
  static napi_value credentials(napi_env env, napi_callback_info info);
  static napi_value send(napi_env env, napi_callback_info info);
  static napi_value receive(napi_env env, napi_callback_info info);
  static napi_value poll(napi_env env, napi_callback_info info);
  static napi_value ref(napi_env env, napi_callback_info info);
  static napi_value unref(napi_env env, napi_callback_info info);
  static napi_value close(napi_env env, napi_callback_info info);

  static napi_value wrap(napi_env env, Fd fd);
  static Socket& self(napi_env env, napi_value object);
  int fd() const;
  void hang_up_on_next();
  void shut();

  Fd fd_;
  /** Of a listening socket: a descriptor for the time when there are no others. */
  Fd spare_;
  /** Owned by the loop once it is set. */
  SocketWatch* watch_ = nullptr;
};

}  // namespace tensorduct

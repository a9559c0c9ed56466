#pragma once

#include <uv.h>

#include "js.h"

namespace tensorduct {

/**
 * Calls a function when something happens to a descriptor. Belongs to the loop, which lets go of it some time after
 * `abandon`, or when the environment ends: an open handle would abort the process. JS thread.
 */
class SocketWatch {
 public:
  /**
   * @param fd must stay open until `abandon`
   * @param owner points to it until the environment ends, and then to nothing
   * @throws SystemError
   */
  static SocketWatch* create(napi_env env, int fd, napi_value callback, SocketWatch** owner);

  /** Has it call for events of libuv. */
  void start(int events);
  /** Has it call another function. */
  void redirect(napi_value callback);
  /** Whether it keeps the process. */
  void ref() { uv_ref(handle()); }
  void unref() { uv_unref(handle()); }
  /** Calls no more. */
  void abandon();

 private:
  SocketWatch(napi_env env, int fd, napi_value callback, SocketWatch** owner);
  ~SocketWatch() = default;

  void call(int events);
  void free_references();
  uv_handle_t* handle() { return reinterpret_cast<uv_handle_t*>(&poll_); }
  static void clean_up(napi_async_cleanup_hook_handle, void* data);

  napi_env env_;
  SocketWatch** owner_;
  uv_poll_t poll_{};
  napi_ref callback_ = nullptr;
  napi_async_context context_ = nullptr;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  bool abandoned_ = false;
};

}  // namespace tensorduct

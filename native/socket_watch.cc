#include "socket_watch.h"

#include <utility>

namespace tensorduct {

SocketWatch* SocketWatch::create(napi_env env, int fd, napi_value callback, SocketWatch** owner) {
  return new SocketWatch(env, fd, callback, owner);
}

SocketWatch::SocketWatch(napi_env env, int fd, napi_value callback, SocketWatch** owner) : env_(env), owner_(owner) {
  uv_loop_t* loop = nullptr;
  js::check(env, napi_get_uv_event_loop(env, &loop));
  js::check(env, napi_create_reference(env, callback, 1, &callback_));
  js::check(env, napi_async_init(env, nullptr, js::string(env, "tensorduct.socket"), &context_));
  const int failure = uv_poll_init(loop, &poll_, fd);
  if (failure != 0) {
    free_references();
    throw SystemError{-failure, "uv_poll_init"};
  }
  poll_.data = this;
  napi_add_async_cleanup_hook(env, clean_up, this, &hook_);
}

void SocketWatch::start(int events) {
  uv_poll_start(&poll_, events, [](uv_poll_t* poll, int status, int happened) {
    static_cast<SocketWatch*>(poll->data)->call(status < 0 ? UV_DISCONNECT | UV_READABLE : happened);
  });
}

void SocketWatch::redirect(napi_value callback) {
  napi_ref next;
  js::check(env_, napi_create_reference(env_, callback, 1, &next));
  napi_delete_reference(env_, std::exchange(callback_, next));
}

void SocketWatch::abandon() {
  if (abandoned_) return;
  abandoned_ = true;
  uv_poll_stop(&poll_);
  free_references();
  uv_close(handle(), [](uv_handle_t* handle) {
    auto* watch = static_cast<SocketWatch*>(handle->data);
    napi_remove_async_cleanup_hook(watch->hook_);
    delete watch;
  });
}

void SocketWatch::call(int events) {
  const js::HandleScope scope(env_);
  napi_value callback = nullptr;
  napi_get_reference_value(env_, callback_, &callback);
  js::call(env_, context_, callback, {static_cast<double>(events)});
}

void SocketWatch::free_references() {
  napi_delete_reference(env_, callback_);
  napi_async_destroy(env_, context_);
}

void SocketWatch::clean_up(napi_async_cleanup_hook_handle, void* data) {
  auto* watch = static_cast<SocketWatch*>(data);
  if (!watch->abandoned_) *watch->owner_ = nullptr;
  watch->abandon();
}

}  // namespace tensorduct

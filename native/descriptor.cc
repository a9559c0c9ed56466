#include "descriptor.h"

namespace tensorduct {

void Descriptor::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {js::method("close", js::callback<close>)};
  js::instance(env).descriptor = js::Class<Descriptor>::define(env, exports, "Descriptor", properties);
}

napi_value Descriptor::create(napi_env env, Fd fd) {
  return js::Class<Descriptor>::wrap(env, js::instance(env).descriptor, std::make_unique<Descriptor>(std::move(fd)));
}

Fd Descriptor::take() {
  if (!fd_) throw js::BadArgument{"the descriptor was used or closed before"};
  return std::move(fd_);
}

napi_value Descriptor::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  js::Class<Descriptor>::unwrap(env, arguments.self()).fd_.reset();
  return js::undefined(env);
}

}  // namespace tensorduct

#include "credentials.h"

#include <sys/socket.h>

#include <climits>

namespace tensorduct {

napi_value peer_credentials(napi_env env, int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) throw SystemError::last("getsockopt");
  napi_value object;
  js::check(env, napi_create_object(env, &object));
  js::set(env, object, "pid", js::number(env, peer.pid));
  js::set(env, object, "uid", js::number(env, peer.uid));
  js::set(env, object, "gid", js::number(env, peer.gid));
  return object;
}

static napi_value of_descriptor(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  return peer_credentials(env, static_cast<int>(arguments.size(0, INT_MAX)));
}

void define_credentials(napi_env env, napi_value exports) {
  napi_value function;
  js::check(env, napi_create_function(env, "peerCredentials", NAPI_AUTO_LENGTH, js::callback<of_descriptor>, nullptr,
                                      &function));
  js::set(env, exports, "peerCredentials", function);
}

}  // namespace tensorduct

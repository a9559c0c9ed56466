#pragma once

#include "js.h"

namespace tensorduct {

/** Who made the other end of a Unix socket, by the kernel's word: `{ pid, uid, gid }`. @throws SystemError */
napi_value peer_credentials(napi_env env, int fd);

/** `peerCredentials(fd)`, for sockets that are Node's own. */
void define_credentials(napi_env env, napi_value exports);

}  // namespace tensorduct

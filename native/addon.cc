#include "chunk_receiver_object.h"
#include "chunk_sender_object.h"
#include "credentials.h"
#include "descriptor.h"
#include "js.h"
#include "lanes_object.h"
#include "peer_reader_object.h"
#include "return_ring_object.h"
#include "ring_pair.h"
#include "segment.h"
#include "socket.h"

namespace tensorduct {

/** Must be that of `src/memory/native.ts`. */
constexpr int kLayoutVersion = 2;

/** Whether the runtime lets an ArrayBuffer stand over memory that is not its own: Electron does not. */
static bool lends_views(napi_env env) {
  static uint8_t byte;
  napi_value buffer;
  return napi_create_external_arraybuffer(env, &byte, 1, nullptr, nullptr, &buffer) == napi_ok;
}

static napi_value initialise(napi_env env, napi_value exports) {
  return js::border(env, [&] {
    js::check(env, napi_set_instance_data(
                       env, new js::Instance, [](napi_env, void* data, void*) { delete static_cast<js::Instance*>(data); },
                       nullptr));
    js::set(env, exports, "layoutVersion", js::number(env, kLayoutVersion));
    js::set(env, exports, "lendsViews", js::boolean(env, lends_views(env)));
    ChunkReceiverObject::define(env, exports);
    ChunkSenderObject::define(env, exports);
    define_credentials(env, exports);
    Descriptor::define(env, exports);
    LanesObject::define(env, exports);
    PeerReaderObject::define(env, exports);
    ReturnRingObject::define(env, exports);
    RingPair::define(env, exports);
    Segment::define(env, exports);
    Socket::define(env, exports);
    return exports;
  });
}

}  // namespace tensorduct

NAPI_MODULE_INIT() { return tensorduct::initialise(env, exports); }

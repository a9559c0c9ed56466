#include "chunk_sender_object.h"

#include "descriptor.h"

namespace tensorduct {

namespace {

constexpr uint64_t kMostId = uint64_t{1} << 53;

ChunkSenderObject& self(napi_env env, napi_value object) { return js::Class<ChunkSenderObject>::unwrap(env, object); }

}  // namespace

void ChunkSenderObject::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      js::function("adopt", js::callback<adopt>),
      js::method("send", js::callback<send>),
      js::method("withdraw", js::callback<withdraw>),
      js::method("close", js::callback<close>),
  };
  js::instance(env).chunk_sender = js::Class<ChunkSenderObject>::define(env, exports, "ChunkSender", properties);
}

/** adopt(memory, bell): descriptors that the receiver has sent. */
napi_value ChunkSenderObject::adopt(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  Mapping mapping =
      Mapping::adopt(js::Class<Descriptor>::unwrap(env, arguments[0]).take(), ChunkRing::kBytes);
  if (!ChunkRing::valid(mapping.data())) throw SystemError{EINVAL, "mmap"};
  Bell bell = Bell::adopt(js::Class<Descriptor>::unwrap(env, arguments[1]).take());
  Mailbox& mailbox = Mailbox::of(env);
  auto sender = std::make_shared<ChunkSender>(mailbox, std::move(mapping), std::move(bell));
  mailbox.employ(sender);
  return js::Class<ChunkSenderObject>::wrap(env, js::instance(env).chunk_sender,
                                            std::make_unique<ChunkSenderObject>(std::move(sender)));
}

/** send(stream, source, callback) */
napi_value ChunkSenderObject::send(napi_env env, napi_callback_info info) {
  const js::Arguments<3> arguments(env, info);
  ChunkSender& sender = self(env, arguments.self()).sender();
  const uint64_t id = arguments.size(0, kMostId);
  sender.send(Mailbox::of(env).begin(id, arguments[1], arguments[2], false));
  return js::undefined(env);
}

/** withdraw(stream) */
napi_value ChunkSenderObject::withdraw(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  self(env, arguments.self()).sender().withdraw(arguments.size(0, kMostId));
  return js::undefined(env);
}

/** close(): what is not sent is lost. Idempotent. */
napi_value ChunkSenderObject::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  if (const auto sender = std::exchange(self(env, arguments.self()).sender_, nullptr)) Mailbox::of(env).dismiss(sender);
  return js::undefined(env);
}

ChunkSender& ChunkSenderObject::sender() const {
  if (!sender_) throw js::BadArgument{"the ring is closed"};
  return *sender_;
}

}  // namespace tensorduct

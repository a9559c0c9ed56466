#include "chunk_receiver_object.h"

#include <optional>

#include "task.h"

namespace tensorduct {

namespace {

constexpr uint64_t kMostId = uint64_t{1} << 53;

ChunkReceiverObject& self(napi_env env, napi_value object) {
  return js::Class<ChunkReceiverObject>::unwrap(env, object);
}

}  // namespace

struct ChunkReceiverObject::Create {
  std::optional<Mapping> mapping{};

  void run() {
    mapping.emplace(Mapping::reserve(ChunkRing::kBytes));
    ChunkRing::format(mapping->data());
  }

  napi_value finish(napi_env env) {
    auto [bell, peer_bell] = Bell::pair();
    Mailbox& mailbox = Mailbox::of(env);
    auto receiver = std::make_shared<ChunkReceiver>(mailbox, std::move(*mapping), std::move(bell));
    mailbox.employ(receiver);
    return js::Class<ChunkReceiverObject>::wrap(
        env, js::instance(env).chunk_receiver,
        std::make_unique<ChunkReceiverObject>(std::move(receiver), std::move(peer_bell)));
  }
};

void ChunkReceiverObject::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      js::function("create", js::callback<create>), js::getter("fds", js::callback<fds>),
      js::method("sent", js::callback<sent>),       js::method("receive", js::callback<receive>),
      js::method("cancel", js::callback<cancel>),   js::method("expire", js::callback<expire>),
      js::method("close", js::callback<close>),
  };
  js::instance(env).chunk_receiver = js::Class<ChunkReceiverObject>::define(env, exports, "ChunkReceiver", properties);
}

/** create(callback) */
napi_value ChunkReceiverObject::create(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  Task<Create>::start(env, "tensorduct.ring", arguments[0], {});
  return js::undefined(env);
}

/** fds: what the sender needs, memory and bell. */
napi_value ChunkReceiverObject::fds(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  const ChunkReceiverObject& object = self(env, arguments.self());
  napi_value fds;
  js::check(env, napi_create_array_with_length(env, 2, &fds));
  js::check(env, napi_set_element(env, fds, 0, js::number(env, object.receiver().memory())));
  js::check(env, napi_set_element(env, fds, 1, js::number(env, object.peer_bell_.fd())));
  return fds;
}

/** sent(): the sender has what it needs. */
napi_value ChunkReceiverObject::sent(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  self(env, arguments.self()).peer_bell_.close();
  return js::undefined(env);
}

/** receive(stream, target, callback) */
napi_value ChunkReceiverObject::receive(napi_env env, napi_callback_info info) {
  const js::Arguments<3> arguments(env, info);
  ChunkReceiver& receiver = self(env, arguments.self()).receiver();
  const uint64_t id = arguments.size(0, kMostId);
  receiver.receive(Mailbox::of(env).begin(id, arguments[1], arguments[2], false));
  return js::undefined(env);
}

/** cancel(stream) */
napi_value ChunkReceiverObject::cancel(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  self(env, arguments.self()).receiver().cancel(arguments.size(0, kMostId));
  return js::undefined(env);
}

/** expire(stream) */
napi_value ChunkReceiverObject::expire(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  self(env, arguments.self()).receiver().expire(arguments.size(0, kMostId));
  return js::undefined(env);
}

/** close(): what has not arrived is lost. Idempotent. */
napi_value ChunkReceiverObject::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  ChunkReceiverObject& object = self(env, arguments.self());
  object.peer_bell_.close();
  if (const auto receiver = std::exchange(object.receiver_, nullptr)) Mailbox::of(env).dismiss(receiver);
  return js::undefined(env);
}

ChunkReceiver& ChunkReceiverObject::receiver() const {
  if (!receiver_) throw js::BadArgument{"the ring is closed"};
  return *receiver_;
}

}  // namespace tensorduct

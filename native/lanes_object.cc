#include "lanes_object.h"

#include <fcntl.h>

#include <climits>

namespace tensorduct {

namespace {

constexpr uint64_t kMost = (uint64_t{1} << 53) - 1;

LanesObject& self(napi_env env, napi_value object) { return js::Class<LanesObject>::unwrap(env, object); }

}  // namespace

void LanesObject::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      js::function("create", js::callback<create>), js::method("add", js::callback<add>),
      js::method("start", js::callback<start>),
      js::method("shut", js::callback<shut>),       js::method("carried", js::callback<carried>),
      js::method("send", js::callback<send>),       js::method("stop", js::callback<stop>),
      js::method("expect", js::callback<expect>),   js::method("receive", js::callback<receive>),
      js::method("cancel", js::callback<cancel>),   js::method("end", js::callback<end>),
      js::method("close", js::callback<close>),
  };
  js::instance(env).lanes = js::Class<LanesObject>::define(env, exports, "Lanes", properties);
}

/** create() */
napi_value LanesObject::create(napi_env env, napi_callback_info) {
  auto stripes = std::make_shared<Stripes>(Mailbox::of(env));
  return js::Class<LanesObject>::wrap(env, js::instance(env).lanes, std::make_unique<LanesObject>(std::move(stripes)));
}

/** add(fd, early, callback): a connected stream socket, which is duplicated, to be started. @returns its number */
napi_value LanesObject::add(napi_env env, napi_callback_info info) {
  const js::Arguments<3> arguments(env, info);
  LanesObject& object = self(env, arguments.self());
  object.stripes();
  Mailbox& mailbox = Mailbox::of(env);
  Fd socket(fcntl(static_cast<int>(arguments.size(0, INT_MAX)), F_DUPFD_CLOEXEC, 0));
  if (!socket) throw SystemError::last("fcntl");
  const js::Bytes early = js::bytes(env, arguments[1]);
  auto end = mailbox.begin(0, arguments[1], arguments[2], false);
  end->bytes = 0;
  auto lane = std::make_shared<Lane>(mailbox, object.stripes_, std::move(socket),
                                     std::vector<uint8_t>(early.data, early.data + early.size), std::move(end));
  try {
    mailbox.employ(lane);
  } catch (const SystemError&) {
    for (auto& transfer : lane->give_up()) mailbox.post(std::move(transfer), Outcome::kLost);
    throw;
  }
  object.lanes_.push_back(std::move(lane));
  return js::number(env, static_cast<double>(object.lanes_.size() - 1));
}

/** start(lane): from now on it reads and writes. */
napi_value LanesObject::start(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  self(env, arguments.self()).lane(arguments.size(0, kMost)).start();
  return js::undefined(env);
}

/** shut(lane): its stream ends in both directions. */
napi_value LanesObject::shut(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  const LanesObject& object = self(env, arguments.self());
  // Nothing is left to shut after close.
  if (object.stripes_) object.lane(arguments.size(0, kMost)).shut();
  return js::undefined(env);
}

/** carried(lane): bytes of chunks that have crossed it so far, in both directions. */
napi_value LanesObject::carried(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  const LanesObject& object = self(env, arguments.self());
  return js::number(env, static_cast<double>(object.lane(arguments.size(0, kMost)).carried()));
}

/** send(transfer, offset, source, callback) */
napi_value LanesObject::send(napi_env env, napi_callback_info info) {
  const js::Arguments<4> arguments(env, info);
  const LanesObject& object = self(env, arguments.self());
  const uint64_t transfer = arguments.size(0, kMost), offset = arguments.size(1, kMost);
  Stripes& stripes = object.stripes();
  stripes.send(Mailbox::of(env).begin(transfer, arguments[2], arguments[3], false), offset);
  for (const auto& lane : object.lanes_) lane->wake();
  return js::undefined(env);
}

/** stop(transfer) */
napi_value LanesObject::stop(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  self(env, arguments.self()).stripes().stop(arguments.size(0, kMost));
  return js::undefined(env);
}

/** expect(transfer, length) */
napi_value LanesObject::expect(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  self(env, arguments.self()).stripes().expect(arguments.size(0, kMost), arguments.size(1, kMost));
  return js::undefined(env);
}

/** receive(transfer, offset, target, callback) */
napi_value LanesObject::receive(napi_env env, napi_callback_info info) {
  const js::Arguments<4> arguments(env, info);
  const uint64_t transfer = arguments.size(0, kMost), offset = arguments.size(1, kMost);
  Stripes& stripes = self(env, arguments.self()).stripes();
  Mailbox& mailbox = Mailbox::of(env);
  auto range = mailbox.begin(transfer, arguments[2], arguments[3], false);
  if (!stripes.receive(range, offset)) mailbox.post(std::move(range), Outcome::kStopped);
  return js::undefined(env);
}

/** cancel(transfer) */
napi_value LanesObject::cancel(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  self(env, arguments.self()).stripes().cancel(arguments.size(0, kMost));
  return js::undefined(env);
}

/** end(transfer, total): false where more has come. */
napi_value LanesObject::end(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  return js::boolean(env, self(env, arguments.self()).stripes().end(arguments.size(0, kMost), arguments.size(1, kMost)));
}

/** close(): what has not crossed is lost. Idempotent. */
napi_value LanesObject::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  LanesObject& object = self(env, arguments.self());
  const auto stripes = std::exchange(object.stripes_, nullptr);
  if (!stripes) return js::undefined(env);
  for (const auto& lane : std::exchange(object.lanes_, {})) Mailbox::of(env).dismiss(lane);
  stripes->close();
  return js::undefined(env);
}

Stripes& LanesObject::stripes() const {
  if (!stripes_) throw js::BadArgument{"the lanes are closed"};
  return *stripes_;
}

Lane& LanesObject::lane(uint64_t index) const {
  if (index >= lanes_.size()) throw js::BadArgument{"there is no such lane"};
  return *lanes_[index];
}

}  // namespace tensorduct

#include "peer_reader_object.h"

#include <algorithm>
#include <climits>

namespace tensorduct {

namespace {

/** Numbers of JavaScript are exact up to there, and no process has memory beyond. */
constexpr uint64_t kMost = uint64_t{1} << 53;

PeerReaderObject& self(napi_env env, napi_value object) { return js::Class<PeerReaderObject>::unwrap(env, object); }

}  // namespace

void PeerReaderObject::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      js::function("open", js::callback<open>),
      js::function("peek", js::callback<peek>),
      js::function("addressOf", js::callback<address_of>),
      js::method("read", js::callback<read>),
      js::method("cancel", js::callback<cancel>),
      js::method("close", js::callback<close>),
  };
  js::instance(env).peer_reader = js::Class<PeerReaderObject>::define(env, exports, "PeerReader", properties);
}

/** open(pid, nameplate) */
napi_value PeerReaderObject::open(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  const auto pid = static_cast<pid_t>(arguments.size(0, INT_MAX));
  const js::Bytes bytes = js::bytes(env, arguments[1]);
  Nameplate nameplate;
  if (bytes.size != nameplate.size()) throw js::BadArgument{"a nameplate has 16 bytes"};
  std::copy_n(bytes.data, bytes.size, nameplate.begin());
  Mailbox& mailbox = Mailbox::of(env);
  auto reader = std::make_shared<PeerReader>(mailbox, PeerMemory(pid, nameplate));
  mailbox.employ(reader);
  return js::Class<PeerReaderObject>::wrap(env, js::instance(env).peer_reader,
                                           std::make_unique<PeerReaderObject>(std::move(reader)));
}

/** peek(pid, address, target): how many bytes were read. */
napi_value PeerReaderObject::peek(napi_env env, napi_callback_info info) {
  const js::Arguments<3> arguments(env, info);
  const js::Bytes target = js::bytes(env, arguments[2]);
  const auto pid = static_cast<pid_t>(arguments.size(0, INT_MAX));
  return js::number(env, static_cast<double>(read_process(pid, arguments.size(1, kMost), target.data, target.size)));
}

/** addressOf(view): where its bytes lie, as long as its buffer is neither detached nor collected. */
napi_value PeerReaderObject::address_of(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  return js::number(env, static_cast<double>(reinterpret_cast<uintptr_t>(js::bytes(env, arguments[0]).data)));
}

/** read(id, nameplate, address, target, callback) */
napi_value PeerReaderObject::read(napi_env env, napi_callback_info info) {
  const js::Arguments<5> arguments(env, info);
  PeerReader& reader = self(env, arguments.self()).reader();
  const uint64_t id = arguments.size(0, kMost);
  const uint64_t nameplate = arguments.size(1, kMost);
  const uint64_t address = arguments.size(2, kMost);
  reader.read(Mailbox::of(env).begin(id, arguments[3], arguments[4], true), nameplate, address);
  return js::undefined(env);
}

/** cancel(id) */
napi_value PeerReaderObject::cancel(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  self(env, arguments.self()).reader().cancel(arguments.size(0, kMost));
  return js::undefined(env);
}

/** close(): what has not been read is lost. Idempotent. */
napi_value PeerReaderObject::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  PeerReaderObject& object = self(env, arguments.self());
  if (const auto reader = std::exchange(object.reader_, nullptr)) Mailbox::of(env).dismiss(reader);
  return js::undefined(env);
}

PeerReader& PeerReaderObject::reader() const {
  if (!reader_) throw js::BadArgument{"the reader is closed"};
  return *reader_;
}

}  // namespace tensorduct

#include "return_ring_object.h"

#include "descriptor.h"

namespace tensorduct {

namespace {

constexpr uint64_t kMostEntries = 1 << 20;

size_t mapped_bytes(uint32_t capacity) {
  constexpr size_t kPage = 4096;
  return (ReturnRing::bytes(capacity) + kPage - 1) / kPage * kPage;
}

uint32_t capacity(uint64_t entries) {
  if (entries == 0) throw js::BadArgument{"a ring has one entry at least"};
  return static_cast<uint32_t>(entries);
}

ReturnRingObject& self(napi_env env, napi_value object) { return js::Class<ReturnRingObject>::unwrap(env, object); }

}  // namespace

void ReturnRingObject::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      js::function("create", js::callback<create>), js::function("adopt", js::callback<adopt>),
      js::getter("fd", js::callback<fd>),           js::getter("nonce", js::callback<nonce>),
      js::method("push", js::callback<push>),       js::method("drain", js::callback<drain>),
      js::method("want", js::callback<want>),       js::method("close", js::callback<close>),
  };
  js::instance(env).return_ring = js::Class<ReturnRingObject>::define(env, exports, "ReturnRing", properties);
}

/** create(capacity, nonce): the owner's end of a new ring. */
napi_value ReturnRingObject::create(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  const uint32_t entries = capacity(arguments.size(0, kMostEntries));
  const js::Bytes random = js::bytes(env, arguments[1]);
  if (random.size != ReturnRing::kNonceBytes) throw js::BadArgument{"a nonce has 16 bytes"};
  Mapping mapping = Mapping::reserve(mapped_bytes(entries));
  ReturnRing::format(mapping.data(), entries, random.data);
  const ReturnRing::Consumer end(mapping.data(), entries);
  return js::Class<ReturnRingObject>::wrap(env, js::instance(env).return_ring,
                                           std::make_unique<ReturnRingObject>(std::move(mapping), end));
}

/** adopt(descriptor, capacity): the borrower's end. */
napi_value ReturnRingObject::adopt(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  const uint32_t entries = capacity(arguments.size(1, kMostEntries));
  Fd fd = js::Class<Descriptor>::unwrap(env, arguments[0]).take();
  Mapping mapping = Mapping::adopt(std::move(fd), mapped_bytes(entries));
  if (!ReturnRing::valid(mapping.data(), entries)) throw SystemError{EINVAL, "mmap"};
  const ReturnRing::Producer end(mapping.data(), entries);
  return js::Class<ReturnRingObject>::wrap(env, js::instance(env).return_ring,
                                           std::make_unique<ReturnRingObject>(std::move(mapping), end));
}

napi_value ReturnRingObject::fd(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  return js::number(env, self(env, arguments.self()).mapping().fd());
}

napi_value ReturnRingObject::nonce(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  const auto* header = reinterpret_cast<const ReturnRing::Header*>(self(env, arguments.self()).mapping().data());
  napi_value bytes;
  js::check(env, napi_create_buffer_copy(env, sizeof header->nonce, header->nonce, nullptr, &bytes));
  return bytes;
}

/** push(id): 0 when done, 1 when the owner wants to be rung, -1 when the ring is broken. */
napi_value ReturnRingObject::push(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  auto& ring = self(env, arguments.self()).producer();
  switch (ring.push(arguments.size(0, uint64_t{1} << 53))) {
    case ReturnRing::Producer::Pushed::kQuietly:
      return js::number(env, 0);
    case ReturnRing::Producer::Pushed::kRingTheBell:
      return js::number(env, 1);
    default:
      return js::number(env, -1);
  }
}

/** drain(ids: Float64Array): how many ids were put there, or -1 when the ring is broken. */
napi_value ReturnRingObject::drain(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  auto& ring = self(env, arguments.self()).consumer();
  const js::Bytes target = js::bytes(env, arguments[0]);
  if (target.size % sizeof(double) != 0 || reinterpret_cast<uintptr_t>(target.data) % sizeof(double) != 0) {
    throw js::BadArgument{"expected a Float64Array"};
  }
  const int64_t count = ring.drain(reinterpret_cast<double*>(target.data), target.size / sizeof(double));
  return js::number(env, static_cast<double>(count));
}

/** want(): asks for the bell; whether something is there already. */
napi_value ReturnRingObject::want(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  return js::boolean(env, self(env, arguments.self()).consumer().want());
}

/** close(): unmaps it. Idempotent. */
napi_value ReturnRingObject::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  self(env, arguments.self()).mapping_.reset();
  return js::undefined(env);
}

ReturnRing::Producer& ReturnRingObject::producer() {
  mapping();
  if (!producer_) throw js::BadArgument{"this is the owner's end of the ring"};
  return *producer_;
}

ReturnRing::Consumer& ReturnRingObject::consumer() {
  mapping();
  if (!consumer_) throw js::BadArgument{"this is the borrower's end of the ring"};
  return *consumer_;
}

const Mapping& ReturnRingObject::mapping() const {
  if (!mapping_) throw js::BadArgument{"the ring is closed"};
  return *mapping_;
}

}  // namespace tensorduct

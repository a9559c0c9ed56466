#include "segment.h"

#include <cstring>
#include <optional>

#include "descriptor.h"
#include "copy_kernel.h"
#include "task.h"

namespace tensorduct {

namespace {

constexpr uint64_t kMostBytes = uint64_t{1} << 46;

/** What keeps the memory under an ArrayBuffer mapped. */
struct View {
  std::shared_ptr<Mapping> mapping;

  static void finalize(napi_env, void*, void* view) { delete static_cast<View*>(view); }
};

struct Reserve {
  size_t bytes;
  std::optional<Mapping> mapping{};

  void run() { mapping.emplace(Mapping::reserve(bytes)); }
  napi_value finish(napi_env env) { return Segment::create(env, std::move(*mapping)); }
};

struct Adopt {
  Fd fd;
  size_t bytes;
  std::optional<Mapping> mapping{};

  void run() { mapping.emplace(Mapping::adopt(std::move(fd), bytes)); }
  napi_value finish(napi_env env) { return Segment::create(env, std::move(*mapping)); }
};

Segment& self(napi_env env, napi_value object) { return js::Class<Segment>::unwrap(env, object); }

}  // namespace

napi_value Segment::copy_async(napi_env env, napi_callback_info info, CopyWay way) {
  const js::Arguments<3> arguments(env, info);
  const uint64_t offset = arguments.size(0, kMostBytes);
  const auto& mapping = self(env, arguments.self()).range(offset, js::bytes(env, arguments[1]).size);
  Mailbox& mailbox = Mailbox::of(env);
  LocalCopies& copies = mailbox.local_copies();
  copies.add(mailbox.begin(0, arguments[1], arguments[2], true), way, mapping, offset);
  return js::undefined(env);
}

void Segment::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      js::function("reserve", js::callback<reserve>), js::function("adopt", js::callback<adopt>),
      js::function("detach", js::callback<detach>),   js::function("uncover", js::callback<uncover>),
      js::method("overlay", js::callback<overlay>),   js::getter("fd", js::callback<fd>),
      js::method("view", js::callback<view>),         js::method("write", js::callback<write>),
      js::method("read", js::callback<read>),         js::method("writeAsync", js::callback<write_async>),
      js::getter("size", js::callback<size>),
      js::method("readAsync", js::callback<read_async>), js::method("close", js::callback<close>),
  };
  js::instance(env).segment = js::Class<Segment>::define(env, exports, "Segment", properties);
}

napi_value Segment::create(napi_env env, Mapping mapping) {
  return js::Class<Segment>::wrap(env, js::instance(env).segment, std::make_unique<Segment>(std::move(mapping)));
}

/** reserve(bytes, callback) */
napi_value Segment::reserve(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  Task<Reserve>::start(env, "tensorduct.reserve", arguments[1], {arguments.size(0, kMostBytes)});
  return js::undefined(env);
}

/** adopt(descriptor, bytes, callback) */
napi_value Segment::adopt(napi_env env, napi_callback_info info) {
  const js::Arguments<3> arguments(env, info);
  const size_t bytes = arguments.size(1, kMostBytes);
  Fd fd = js::Class<Descriptor>::unwrap(env, arguments[0]).take();
  Task<Adopt>::start(env, "tensorduct.adopt", arguments[2], {std::move(fd), bytes});
  return js::undefined(env);
}

napi_value Segment::size(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  return js::number(env, static_cast<double>(self(env, arguments.self()).range(0, 0)->size()));
}

napi_value Segment::fd(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  return js::number(env, self(env, arguments.self()).range(0, 0)->fd());
}

/** view(offset, length): an ArrayBuffer over the shared bytes. */
napi_value Segment::view(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  const uint64_t offset = arguments.size(0, kMostBytes);
  const uint64_t length = arguments.size(1, kMostBytes);
  const auto& mapping = self(env, arguments.self()).range(offset, length);
  auto view = std::make_unique<View>(View{mapping});
  napi_value buffer;
  js::check(env, napi_create_external_arraybuffer(env, mapping->data() + offset, length, View::finalize, view.get(),
                                                  &buffer));
  View* owned = view.release();
  // So that `detach` lets go of the mapping at once: the finalizer may run long after.
  js::check(env, napi_wrap(env, buffer, owned, nullptr, nullptr, nullptr));
  return buffer;
}

/** detach(buffer): every view of the buffer has length 0 from now on. */
napi_value Segment::detach(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  void* view = nullptr;
  if (napi_unwrap(env, arguments[0], &view) != napi_ok) throw js::BadArgument{"this buffer is not a view of a segment"};
  js::check(env, napi_detach_arraybuffer(env, arguments[0]));
  static_cast<View*>(view)->mapping.reset();
  return js::undefined(env);
}

/** overlay(offset, length, buffer): the shared bytes in place of the first ones of the buffer. */
napi_value Segment::overlay(napi_env env, napi_callback_info info) {
  const js::Arguments<3> arguments(env, info);
  const uint64_t offset = arguments.size(0, kMostBytes);
  const uint64_t length = arguments.size(1, kMostBytes);
  const js::Bytes target = js::buffer(env, arguments[2]);
  if (length > target.size) throw js::BadArgument{"the buffer is too small"};
  return js::boolean(env, self(env, arguments.self()).range(offset, length)->overlay(offset, length, target.data));
}

/** uncover(buffer): empty memory in place of all its bytes. */
napi_value Segment::uncover(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  const js::Bytes target = js::buffer(env, arguments[0]);
  Mapping::uncover(target.data, target.size);
  return js::undefined(env);
}

/** write(offset, source): copies bytes in. */
napi_value Segment::write(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  const js::Bytes source = js::bytes(env, arguments[1]);
  const uint64_t offset = arguments.size(0, kMostBytes);
  copy_shared(self(env, arguments.self()).range(offset, source.size)->data() + offset, source.data, source.size, CopyWay::kIn);
  return js::undefined(env);
}

/** read(offset, target): copies bytes out. */
napi_value Segment::read(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  const js::Bytes target = js::bytes(env, arguments[1]);
  const uint64_t offset = arguments.size(0, kMostBytes);
  copy_shared(target.data, self(env, arguments.self()).range(offset, target.size)->data() + offset, target.size, CopyWay::kOut);
  return js::undefined(env);
}

/** writeAsync(offset, source, callback): copies bytes in on another thread. */
napi_value Segment::write_async(napi_env env, napi_callback_info info) {
  return copy_async(env, info, CopyWay::kIn);
}

/** readAsync(offset, target, callback): copies bytes out on another thread. */
napi_value Segment::read_async(napi_env env, napi_callback_info info) {
  return copy_async(env, info, CopyWay::kOut);
}

/** close(): views that are out stay valid. Idempotent. */
napi_value Segment::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  self(env, arguments.self()).mapping_.reset();
  return js::undefined(env);
}

const std::shared_ptr<Mapping>& Segment::range(uint64_t offset, uint64_t length) const {
  if (!mapping_) throw js::BadArgument{"the segment is closed"};
  if (offset > mapping_->size() || length > mapping_->size() - offset) throw js::BadArgument{"out of range"};
  return mapping_;
}

}  // namespace tensorduct

#include "ring_pair.h"

#include <sched.h>
#include <time.h>

#include "descriptor.h"
#include "socket.h"

namespace tensorduct {

namespace {

constexpr uint32_t kMagic = 0x50744454;  // "TDtP"
constexpr uint32_t kVersion = 1;
constexpr size_t kBytesAt = 4096;
constexpr uint32_t kLeastCapacity = 4096;
constexpr uint32_t kMostCapacity = 1 << 24;
/** Other I/O and timers of the process wait for so much: nanoseconds. */
constexpr uint64_t kTurn = 250'000;

struct Header {
  uint32_t magic;
  uint32_t version;
  uint32_t capacity;
  /** Of the maker, and of the other end. */
  SpinState ends[2];
  /** From the maker, and to it. */
  ByteRing::Header rings[2];
};

static_assert(sizeof(SpinState) == 64 && sizeof(Header) <= kBytesAt, "as drawn");

Header& header(const Mapping& mapping) { return *reinterpret_cast<Header*>(mapping.data()); }

size_t mapped_bytes(uint32_t capacity) { return kBytesAt + size_t{2} * capacity; }

uint8_t* bytes_of(const Mapping& mapping, uint32_t capacity, int ring) {
  return mapping.data() + kBytesAt + static_cast<size_t>(ring) * capacity;
}

uint64_t now() {
  timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<uint64_t>(time.tv_sec) * 1'000'000'000 + static_cast<uint64_t>(time.tv_nsec);
}

uint32_t checked_capacity(uint64_t bytes) {
  if (bytes < kLeastCapacity || bytes % 4096 != 0) throw js::BadArgument{"a ring has whole pages"};
  return static_cast<uint32_t>(bytes);
}

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

}  // namespace

RingPair::RingPair(Mapping mapping, Bell bell, uint32_t capacity, bool maker)
    : mapping_(std::move(mapping)),
      bell_(std::move(bell)),
      writer_(&header(*mapping_).rings[maker ? 0 : 1], bytes_of(*mapping_, capacity, maker ? 0 : 1), capacity),
      reader_(&header(*mapping_).rings[maker ? 1 : 0], bytes_of(*mapping_, capacity, maker ? 1 : 0), capacity),
      spin_(header(*mapping_).ends[maker ? 0 : 1], header(*mapping_).ends[maker ? 1 : 0], maker) {}

void RingPair::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      js::function("create", js::callback<create>), js::function("adopt", js::callback<adopt>),
      js::getter("fd", js::callback<fd>),           js::method("sent", js::callback<sent>),
      js::method("write", js::callback<write>),     js::method("woke", js::callback<woke>),
      js::method("next", js::callback<next>),       js::method("put", js::callback<put>),
      js::method("close", js::callback<close>),
  };
  js::instance(env).ring_pair = js::Class<RingPair>::define(env, exports, "RingPair", properties);
}

/** create(capacity, socket): the maker's end of new rings; the socket rings the bell. */
napi_value RingPair::create(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  const uint32_t capacity = checked_capacity(arguments.size(0, kMostCapacity));
  Bell bell = Bell::adopt(js::Class<Socket>::unwrap(env, arguments[1]).duplicate());
  Mapping mapping = Mapping::reserve(mapped_bytes(capacity));
  Header& fresh = header(mapping);
  fresh.magic = kMagic;
  fresh.version = kVersion;
  fresh.capacity = capacity;
  auto pair = std::make_unique<RingPair>(std::move(mapping), std::move(bell), capacity, true);
  return js::Class<RingPair>::wrap(env, js::instance(env).ring_pair, std::move(pair));
}

/** adopt(descriptor, capacity, socket): the other end. */
napi_value RingPair::adopt(napi_env env, napi_callback_info info) {
  const js::Arguments<3> arguments(env, info);
  const uint32_t capacity = checked_capacity(arguments.size(1, kMostCapacity));
  Bell bell = Bell::adopt(js::Class<Socket>::unwrap(env, arguments[2]).duplicate());
  Mapping mapping =
      Mapping::adopt(js::Class<Descriptor>::unwrap(env, arguments[0]).take(), mapped_bytes(capacity));
  const Header& found = header(mapping);
  if (found.magic != kMagic || found.version != kVersion || found.capacity != capacity) {
    throw SystemError{EINVAL, "mmap"};
  }
  auto pair = std::make_unique<RingPair>(std::move(mapping), std::move(bell), capacity, false);
  return js::Class<RingPair>::wrap(env, js::instance(env).ring_pair, std::move(pair));
}

napi_value RingPair::fd(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  const RingPair& pair = self(env, arguments.self());
  pair.check_open();
  return js::number(env, pair.mapping_->fd());
}

/** sent(): the other end has what it needs. */
napi_value RingPair::sent(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  RingPair& pair = self(env, arguments.self());
  pair.check_open();
  pair.mapping_->close_fd();
  return js::undefined(env);
}

/** write(source, from): how many bytes were put; -1 when the peer has spoiled the ring. */
napi_value RingPair::write(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  RingPair& pair = self(env, arguments.self());
  pair.check_open();
  const js::Bytes source = js::bytes(env, arguments[0]);
  const uint64_t from = arguments.size(1, source.size);
  const ByteRing::Moved put = pair.writer_.put(source.data + from, source.size - from);
  pair.ring(put.rings);
  return js::number(env, static_cast<double>(put.bytes));
}

/** put(source, from, to): whether there was room for all of them, and they were put. */
napi_value RingPair::put(napi_env env, napi_callback_info info) {
  const js::Arguments<3> arguments(env, info);
  RingPair& pair = self(env, arguments.self());
  pair.check_open();
  const js::Bytes source = js::bytes(env, arguments[0]);
  const uint64_t to = arguments.size(2, source.size);
  const uint64_t from = arguments.size(1, to);
  const bool fits = pair.writer_.fits(to - from);
  if (fits) pair.ring(pair.writer_.put(source.data + from, to - from).rings);
  return js::boolean(env, fits);
}

/** woke(rung): a turn of the event loop begins, because the bell has rung or else. Whether the peer is there. */
napi_value RingPair::woke(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  RingPair& pair = self(env, arguments.self());
  pair.check_open();
  pair.turn_began_ = now();
  pair.reader_.wake();
  pair.writer_.wake();
  pair.spin_.woke(pair.turn_began_, static_cast<uint32_t>(sched_getcpu()));
  return js::boolean(env, !arguments.boolean(0) || pair.bell_.hear());
}

/**
 * next(target, from, writing, spinning): how many bytes were put there, or what else there is to do; after a moment of
 * looking if need be. An empty target asks for no bytes.
 */
napi_value RingPair::next(napi_env env, napi_callback_info info) {
  const js::Arguments<4> arguments(env, info);
  RingPair& pair = self(env, arguments.self());
  pair.check_open();
  const js::Bytes target = js::bytes(env, arguments[0]);
  const uint64_t from = arguments.size(1, target.size);
  const js::Bytes room{target.data + from, target.size - from};
  return js::number(env, static_cast<double>(pair.wait(room, arguments.boolean(2), arguments.boolean(3))));
}

int64_t RingPair::wait(js::Bytes target, bool writing, bool spinning) {
  const bool reading = target.size > 0;
  for (;;) {
    // Also where there is always something to do: a peer that never pauses would keep the loop from all else.
    const uint64_t time = now();
    if (time - turn_began_ > kTurn) return static_cast<int64_t>(Next::kYield);
    if (writer_.broken()) return static_cast<int64_t>(Next::kBroken);
    if (reading && reader_.readable()) {
      const ByteRing::Moved taken = reader_.take(target.data, target.size);
      if (taken.bytes < 0) return static_cast<int64_t>(Next::kBroken);
      spin_.received();
      ring(taken.rings);
      return taken.bytes;
    }
    if (reader_.broken()) return static_cast<int64_t>(Next::kBroken);
    if (writing && writer_.writable()) return static_cast<int64_t>(Next::kWritable);
    const uint64_t patience = spinning && reading ? spin_.patience(time) : 0;
    if (patience > 0 && spin(writing, patience)) continue;
    const bool awake = (reading && !reader_.sleep()) || (writing && !writer_.sleep());
    if (awake) {
      reader_.wake();
      writer_.wake();
      continue;
    }
    spin_.sleeps(now());
    return static_cast<int64_t>(Next::kAsleep);
  }
}

/** Looks for bytes, and for room if that is waited for. @returns false when its patience is over */
bool RingPair::spin(bool writing, uint64_t patience) {
  const uint64_t began = now();
  for (uint64_t time = began; time - began < patience; time = now()) {
    // The rest comes in the next turn.
    if (time - turn_began_ > kTurn) return true;
    for (int looks = 0; looks < 8; looks++) {
      if (reader_.readable() || (writing && writer_.writable())) {
        spin_.hit(now() - began);
        return true;
      }
      pause();
    }
  }
  spin_.missed();
  return false;
}

/** close(): unmaps the rings. Idempotent. */
napi_value RingPair::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  RingPair& pair = self(env, arguments.self());
  pair.mapping_.reset();
  pair.bell_.close();
  return js::undefined(env);
}

RingPair& RingPair::self(napi_env env, napi_value object) { return js::Class<RingPair>::receiver(env, object); }

void RingPair::ring(bool wanted) {
  if (!wanted) return;
  spin_.rang(now());
  bell_.ring();
}

void RingPair::check_open() const {
  if (!mapping_) throw js::BadArgument{"the rings are closed"};
}

}  // namespace tensorduct

// The ring of bytes between threads, as ThreadSanitizer sees them.

#include <sched.h>

#include <thread>

#include "byte_ring.h"
#include "ring_memory.h"
#include "semaphore_bell.h"
#include "test.h"

using tensorduct::ByteRing;
using tensorduct::expect;
using tensorduct::RingMemory;
using tensorduct::SemaphoreBell;

namespace {

constexpr uint32_t kCapacity = 4096;
/** Most pieces of either end are smaller than this: some fill the ring, and no two kinds end at the same places. */
constexpr size_t kMostPut = 509;
constexpr size_t kMostTaken = 251;
constexpr uint64_t kDefaultPieces = 1'000'000;

/** What stands at a place of the stream. */
uint8_t content(uint64_t position) { return static_cast<uint8_t>(position % 251); }

/** Writes a number of pieces. The bytes are no atomics: whoever uses them too early is reported. */
void pass_on(uint64_t pieces) {
  const RingMemory header_memory(sizeof(ByteRing::Header)), bytes(kCapacity);
  auto* header = reinterpret_cast<ByteRing::Header*>(header_memory.data());
  SemaphoreBell room, readable;
  const auto size_of = [](uint64_t piece) { return piece % 64 == 0 ? size_t{kCapacity} : 1 + piece * 7 % kMostPut; };
  uint64_t total = 0;
  for (uint64_t piece = 0; piece < pieces; piece++) total += size_of(piece);
  std::string failure_of_writer, failure;
  uint64_t writer_slept = 0, reader_slept = 0;

  std::thread thread([&] {
    ByteRing::Writer writer(header, bytes.data(), kCapacity);
    uint64_t position = 0;
    uint8_t source[kCapacity];
    for (uint64_t piece = 0; piece < pieces; piece++) {
      const size_t size = size_of(piece);
      for (size_t index = 0; index < size; index++) source[index] = content(position + index);
      position += size;
      for (size_t put = 0; put < size;) {
        const auto moved = writer.put(source + put, size - put);
        if (moved.bytes < 0) return void(failure_of_writer = "the ring is broken");
        if (moved.rings) readable.ring();
        put += static_cast<size_t>(moved.bytes);
        if (put == size || writer.writable() || !writer.sleep()) continue;
        writer_slept++;
        if (!room.wait()) return void(failure_of_writer = "nobody has rung for room: a wake-up is lost");
        writer.wake();
      }
    }
  });
  ByteRing::Reader reader(header, bytes.data(), kCapacity);
  uint8_t target[kMostTaken];
  for (uint64_t position = 0; position < total && failure.empty();) {
    const auto moved = reader.take(target, 1 + position % kMostTaken);
    if (moved.bytes < 0) failure = "the ring is broken";
    if (moved.rings) room.ring();
    for (int64_t index = 0; index < moved.bytes; index++) {
      if (target[index] != content(position++)) failure = "byte " + std::to_string(position - 1) + " is another";
    }
    if (moved.bytes != 0 || !reader.sleep()) continue;
    reader_slept++;
    if (!readable.wait()) failure = "nobody has rung for a byte: a wake-up is lost";
    reader.wake();
  }
  thread.join();
  expect(failure_of_writer.empty(), failure_of_writer);
  expect(failure.empty(), failure);
  std::printf("%llu bytes, the writer slept %llu times, the reader %llu\n", static_cast<unsigned long long>(total),
              static_cast<unsigned long long>(writer_slept), static_cast<unsigned long long>(reader_slept));
}

/** This thread and those that it starts run on one core from now on: each has to sleep for the other to go on. */
void stay_on_one_core() {
  cpu_set_t allowed, one;
  CPU_ZERO(&one);
  expect(sched_getaffinity(0, sizeof allowed, &allowed) == 0, "the cores are not known");
  int core = 0;
  while (!CPU_ISSET(core, &allowed)) core++;
  CPU_SET(core, &one);
  expect(sched_setaffinity(0, sizeof one, &one) == 0, "there is no staying on one core");
}

uint64_t pieces(const std::vector<std::string>& arguments) {
  return arguments.empty() ? kDefaultPieces : std::stoull(arguments[0]);
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"a writer and a reader pass on every byte in order, and neither touches the other's",
           [](auto& arguments) { pass_on(pieces(arguments)); }},
          {"a writer and a reader on one core pass on every byte in order",
           [](auto& arguments) {
             stay_on_one_core();
             pass_on(pieces(arguments));
           }},
      },
      argc, argv);
}

// The ring of chunks between threads, as ThreadSanitizer sees them.

#include <thread>

#include "chunk_ring.h"
#include "ring_memory.h"
#include "semaphore_bell.h"
#include "test.h"

using tensorduct::expect;
using tensorduct::RingMemory;
using tensorduct::SemaphoreBell;
/** As the library's, with chunks that are filled in no time. */
using Ring = tensorduct::BasicChunkRing<tensorduct::StdAtomics, 8, 64>;

namespace {

constexpr uint64_t kDefaultChunks = 1'000'000;

/** The bytes of a chunk are no atomics: whoever uses them too early is reported. */
void pass_on(uint64_t count) {
  const RingMemory memory(Ring::kBytes);
  SemaphoreBell room, chunks;
  std::string failure_of_sender, failure;
  uint64_t sender_slept = 0, receiver_slept = 0;

  std::thread sender([&] {
    Ring::Sender ring(memory.data());
    for (uint64_t stream = 0; stream < count; stream++) {
      while (ring.room() == 0) {
        if (!ring.wait()) continue;
        sender_slept++;
        if (!room.wait()) return void(failure_of_sender = "nobody has rung for room: a wake-up is lost");
      }
      uint8_t* chunk = ring.chunk();
      if (chunk == nullptr) return void(failure_of_sender = "the ring is broken");
      std::memset(chunk, static_cast<int>(stream % 251), Ring::kChunkBytes);
      if (ring.push(stream, 1 + stream % Ring::kChunkBytes)) chunks.ring();
    }
  });
  Ring::Receiver ring(memory.data());
  for (uint64_t stream = 0; stream < count && failure.empty(); stream++) {
    while (ring.available() == 0 && failure.empty()) {
      if (!ring.wait()) continue;
      receiver_slept++;
      if (!chunks.wait()) failure = "nobody has rung for a chunk: a wake-up is lost";
    }
    if (!failure.empty()) break;
    const auto chunk = ring.chunk();
    if (!chunk) {
      failure = "the ring is broken";
      break;
    }
    if (chunk->stream != stream) failure = "chunk " + std::to_string(chunk->stream) + " came instead of " + std::to_string(stream);
    if (chunk->bytes != 1 + stream % Ring::kChunkBytes) failure = "chunk " + std::to_string(stream) + " has another size";
    for (size_t index = 0; index < Ring::kChunkBytes; index++) {
      if (chunk->data[index] != stream % 251) failure = "chunk " + std::to_string(stream) + " has other bytes";
    }
    if (ring.pop()) room.ring();
  }
  sender.join();
  expect(failure_of_sender.empty(), failure_of_sender);
  expect(failure.empty(), failure);
  std::printf("%llu chunks, the sender slept %llu times, the receiver %llu\n", static_cast<unsigned long long>(count),
              static_cast<unsigned long long>(sender_slept), static_cast<unsigned long long>(receiver_slept));
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"a sender and a receiver pass on every chunk in order, and neither touches the other's",
           [](auto& arguments) { pass_on(arguments.empty() ? kDefaultChunks : std::stoull(arguments[0])); }},
      },
      argc, argv);
}

// The ring of chunks in every order of its operations.

#include "chunk_ring.h"
#include "model_atomics.h"

using tensorduct::expect;
using tensorduct::explorer::Explorer;
using tensorduct::explorer::Mailbox;
using tensorduct::explorer::ModelAtomics;
using Word = ModelAtomics::Atomic<uint64_t>;
template <uint64_t Chunks>
using Ring = tensorduct::BasicChunkRing<ModelAtomics, Chunks, sizeof(Word)>;

namespace {

constexpr uint64_t kFirstStream = 100;
constexpr uint64_t kBytes = 5;

/** What the bytes of a stream are. */
uint64_t content(uint64_t stream) { return stream + 100; }

/** `count` streams of one chunk each. Either end does as the library does: it looks, asks for a bell, and sleeps. */
template <uint64_t Chunks>
void pass_on(uint64_t count) {
  Explorer([count](Explorer& explorer) {
    auto* memory = static_cast<uint8_t*>(explorer.memory(Ring<Chunks>::kBytes));
    explorer.guard(memory + offsetof(typename Ring<Chunks>::Header, labels),
                   Chunks * sizeof(typename Ring<Chunks>::Label), "a label");
    explorer.guard(memory + Ring<Chunks>::kChunksAt, Chunks * sizeof(Word), "a chunk");
    Mailbox& bell_of_sender = explorer.mailbox("room");
    Mailbox& bell_of_receiver = explorer.mailbox("a chunk");
    const uint64_t end = kFirstStream + count;
    explorer.thread("the sender", [=, &explorer, &bell_of_sender, &bell_of_receiver] {
      typename Ring<Chunks>::Sender ring(memory);
      for (uint64_t stream = kFirstStream; stream < end; stream++) {
        explorer.forget(stream);
        while (ring.room() == 0) {
          if (ring.wait()) bell_of_sender.receive();
        }
        uint8_t* chunk = ring.chunk();
        expect(chunk != nullptr, "the ring has overrun");
        reinterpret_cast<Word*>(chunk)->store(content(stream), std::memory_order_relaxed);
        if (ring.push(stream, kBytes)) bell_of_receiver.send(0);
      }
    });
    explorer.thread("the receiver", [=, &explorer, &bell_of_sender, &bell_of_receiver] {
      typename Ring<Chunks>::Receiver ring(memory);
      for (uint64_t stream = kFirstStream; stream < end; stream++) {
        explorer.forget(stream);
        while (ring.available() == 0) {
          if (ring.wait()) bell_of_receiver.receive();
        }
        const auto chunk = ring.chunk();
        expect(chunk.has_value(), "the ring has overrun");
        expect(chunk->stream == stream && chunk->bytes == kBytes, "a label is not the one that was pushed");
        const uint64_t found = reinterpret_cast<const Word*>(chunk->data)->load(std::memory_order_relaxed);
        expect(found == content(stream), "a chunk is not the one that was pushed");
        if (ring.pop()) bell_of_sender.send(0);
      }
    });
  }).explore();
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"a ring of one chunk brings every chunk over, and wakes whoever waits", [](auto&) { pass_on<1>(3); }},
          {"a ring of two chunks brings every chunk over, and wakes whoever waits", [](auto&) { pass_on<2>(3); }},
      },
      argc, argv);
}

// The ring of bytes in every order of its operations.

#include "byte_ring.h"
#include "model_atomics.h"

using tensorduct::expect;
using tensorduct::explorer::Explorer;
using tensorduct::explorer::Mailbox;
using Ring = tensorduct::BasicByteRing<tensorduct::explorer::ModelAtomics>;

namespace {

constexpr uint32_t kMostBytes = 8;

/** A ring's memory. */
struct Place {
  Ring::Header* header;
  uint8_t* bytes;
  uint32_t capacity;

  Place(Explorer& explorer, uint32_t capacity)
      : header(static_cast<Ring::Header*>(explorer.memory(sizeof(Ring::Header)))),
        bytes(static_cast<uint8_t*>(explorer.memory(capacity))),
        capacity(capacity) {
    explorer.guard(bytes, capacity, "a byte");
  }

  Ring::Writer writer() const { return {header, bytes, capacity}; }
  Ring::Reader reader() const { return {header, bytes, capacity}; }
};

/** The bytes of a stream: 1, 2, 3 and so on. */
class Source {
 public:
  explicit Source(uint32_t count) : count_(count) {
    for (uint32_t index = 0; index < count; index++) bytes_[index] = static_cast<uint8_t>(index + 1);
  }

  bool empty() const { return put_ == count_; }
  uint32_t put() const { return put_; }

  /** Puts in what there is room for. */
  void put(Ring::Writer& ring, Mailbox& bell_of_reader) {
    const auto [bytes, rings] = ring.put(bytes_ + put_, count_ - put_);
    expect(bytes >= 0, "the ring has overrun");
    put_ += static_cast<uint32_t>(bytes);
    if (rings) bell_of_reader.send(0);
  }

 private:
  uint8_t bytes_[kMostBytes];
  const uint32_t count_;
  uint32_t put_ = 0;
};

class Sink {
 public:
  explicit Sink(uint32_t count) : count_(count) {}

  bool full() const { return taken_ == count_; }
  uint32_t taken() const { return taken_; }

  void take(Ring::Reader& ring, uint32_t most, Mailbox& bell_of_writer) {
    uint8_t bytes[kMostBytes];
    const auto [taken, rings] = ring.take(bytes, most);
    expect(taken >= 0, "the ring has overrun");
    for (int64_t index = 0; index < taken; index++) expect(bytes[index] == ++taken_, "a byte is not the one that was put");
    if (rings) bell_of_writer.send(0);
  }

 private:
  const uint32_t count_;
  uint32_t taken_ = 0;
};

/** Either end does as the library does: it looks, asks for a bell, and sleeps. The reader takes so much at once. */
void pass_on(uint32_t capacity, uint32_t count, uint32_t most) {
  Explorer([=](Explorer& explorer) {
    const Place place(explorer, capacity);
    Mailbox& bell_of_writer = explorer.mailbox("room");
    Mailbox& bell_of_reader = explorer.mailbox("bytes");
    explorer.thread("the writer", [=, &explorer, &bell_of_writer, &bell_of_reader] {
      auto ring = place.writer();
      Source source(count);
      for (source.put(ring, bell_of_reader); !source.empty(); source.put(ring, bell_of_reader)) {
        explorer.forget(source.put());
        while (!ring.writable()) {
          if (!ring.sleep()) continue;
          bell_of_writer.receive();
          ring.wake();
        }
      }
    });
    explorer.thread("the reader", [=, &explorer, &bell_of_writer, &bell_of_reader] {
      auto ring = place.reader();
      for (Sink sink(count); !sink.full(); sink.take(ring, most, bell_of_writer)) {
        explorer.forget(sink.taken());
        while (!ring.readable()) {
          if (!ring.sleep()) continue;
          bell_of_reader.receive();
          ring.wake();
        }
      }
    });
  }).explore();
}

/** Two ends with a ring in each direction, and one bell each, which rings for bytes and for room. */
void talk(uint32_t capacity, uint32_t count) {
  Explorer([=](Explorer& explorer) {
    const Place there(explorer, capacity), back(explorer, capacity);
    Mailbox& one_bell = explorer.mailbox("a bell");
    Mailbox& other_bell = explorer.mailbox("a bell");
    const auto end = [&explorer, count](const Place& out, const Place& in, Mailbox& own, Mailbox& peer) {
      return [=, &explorer, &own, &peer] {
        auto writer = out.writer();
        auto reader = in.reader();
        Source source(count);
        Sink sink(count);
        source.put(writer, peer);
        while (!source.empty() || !sink.full()) {
          if (!sink.full() && reader.readable()) {
            sink.take(reader, kMostBytes, peer);
            explorer.forget(source.put() * 256 + sink.taken());
          } else if (!source.empty() && writer.writable()) {
            source.put(writer, peer);
            explorer.forget(source.put() * 256 + sink.taken());
          } else {
            const bool awake = (!sink.full() && !reader.sleep()) || (!source.empty() && !writer.sleep());
            if (!awake) own.receive();
            reader.wake();
            writer.wake();
          }
        }
      };
    };
    explorer.thread("one", end(there, back, one_bell, other_bell));
    explorer.thread("the other", end(back, there, other_bell, one_bell));
  }).explore();
}

void round_the_end() {
  Explorer([](Explorer& explorer) {
    const Place place(explorer, 4);
    explorer.thread("both", [=] {
      auto writer = place.writer();
      auto reader = place.reader();
      const uint8_t source[] = {1, 2, 3, 4, 5, 6, 7};
      uint8_t target[7] = {};
      expect(writer.put(source, 3).bytes == 3 && reader.take(target, 3).bytes == 3, "the ring does not take three bytes");
      expect(writer.put(source + 3, 4).bytes == 4 && reader.take(target + 3, 4).bytes == 4, "the ring does not take four");
      expect(std::memcmp(source, target, 7) == 0, "a byte is not the one that was put");
    });
  }).explore();
}

/** Nobody is woken for less than he waits for, nor twice. */
void rings_once() {
  Explorer([](Explorer& explorer) {
    const Place place(explorer, 4);
    explorer.thread("both", [=] {
      auto writer = place.writer();
      auto reader = place.reader();
      uint8_t bytes[4] = {};
      expect(reader.sleep(), "bytes are seen in an empty ring");
      expect(writer.put(bytes, 1).rings, "nobody has rung for a byte");
      expect(!writer.put(bytes, 3).rings, "a bell has rung for a reader who is awake");
      expect(writer.sleep(), "room is seen in a full ring");
      expect(!reader.take(bytes, 1).rings, "a bell has rung before half was free");
      expect(reader.take(bytes, 1).rings, "nobody has rung for room");
      expect(!reader.take(bytes, 1).rings, "a bell has rung for a writer who is awake");
    });
  }).explore();
}

}  // namespace

int main(int argc, char** argv) {
  return tensorduct::run_tests(
      {
          {"a ring of two bytes brings every byte over, and wakes whoever waits", [](auto&) { pass_on(2, 3, 1); }},
          {"a ring of four bytes brings every byte over, and wakes a writer at half", [](auto&) { pass_on(4, 6, 1); }},
          {"bytes that go round the end of the ring come in order", [](auto&) { round_the_end(); }},
          {"two ends that write and read at once wake each other by one bell each", [](auto&) { talk(2, 3); }},
          {"a bell rings for what is waited for, and once", [](auto&) { rings_once(); }},
      },
      argc, argv);
}

#pragma once

#include <atomic>
#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "mailbox.h"

namespace tensorduct {

/**
 * The ranges of transfers that several lanes carry, in chunks: what `src/channels/multi-socket/lanes.ts` says of them holds
 * here. Lanes take chunks to send, and ask where those belong that come, each on its own thread.
 */
class Stripes {
 public:
  /** Must be that of `src/channels/multi-socket/codec.ts`. */
  static constexpr uint64_t kChunkBytes = 512 * 1024;

  explicit Stripes(Mailbox& mailbox) : mailbox_(mailbox) {}

  // ---- JS thread ----

  void send(std::unique_ptr<Transfer> range, uint64_t offset);
  void stop(uint64_t transfer);
  void expect(uint64_t transfer, uint64_t length);
  /** False where the transfer is not expected: the range is not taken. */
  bool receive(std::unique_ptr<Transfer>& range, uint64_t offset);
  void cancel(uint64_t transfer);
  bool end(uint64_t transfer, uint64_t total);
  /** No lane has a thread any more: every range is lost. */
  void close();

  // ---- threads of lanes ----

  /** A range that is being sent. */
  struct Outgoing {
    std::unique_ptr<Transfer> range;
    uint64_t offset;
    /** Bytes that lanes have taken, all from the start on. How many are out is the range's own count. */
    uint64_t taken = 0;
    /** Chunks that lanes hold. */
    size_t writes = 0;
    bool stopped = false;
  };

  /** A chunk that one lane sends: the memory is there until {@link sent}. */
  struct Departure {
    std::list<Outgoing>::iterator outgoing;
    uint64_t transfer;
    uint64_t offset;
    const uint8_t* data;
    size_t bytes;
  };

  /** Whether there may be a chunk to take. */
  bool any() const { return waiting_ > 0; }
  std::optional<Departure> take();
  /** @param complete whether all of it is out; if not, the range ends */
  void sent(const Departure& departure, bool complete);

  /** A range that is being received. */
  struct Incoming {
    std::unique_ptr<Transfer> range;
    uint64_t offset;
    /** Threads that are writing to it. */
    size_t writers = 0;
  };

  /** A chunk begins to come. @returns false when it may not */
  bool begin(uint64_t transfer, uint64_t offset, uint64_t bytes);
  /** Where bytes of a chunk belong, to be told of by {@link touched}; null where nobody wants them any more. */
  Incoming* touch(uint64_t transfer, uint64_t offset);
  void touched(Incoming* incoming);
  /** A chunk has come. @returns false when there may be no more */
  bool finish(uint64_t transfer, uint64_t offset, uint64_t bytes);

 private:
  /** A transfer that is expected. */
  struct Expected {
    uint64_t length;
    uint64_t total;
    uint64_t arrived = 0;
    bool cancelled = false;
    /** Every chunk below this offset has begun to come; and so have these above it. */
    uint64_t begun = 0;
    std::unordered_set<uint64_t> beyond;
    std::list<Incoming> ranges;
  };

  std::list<Outgoing>::iterator find(std::list<Outgoing>::iterator from, uint64_t transfer);
  void settle(std::list<Outgoing>::iterator outgoing);
  static std::list<Incoming>::iterator find(Expected& expected, uint64_t offset);

  Mailbox& mailbox_;
  std::mutex mutex_;
  /** In the order of their turns. */
  std::list<Outgoing> outgoing_;
  /** How many of them have chunks that nobody has taken. */
  std::atomic<size_t> waiting_{0};
  std::unordered_map<uint64_t, Expected> expected_;
};

}  // namespace tensorduct

#pragma once

#include <limits>
#include <mutex>
#include <unordered_map>

#include "bell.h"
#include "chunk_ring.h"
#include "mailbox.h"
#include "mapping.h"

namespace tensorduct {

/**
 * Empties the chunks of its ring to where each transfer wants them. Bytes of a transfer that is not there any more are
 * dropped.
 */
class ChunkReceiver : public Mailbox::Job {
 public:
  ChunkReceiver(Mailbox& mailbox, Mapping mapping, Bell bell)
      : mailbox_(mailbox), mapping_(std::move(mapping)), bell_(std::move(bell)), ring_(mapping_.data()) {}

  int memory() const { return mapping_.fd(); }

  // JS thread.
  void receive(std::unique_ptr<Transfer> transfer);
  /** Its callback comes once its memory is needed no more. Unknown and finished ones are ignored. */
  void cancel(uint64_t id);
  /** The sender puts nothing more in: what is in the ring is taken yet, and then the transfer ends, perhaps as lost. */
  void expire(uint64_t id);
  std::vector<std::unique_ptr<Transfer>> give_up() override;

  bool ready() override;
  void step() override;
  bool expects() override;
  bool sleep() override { return broken_ || ring_.wait(); }
  int bell() const override { return bell_.fd(); }
  void hear(uint32_t) override { bell_.hear(); }

 private:
  static constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();

  struct Incoming {
    std::unique_ptr<Transfer> transfer;
    bool cancelled = false;
    /** The chunk at which it is over. */
    uint64_t last = kNever;
  };
  using Table = std::unordered_map<uint64_t, Incoming>;

  /** @returns false when there is no place for the bytes, which only a broken peer sends */
  bool take(const ChunkRing::Receiver::Chunk& chunk);
  Table::iterator end(Table::iterator incoming, Outcome outcome);
  void lose_all();

  Mailbox& mailbox_;
  Mapping mapping_;
  Bell bell_;
  ChunkRing::Receiver ring_;
  std::atomic<bool> broken_{false};

  std::mutex mutex_;
  Table incoming_;
  /** The one whose memory is being written. */
  const Transfer* copying_ = nullptr;
};

}  // namespace tensorduct

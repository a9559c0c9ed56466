#pragma once

#include <deque>
#include <mutex>

#include "mailbox.h"
#include "peer_memory.h"

namespace tensorduct {

/** Reads of one peer's memory, in turn, a piece of each: so a short one is not held up by a long one. */
class PeerReader : public Mailbox::Job {
 public:
  PeerReader(Mailbox& mailbox, PeerMemory memory) : mailbox_(mailbox), memory_(memory) {}

  // JS thread.
  /** @param nameplate and @param address as {@link PeerMemory::read} has them */
  void read(std::unique_ptr<Transfer> transfer, uint64_t nameplate, uint64_t address);
  /** Its callback comes once its memory is needed no more. Unknown and finished ones are ignored. */
  void cancel(uint64_t id);
  std::vector<std::unique_ptr<Transfer>> give_up() override;

  bool ready() override;
  void step() override;
  bool expects() override { return false; }
  bool sleep() override { return !ready(); }

 private:
  struct Read {
    std::unique_ptr<Transfer> transfer;
    uint64_t nameplate;
    uint64_t address;
    bool cancelled = false;
  };

  Mailbox& mailbox_;
  const PeerMemory memory_;
  std::mutex mutex_;
  /** The first is the one that is being read, if any is. */
  std::deque<Read> reads_;
  bool reading_ = false;
};

}  // namespace tensorduct

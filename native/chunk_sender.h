#pragma once

#include <deque>
#include <mutex>

#include "bell.h"
#include "chunk_ring.h"
#include "mailbox.h"
#include "mapping.h"

namespace tensorduct {

/** Fills the chunks of a ring that a peer has made, one transfer after another. */
class ChunkSender : public Mailbox::Job {
 public:
  ChunkSender(Mailbox& mailbox, Mapping mapping, Bell bell)
      : mailbox_(mailbox), mapping_(std::move(mapping)), bell_(std::move(bell)), ring_(mapping_.data()) {}

  // JS thread.
  void send(std::unique_ptr<Transfer> transfer);
  /** Its callback comes once its memory is needed no more. Unknown and finished ones are ignored. */
  void withdraw(uint64_t id);
  std::vector<std::unique_ptr<Transfer>> give_up() override;

  bool ready() override;
  void step() override;
  bool expects() override;
  bool sleep() override;
  int bell() const override { return bell_.fd(); }
  void hear(uint32_t) override { bell_.hear(); }

 private:
  void lose_all();

  Mailbox& mailbox_;
  Mapping mapping_;
  Bell bell_;
  ChunkRing::Sender ring_;

  std::mutex mutex_;
  std::deque<std::unique_ptr<Transfer>> queue_;
  /** The first of the queue is being copied; whether it is to end with this piece. */
  bool copying_ = false;
  bool withdrawn_ = false;
  bool broken_ = false;
};

}  // namespace tensorduct

#pragma once

#include <deque>
#include <mutex>

#include "copy_kernel.h"
#include "mailbox.h"
#include "mapping.h"

namespace tensorduct {

/** Copies between JavaScript's memory and segments, one after another. */
class LocalCopies : public Mailbox::Job {
 public:
  explicit LocalCopies(Mailbox& mailbox) : mailbox_(mailbox) {}

  /** JS thread, which copies by itself where no other can be had. */
  void add(std::unique_ptr<Transfer> transfer, CopyWay way, std::shared_ptr<Mapping> mapping, size_t offset);

  std::vector<std::unique_ptr<Transfer>> give_up() override;

  bool ready() override;
  void step() override;
  bool expects() override { return false; }
  bool sleep() override { return !ready(); }

 private:
  struct Copy {
    std::unique_ptr<Transfer> transfer;
    CopyWay way;
    std::shared_ptr<Mapping> mapping;
    size_t offset;
  };

  Mailbox& mailbox_;
  std::mutex mutex_;
  std::deque<Copy> copies_;
};

}  // namespace tensorduct

#include "local_copies.h"

#include <algorithm>

#include "copy_kernel.h"
#include "fault_point.h"

namespace tensorduct {

namespace {

/** Other jobs of the thread wait for so much. */
constexpr size_t kPieceBytes = 1024 * 1024;

}  // namespace

void LocalCopies::add(std::unique_ptr<Transfer> transfer, CopyWay way, std::shared_ptr<Mapping> mapping,
                      size_t offset) {
  {
    const std::lock_guard lock(mutex_);
    copies_.push_back({std::move(transfer), way, std::move(mapping), offset});
  }
  if (employed()) return wake();
  while (ready()) step();
}

std::vector<std::unique_ptr<Transfer>> LocalCopies::give_up() {
  const std::lock_guard lock(mutex_);
  std::vector<std::unique_ptr<Transfer>> given_up;
  for (auto& copy : copies_) given_up.push_back(std::move(copy.transfer));
  copies_.clear();
  return given_up;
}

bool LocalCopies::ready() {
  const std::lock_guard lock(mutex_);
  return !copies_.empty();
}

void LocalCopies::step() {
  Copy* first;
  {
    const std::lock_guard lock(mutex_);
    first = &copies_.front();
  }
  // Only this thread takes it away; what is added behind it does not move it.
  Transfer& transfer = *first->transfer;
  const size_t bytes = std::min(kPieceBytes, transfer.left());
  uint8_t* outside = transfer.memory + transfer.copied;
  uint8_t* inside = first->mapping->data() + first->offset + transfer.copied;
  if (first->way == CopyWay::kIn) copy_bytes(inside, outside, bytes);
  else copy_out(outside, inside, bytes, transfer.bytes);
  transfer.copied += bytes;
  if (transfer.left() > 0) {
    if (first->way == CopyWay::kIn) TENSORDUCT_FAULT_POINT("copy-in-half");
    else TENSORDUCT_FAULT_POINT("copy-out-half");
    return;
  }
  std::unique_ptr<Transfer> done = std::move(first->transfer);
  {
    const std::lock_guard lock(mutex_);
    copies_.pop_front();
  }
  mailbox_.post(std::move(done), Outcome::kDone);
}

}  // namespace tensorduct

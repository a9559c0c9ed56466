#include "chunk_sender.h"

#include <algorithm>

#include "copy_kernel.h"
#include "fault_point.h"

namespace tensorduct {

void ChunkSender::send(std::unique_ptr<Transfer> transfer) {
  {
    const std::lock_guard lock(mutex_);
    if (broken_) return mailbox_.post(std::move(transfer), Outcome::kLost);
    queue_.push_back(std::move(transfer));
  }
  wake();
}

void ChunkSender::withdraw(uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(queue_.begin(), queue_.end(), [&](const auto& each) { return each->id == id; });
  if (found == queue_.end()) return;
  if (copying_ && found == queue_.begin()) {
    withdrawn_ = true;
    return;
  }
  mailbox_.post(std::move(*found), Outcome::kStopped);
  queue_.erase(found);
}

std::vector<std::unique_ptr<Transfer>> ChunkSender::give_up() {
  const std::lock_guard lock(mutex_);
  broken_ = true;
  std::vector<std::unique_ptr<Transfer>> given_up;
  for (auto& transfer : queue_) given_up.push_back(std::move(transfer));
  queue_.clear();
  return given_up;
}

bool ChunkSender::ready() {
  const std::lock_guard lock(mutex_);
  return !queue_.empty() && ring_.room() > 0;
}

bool ChunkSender::expects() {
  const std::lock_guard lock(mutex_);
  return !queue_.empty();
}

bool ChunkSender::sleep() {
  const std::lock_guard lock(mutex_);
  return queue_.empty() || ring_.wait();
}

void ChunkSender::step() {
  Transfer* transfer;
  uint8_t* chunk;
  {
    const std::lock_guard lock(mutex_);
    if (queue_.empty()) return;
    chunk = ring_.chunk();
    if (chunk == nullptr) return lose_all();
    transfer = queue_.front().get();
    copying_ = true;
  }
  const size_t bytes = std::min(ChunkRing::kChunkBytes, transfer->left());
  copy_bytes(chunk, transfer->memory + transfer->copied, bytes);
  TENSORDUCT_FAULT_POINT("chunk-filled");
  if (ring_.push(transfer->id, bytes)) bell_.ring();
  TENSORDUCT_FAULT_POINT("chunk-pushed");

  const std::lock_guard lock(mutex_);
  copying_ = false;
  transfer->copied += bytes;
  const bool withdrawn = std::exchange(withdrawn_, false);
  if (transfer->left() > 0 && !withdrawn) return;
  const Outcome outcome = transfer->left() == 0 ? Outcome::kDone : Outcome::kStopped;
  mailbox_.post(std::move(queue_.front()), outcome);
  queue_.pop_front();
}

void ChunkSender::lose_all() {
  broken_ = true;
  for (auto& transfer : queue_) mailbox_.post(std::move(transfer), Outcome::kLost);
  queue_.clear();
}

}  // namespace tensorduct

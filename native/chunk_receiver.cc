#include "chunk_receiver.h"

#include "copy_kernel.h"
#include "fault_point.h"

namespace tensorduct {

void ChunkReceiver::receive(std::unique_ptr<Transfer> transfer) {
  {
    const std::lock_guard lock(mutex_);
    if (broken_) return mailbox_.post(std::move(transfer), Outcome::kLost);
    const uint64_t id = transfer->id;
    incoming_[id].transfer = std::move(transfer);
  }
  // The sender will fill the first chunk in a moment: the thread shall look for it, and not wait for the bell.
  wake();
}

void ChunkReceiver::cancel(uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = incoming_.find(id);
  if (found == incoming_.end()) return;
  if (found->second.transfer.get() == copying_) found->second.cancelled = true;
  else end(found, Outcome::kStopped);
}

void ChunkReceiver::expire(uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto found = incoming_.find(id);
  if (found == incoming_.end()) return;
  found->second.last = ring_.filled();
  if (ring_.position() == found->second.last) end(found, Outcome::kLost);
}

std::vector<std::unique_ptr<Transfer>> ChunkReceiver::give_up() {
  const std::lock_guard lock(mutex_);
  broken_ = true;
  std::vector<std::unique_ptr<Transfer>> given_up;
  for (auto& [id, incoming] : incoming_) given_up.push_back(std::move(incoming.transfer));
  incoming_.clear();
  return given_up;
}

bool ChunkReceiver::ready() { return !broken_ && ring_.available() > 0; }

bool ChunkReceiver::expects() {
  const std::lock_guard lock(mutex_);
  return !incoming_.empty();
}

void ChunkReceiver::step() {
  const auto chunk = ring_.chunk();
  const bool sane = chunk && take(*chunk);
  TENSORDUCT_FAULT_POINT("chunk-emptied");
  const std::lock_guard lock(mutex_);
  copying_ = nullptr;
  if (!sane) return lose_all();
  if (ring_.pop()) bell_.ring();
  TENSORDUCT_FAULT_POINT("chunk-popped");
  for (auto each = incoming_.begin(); each != incoming_.end();) {
    const Incoming& incoming = each->second;
    if (incoming.transfer->left() == 0) each = end(each, Outcome::kDone);
    else if (incoming.cancelled) each = end(each, Outcome::kStopped);
    else if (ring_.position() >= incoming.last) each = end(each, Outcome::kLost);
    else ++each;
  }
}

bool ChunkReceiver::take(const ChunkRing::Receiver::Chunk& chunk) {
  Transfer* transfer;
  {
    const std::lock_guard lock(mutex_);
    const auto found = incoming_.find(chunk.stream);
    if (found == incoming_.end()) return true;
    transfer = found->second.transfer.get();
    copying_ = transfer;
  }
  if (chunk.bytes > transfer->left()) return false;
  copy_out(transfer->memory + transfer->copied, chunk.data, chunk.bytes, transfer->bytes);
  transfer->copied += chunk.bytes;
  return true;
}

ChunkReceiver::Table::iterator ChunkReceiver::end(Table::iterator incoming, Outcome outcome) {
  mailbox_.post(std::move(incoming->second.transfer), outcome);
  return incoming_.erase(incoming);
}

void ChunkReceiver::lose_all() {
  broken_ = true;
  for (auto each = incoming_.begin(); each != incoming_.end();) each = end(each, Outcome::kLost);
}

}  // namespace tensorduct

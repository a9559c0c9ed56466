#include "peer_reader.h"

#include <algorithm>

#include "fault_point.h"

namespace tensorduct {

namespace {

/** Other jobs of the thread, and who gives a read up, wait for so much: a fraction of a millisecond. */
constexpr size_t kPieceBytes = 2 * 1024 * 1024;

}  // namespace

void PeerReader::read(std::unique_ptr<Transfer> transfer, uint64_t nameplate, uint64_t address) {
  {
    const std::lock_guard lock(mutex_);
    reads_.push_back({std::move(transfer), nameplate, address});
  }
  wake();
}

void PeerReader::cancel(uint64_t id) {
  const std::lock_guard lock(mutex_);
  const auto is = [id](const Read& read) { return read.transfer->id == id; };
  const auto found = std::find_if(reads_.begin(), reads_.end(), is);
  if (found == reads_.end()) return;
  if (reading_ && found == reads_.begin()) {
    found->cancelled = true;
    return;
  }
  mailbox_.post(std::move(found->transfer), Outcome::kStopped);
  reads_.erase(found);
}

std::vector<std::unique_ptr<Transfer>> PeerReader::give_up() {
  const std::lock_guard lock(mutex_);
  std::vector<std::unique_ptr<Transfer>> given_up;
  for (auto& read : reads_) given_up.push_back(std::move(read.transfer));
  reads_.clear();
  return given_up;
}

bool PeerReader::ready() {
  const std::lock_guard lock(mutex_);
  return !reads_.empty();
}

void PeerReader::step() {
  Transfer* first;
  uint64_t nameplate, address;
  {
    const std::lock_guard lock(mutex_);
    // It may have been cancelled since the thread has looked.
    if (reads_.empty()) return;
    reading_ = true;
    first = reads_.front().transfer.get();
    nameplate = reads_.front().nameplate;
    address = reads_.front().address;
  }
  // Only this thread takes it away.
  Transfer& transfer = *first;
  const size_t bytes = std::min(kPieceBytes, transfer.left());
  Outcome outcome = memory_.read(nameplate, address + transfer.copied, transfer.memory + transfer.copied, bytes);
  transfer.copied += bytes;
  if (transfer.left() > 0) TENSORDUCT_FAULT_POINT("peer-read-half");
  else TENSORDUCT_FAULT_POINT("peer-read-whole");

  const std::lock_guard lock(mutex_);
  reading_ = false;
  Read read = std::move(reads_.front());
  reads_.pop_front();
  const bool continues = outcome == Outcome::kDone && read.transfer->left() > 0;
  if (continues && !read.cancelled) return reads_.push_back(std::move(read));
  if (continues) outcome = Outcome::kStopped;
  mailbox_.post(std::move(read.transfer), outcome);
}

}  // namespace tensorduct

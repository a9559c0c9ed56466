#include "stripes.h"

#include <algorithm>

namespace tensorduct {

void Stripes::send(std::unique_ptr<Transfer> range, uint64_t offset) {
  const std::lock_guard lock(mutex_);
  outgoing_.push_back({std::move(range), offset});
  waiting_++;
}

void Stripes::stop(uint64_t transfer) {
  const std::lock_guard lock(mutex_);
  for (auto each = outgoing_.begin(); each != outgoing_.end();) {
    const auto outgoing = each++;
    if (outgoing->range->id != transfer) continue;
    if (!outgoing->stopped && outgoing->taken < outgoing->range->bytes) waiting_--;
    outgoing->stopped = true;
    settle(outgoing);
  }
}

std::optional<Stripes::Departure> Stripes::take() {
  const std::lock_guard lock(mutex_);
  for (auto outgoing = outgoing_.begin(); outgoing != outgoing_.end(); ++outgoing) {
    const Transfer& range = *outgoing->range;
    const uint64_t left = range.bytes - outgoing->taken;
    if (outgoing->stopped || left == 0) continue;
    const size_t bytes = std::min(kChunkBytes, left);
    const Departure departure{outgoing, range.id, outgoing->offset + outgoing->taken, range.memory + outgoing->taken, bytes};
    outgoing->taken += bytes;
    outgoing->writes++;
    if (bytes == left) waiting_--;
    // Behind the others; but the ranges of one transfer go out in order.
    const auto later = find(std::next(outgoing), range.id);
    outgoing_.splice(later, outgoing_, outgoing);
    return departure;
  }
  return std::nullopt;
}

void Stripes::sent(const Departure& departure, bool complete) {
  const std::lock_guard lock(mutex_);
  Outgoing& outgoing = *departure.outgoing;
  outgoing.writes--;
  if (complete) {
    outgoing.range->copied += departure.bytes;
  } else {
    if (!outgoing.stopped && outgoing.taken < outgoing.range->bytes) waiting_--;
    outgoing.stopped = true;
  }
  settle(departure.outgoing);
}

void Stripes::settle(std::list<Outgoing>::iterator outgoing) {
  if (outgoing->writes > 0 || !(outgoing->stopped || outgoing->range->left() == 0)) return;
  const Outcome outcome = outgoing->range->left() == 0 ? Outcome::kDone : Outcome::kStopped;
  mailbox_.post(std::move(outgoing->range), outcome);
  outgoing_.erase(outgoing);
}

/** The first range of a transfer that still waits. */
std::list<Stripes::Outgoing>::iterator Stripes::find(std::list<Outgoing>::iterator from, uint64_t transfer) {
  return std::find_if(from, outgoing_.end(), [&](const Outgoing& each) { return each.range->id == transfer; });
}

void Stripes::expect(uint64_t transfer, uint64_t length) {
  const std::lock_guard lock(mutex_);
  Expected& expected = expected_[transfer];
  expected.length = expected.total = length;
}

bool Stripes::receive(std::unique_ptr<Transfer>& range, uint64_t offset) {
  const std::lock_guard lock(mutex_);
  const auto found = expected_.find(range->id);
  if (found == expected_.end()) return false;
  found->second.ranges.push_back({std::move(range), offset});
  return true;
}

void Stripes::cancel(uint64_t transfer) {
  const std::lock_guard lock(mutex_);
  const auto found = expected_.find(transfer);
  if (found == expected_.end()) return;
  Expected& expected = found->second;
  expected.cancelled = true;
  for (auto each = expected.ranges.begin(); each != expected.ranges.end();) {
    const auto incoming = each++;
    if (incoming->writers > 0) continue;
    mailbox_.post(std::move(incoming->range), Outcome::kStopped);
    expected.ranges.erase(incoming);
  }
}

bool Stripes::end(uint64_t transfer, uint64_t total) {
  const std::lock_guard lock(mutex_);
  const auto found = expected_.find(transfer);
  if (found == expected_.end()) return true;
  Expected& expected = found->second;
  if (total > expected.length || expected.arrived > total) return false;
  expected.total = total;
  if (expected.arrived == total && expected.ranges.empty()) expected_.erase(found);
  return true;
}

bool Stripes::begin(uint64_t transfer, uint64_t offset, uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  const auto found = expected_.find(transfer);
  if (found == expected_.end()) return false;
  Expected& expected = found->second;
  if (offset % kChunkBytes != 0 || offset >= expected.length) return false;
  if (bytes != std::min(kChunkBytes, expected.length - offset)) return false;
  if (!expected.cancelled) {
    const auto incoming = find(expected, offset);
    if (incoming == expected.ranges.end() || bytes > incoming->range->bytes - (offset - incoming->offset)) return false;
  }
  if (offset < expected.begun || !expected.beyond.insert(offset).second) return false;
  while (expected.beyond.erase(expected.begun) > 0) expected.begun += kChunkBytes;
  return true;
}

Stripes::Incoming* Stripes::touch(uint64_t transfer, uint64_t offset) {
  const std::lock_guard lock(mutex_);
  const auto found = expected_.find(transfer);
  if (found == expected_.end() || found->second.cancelled) return nullptr;
  const auto incoming = find(found->second, offset);
  if (incoming == found->second.ranges.end()) return nullptr;
  incoming->writers++;
  return &*incoming;
}

void Stripes::touched(Incoming* incoming) {
  const std::lock_guard lock(mutex_);
  incoming->writers--;
  const auto found = expected_.find(incoming->range->id);
  if (incoming->writers > 0 || found == expected_.end() || !found->second.cancelled) return;
  mailbox_.post(std::move(incoming->range), Outcome::kStopped);
  found->second.ranges.remove_if([&](const Incoming& each) { return &each == incoming; });
  const Expected& expected = found->second;
  if (expected.arrived == expected.total && expected.ranges.empty()) expected_.erase(found);
}

bool Stripes::finish(uint64_t transfer, uint64_t offset, uint64_t bytes) {
  const std::lock_guard lock(mutex_);
  const auto found = expected_.find(transfer);
  if (found == expected_.end()) return false;
  Expected& expected = found->second;
  expected.arrived += bytes;
  if (expected.arrived > expected.total) return false;
  const auto incoming = find(expected, offset);
  if (incoming != expected.ranges.end()) {
    incoming->range->copied += bytes;
    if (incoming->range->left() == 0) {
      mailbox_.post(std::move(incoming->range), Outcome::kDone);
      expected.ranges.erase(incoming);
    }
  }
  if (expected.arrived == expected.total && expected.ranges.empty()) expected_.erase(found);
  return true;
}

/** The range that has a place for the byte at an offset. */
std::list<Stripes::Incoming>::iterator Stripes::find(Expected& expected, uint64_t offset) {
  return std::find_if(expected.ranges.begin(), expected.ranges.end(), [&](const Incoming& each) {
    return offset >= each.offset && offset - each.offset < each.range->bytes;
  });
}

void Stripes::close() {
  const std::lock_guard lock(mutex_);
  for (auto& outgoing : outgoing_) mailbox_.post(std::move(outgoing.range), Outcome::kLost);
  for (auto& [transfer, expected] : expected_) {
    for (auto& incoming : expected.ranges) mailbox_.post(std::move(incoming.range), Outcome::kLost);
  }
  outgoing_.clear();
  expected_.clear();
  waiting_ = 0;
}

}  // namespace tensorduct

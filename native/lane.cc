#include "lane.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "fault_point.h"

namespace tensorduct {

namespace {

/** What one system call moves at most: so a thread looks at its other jobs every 100 us. */
constexpr size_t kPieceBytes = 256 * 1024;
constexpr size_t kScratchBytes = 64 * 1024;

// Must be those of `src/wire/frame.ts` and `src/channels/multi-socket/codec.ts`.
constexpr uint8_t kFrameType = 49;
constexpr uint8_t kHeadLength = 18;
constexpr uint8_t kTransferKey = 0x09;
constexpr uint8_t kOffsetKey = 0x11;
constexpr size_t kBodyLengthAt = 8;
constexpr size_t kTransferAt = 17;
constexpr size_t kOffsetAt = 26;

/** Little-endian, as on the wire. */
void store(uint8_t* to, uint64_t number) {
  for (int byte = 0; byte < 8; byte++) to[byte] = static_cast<uint8_t>(number >> (8 * byte));
}

uint64_t load(const uint8_t* from) {
  uint64_t number = 0;
  for (int byte = 0; byte < 8; byte++) number |= static_cast<uint64_t>(from[byte]) << (8 * byte);
  return number;
}

}  // namespace

void Lane::start() {
  started_ = true;
  wake();
}

void Lane::shut() const { shutdown(socket_.get(), SHUT_RDWR); }

std::vector<std::unique_ptr<Transfer>> Lane::give_up() {
  over_ = true;
  if (sending_) stripes_->sent(sending_->chunk, false);
  sending_.reset();
  std::vector<std::unique_ptr<Transfer>> given_up;
  if (end_) given_up.push_back(std::move(end_));
  return given_up;
}

bool Lane::ready() { return started_ && !over_ && (has_bytes() || has_room()); }

void Lane::hear(uint32_t events) {
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) readable_ = true;
  if (events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) writable_ = true;
}

/** Both directions in turn, where both have something to do. */
void Lane::step() {
  received_last_ = has_bytes() && !(received_last_ && has_room());
  if (received_last_) receive();
  else send();
}

void Lane::send() {
  if (!sending_) {
    const auto chunk = stripes_->take();
    if (!chunk) return;
    sending_.emplace(Sending{*chunk, {}, 0});
    auto& head = sending_->head;
    head[0] = kFrameType;
    head[4] = kHeadLength;
    store(&head[kBodyLengthAt], chunk->bytes);
    head[16] = kTransferKey;
    store(&head[kTransferAt], chunk->transfer);
    head[25] = kOffsetKey;
    store(&head[kOffsetAt], chunk->offset);
  }
  Sending& sending = *sending_;
  const size_t head = kHeadBytes - std::min(kHeadBytes, sending.sent);
  const size_t body = sending.sent + head - kHeadBytes;
  iovec parts[2] = {
      {sending.head.data() + kHeadBytes - head, head},
      {const_cast<uint8_t*>(sending.chunk.data) + body, std::min(kPieceBytes, sending.chunk.bytes - body)},
  };
  msghdr message{};
  message.msg_iov = head > 0 ? parts : parts + 1;
  message.msg_iovlen = head > 0 ? 2 : 1;
  const ssize_t bytes = sendmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (bytes < 0) {
    if (errno == EAGAIN) writable_ = false;
    else if (errno != EINTR) end(Outcome::kLost);
    return;
  }
  sending.sent += static_cast<size_t>(bytes);
  if (sending.sent < kHeadBytes + sending.chunk.bytes) {
    TENSORDUCT_FAULT_POINT("lane-chunk-sending");
    return;
  }
  carried_ += sending.chunk.bytes;
  TENSORDUCT_FAULT_POINT("lane-chunk-sent");
  stripes_->sent(sending.chunk, true);
  sending_.reset();
}

void Lane::receive() {
  if (receiving_) receive_body();
  else receive_head();
}

void Lane::receive_head() {
  iovec part{head_.data() + head_received_, kHeadBytes - head_received_};
  head_received_ += read(&part, 1);
  if (head_received_ == kHeadBytes && !parse_head()) end(Outcome::kBroken);
}

bool Lane::parse_head() {
  static constexpr std::array<uint8_t, 8> kStart = {kFrameType, 0, 0, 0, kHeadLength, 0, 0, 0};
  if (!std::equal(kStart.begin(), kStart.end(), head_.begin())) return false;
  if (head_[16] != kTransferKey || head_[25] != kOffsetKey) return false;
  const uint64_t transfer = load(&head_[kTransferAt]), offset = load(&head_[kOffsetAt]);
  const uint64_t bytes = load(&head_[kBodyLengthAt]);
  if (!stripes_->begin(transfer, offset, bytes)) return false;
  receiving_ = Receiving{transfer, offset, bytes};
  head_received_ = 0;
  return true;
}

void Lane::receive_body() {
  Receiving& receiving = *receiving_;
  const size_t left = receiving.bytes - receiving.received;
  Stripes::Incoming* const incoming = stripes_->touch(receiving.transfer, receiving.offset);
  iovec parts[2];
  if (incoming != nullptr) {
    const uint64_t start = receiving.offset - incoming->offset + receiving.received;
    parts[0] = {incoming->range->memory + start, std::min(kPieceBytes, left)};
  } else {
    scratch_.resize(kScratchBytes);
    parts[0] = {scratch_.data(), std::min(kScratchBytes, left)};
  }
  // What follows the last byte is the next head.
  parts[1] = {head_.data(), kHeadBytes};
  const size_t bytes = read(parts, parts[0].iov_len == left ? 2 : 1);
  TENSORDUCT_FAULT_POINT("lane-chunk-receiving");
  if (incoming != nullptr) stripes_->touched(incoming);
  receiving.received += std::min(bytes, left);
  if (receiving.received < receiving.bytes) return;
  carried_ += receiving.bytes;
  TENSORDUCT_FAULT_POINT("lane-chunk-received");
  const bool expected = stripes_->finish(receiving.transfer, receiving.offset, receiving.bytes);
  receiving_.reset();
  head_received_ = bytes - left;
  if (!expected || (head_received_ == kHeadBytes && !parse_head())) end(Outcome::kBroken);
}

size_t Lane::read(iovec* into, int count) {
  if (early_read_ < early_.size()) {
    const size_t bytes = std::min(into->iov_len, early_.size() - early_read_);
    std::memcpy(into->iov_base, early_.data() + early_read_, bytes);
    early_read_ += bytes;
    return bytes;
  }
  msghdr message{};
  message.msg_iov = into;
  message.msg_iovlen = static_cast<size_t>(count);
  const ssize_t bytes = recvmsg(socket_.get(), &message, MSG_DONTWAIT);
  if (bytes > 0) return static_cast<size_t>(bytes);
  if (bytes == 0 || (errno != EAGAIN && errno != EINTR)) end(Outcome::kLost);
  else if (errno == EAGAIN) readable_ = false;
  return 0;
}

void Lane::end(Outcome outcome) {
  if (over_) return;
  over_ = true;
  if (sending_) stripes_->sent(sending_->chunk, false);
  sending_.reset();
  mailbox_.post(std::move(end_), outcome);
}

}  // namespace tensorduct

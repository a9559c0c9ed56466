#pragma once

#include <array>
#include <atomic>
#include <optional>
#include <vector>

#include "fd.h"
#include "stripes.h"

struct iovec;

namespace tensorduct {

/**
 * One connected stream socket that carries chunks, both ways: see docs/multi-socket.md. It never waits for the peer: its
 * thread is told when the socket has bytes or room.
 */
class Lane : public Mailbox::Job {
 public:
  /**
   * @param early bytes that were read from the socket before
   * @param end told when the lane has ended: lost, or broken by the peer
   */
  Lane(Mailbox& mailbox, std::shared_ptr<Stripes> stripes, Fd socket, std::vector<uint8_t> early,
       std::unique_ptr<Transfer> end)
      : mailbox_(mailbox),
        stripes_(std::move(stripes)),
        socket_(std::move(socket)),
        early_(std::move(early)),
        end_(std::move(end)) {}

  // JS thread.
  /** From now on it reads and writes: not before all is known that may come. */
  void start();
  /** Bytes of chunks that have crossed, in both directions. */
  uint64_t carried() const { return carried_; }
  /** Ends the stream in both directions: the lane will find out. */
  void shut() const;
  std::vector<std::unique_ptr<Transfer>> give_up() override;

  bool ready() override;
  void step() override;
  bool expects() override { return false; }
  bool sleep() override { return !ready(); }
  int bell() const override { return socket_.get(); }
  uint32_t events() const override { return EPOLLIN | EPOLLOUT | EPOLLRDHUP; }
  void hear(uint32_t events) override;

 private:
  /** The header of a frame, and the head of a chunk: of one length. */
  static constexpr size_t kHeadBytes = 34;

  struct Sending {
    Stripes::Departure chunk;
    std::array<uint8_t, kHeadBytes> head;
    /** Of head and body. */
    size_t sent = 0;
  };

  struct Receiving {
    uint64_t transfer;
    uint64_t offset;
    size_t bytes;
    size_t received = 0;
  };

  bool has_bytes() const { return readable_ || early_read_ < early_.size(); }
  bool has_room() const { return writable_ && (sending_ || stripes_->any()); }
  void send();
  void receive();
  void receive_head();
  void receive_body();
  bool parse_head();
  /** @returns how many bytes; 0 where there are none now, or never any more */
  size_t read(iovec* into, int count);
  void end(Outcome outcome);

  Mailbox& mailbox_;
  const std::shared_ptr<Stripes> stripes_;
  const Fd socket_;
  const std::vector<uint8_t> early_;
  std::unique_ptr<Transfer> end_;
  std::atomic<uint64_t> carried_{0};
  std::atomic<bool> started_{false};

  // Of its thread; of the JS thread once it has left that.
  size_t early_read_ = 0;
  bool readable_ = true;
  bool writable_ = true;
  bool received_last_ = false;
  bool over_ = false;
  std::optional<Sending> sending_;
  std::optional<Receiving> receiving_;
  std::array<uint8_t, kHeadBytes> head_;
  size_t head_received_ = 0;
  /** For bytes that nobody wants. */
  std::vector<uint8_t> scratch_;
};

}  // namespace tensorduct

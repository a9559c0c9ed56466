#pragma once

#include <sys/socket.h>

#include <array>
#include <utility>

#include "fd.h"
#include "system_error.h"

namespace tensorduct {

/**
 * Wakes a thread of another process that sleeps in epoll. A socket and not an eventfd: with MSG_DONTWAIT no peer can make
 * a ring block, whatever it does to the file that both share.
 */
class Bell {
 public:
  /** Both ends of a new one. */
  static std::pair<Bell, Bell> pair() {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds) != 0) throw SystemError::last("socketpair");
    return {Bell(Fd(fds[0])), Bell(Fd(fds[1]))};
  }

  /** The end that a peer has sent. @throws SystemError `EINVAL` where it is something else */
  static Bell adopt(Fd fd) {
    int domain = 0;
    socklen_t size = sizeof domain;
    if (getsockopt(fd.get(), SOL_SOCKET, SO_DOMAIN, &domain, &size) != 0 || domain != AF_UNIX) {
      throw SystemError{EINVAL, "getsockopt"};
    }
    return Bell(std::move(fd));
  }

  int fd() const { return fd_.get(); }
  void close() { fd_.reset(); }

  /** A ring that finds no room is not needed: enough of them are there. */
  void ring() const { send(fd_.get(), "", 1, MSG_DONTWAIT | MSG_NOSIGNAL); }

  /**
   * Takes what has rung. What a flood leaves over does no harm: the next ring wakes as well.
   * @returns false when the other end is gone
   */
  bool hear() const {
    std::array<char, 256> rings;
    for (int count = 0; count < 16; count++) {
      const ssize_t size = recv(fd_.get(), rings.data(), rings.size(), MSG_DONTWAIT);
      if (size == 0) return false;
      if (size < 0) return errno == EAGAIN || errno == EINTR;
    }
    return true;
  }

 private:
  explicit Bell(Fd fd) : fd_(std::move(fd)) {}

  Fd fd_;
};

}  // namespace tensorduct

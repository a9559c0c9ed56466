#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "transfer.h"

namespace tensorduct {

/** Random bytes of ours that the peer has put into its memory: who has them there is the peer. */
using Nameplate = std::array<uint8_t, 16>;

/**
 * Copies memory of another process without its help.
 * @returns how many bytes, from the beginning
 * @throws SystemError `ESRCH` where there is no such process, `EPERM` where it may not be read, `EFAULT` where nothing
 *   can be read there, `ENOSYS` or `EPERM` where no process may be read from here
 */
size_t read_process(pid_t pid, uint64_t address, uint8_t* target, size_t bytes);

/**
 * The memory of a peer on this host. The number of a process that is gone goes to another one, and a process may become
 * another program: so each read takes, in one system call and so of one address space, first the nameplate, then the bytes,
 * and then the nameplate again. Bytes with another nameplate before them are not the peer's; with another one behind them,
 * it had taken them back meanwhile.
 */
class PeerMemory {
 public:
  PeerMemory(pid_t pid, const Nameplate& nameplate) : pid_(pid), nameplate_(nameplate) {}

  /**
   * Reads what lies at `address`. What is not the peer's is wiped out again.
   * @param nameplate where the peer says that it is
   * @returns `kDone`; `kLost` where the process is not the peer any more, or its end is closed; `kUnreadable` where only the
   *   bytes cannot be read; `kRefused` where the system does not allow it any more
   */
  Outcome read(uint64_t nameplate, uint64_t address, uint8_t* target, size_t bytes) const;

 private:
  pid_t pid_;
  Nameplate nameplate_;
};

}  // namespace tensorduct

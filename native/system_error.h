#pragma once

#include <cerrno>

namespace tensorduct {

/** A system call has failed. JavaScript sees an Error with `code` (ENOSPC), `errno` and `syscall`. */
struct SystemError {
  int code;
  const char* syscall;

  /** What the last system call of this thread failed with. */
  static SystemError last(const char* syscall) { return {errno, syscall}; }
};

}  // namespace tensorduct

#pragma once

#include <cstddef>
#include <cstdint>

#include "fd.h"

namespace tensorduct {

/**
 * A memfd mapped into this process. The pages are reserved before they are mapped and the file can never shrink, so no
 * access raises SIGBUS. Without a name: the kernel frees the memory when the last process that maps it is gone.
 */
class Mapping {
 public:
  /**
   * Reserves fresh memory and touches each page of it: slow, so off the JS thread.
   * @param bytes a multiple of the page size
   * @throws SystemError `ENOSPC`, `ENOMEM`, `EFBIG`, `EMFILE`
   */
  static Mapping reserve(size_t bytes);

  /**
   * Maps what a peer has reserved.
   * @throws SystemError `EINVAL` where it is no sealed memfd of that size: a peer could shrink it under us
   */
  static Mapping adopt(Fd fd, size_t bytes);

  Mapping(Mapping&& other) noexcept;
  Mapping& operator=(Mapping&&) = delete;
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping();

  /**
   * Puts these bytes, in whole pages, in place of what is mapped at `target`, which must be memory of a reservation of its own.
   * They stay there when this mapping ends.
   * @returns false where a page of this system does not begin there
   * @throws SystemError `ENOMEM`
   */
  bool overlay(size_t offset, size_t length, uint8_t* target) const;

  /** Puts empty memory in place of an overlay. @throws SystemError */
  static void uncover(uint8_t* target, size_t length);

  uint8_t* data() const { return data_; }
  size_t size() const { return size_; }
  /** To pass on what was reserved here; -1 for what was adopted, and once it is closed. */
  int fd() const { return fd_.get(); }
  /** There is nobody else to pass it on to: the mapping lives without its descriptor. */
  void close_fd() { fd_.reset(); }

 private:
  Mapping(Fd fd, uint8_t* data, size_t size) : fd_(std::move(fd)), data_(data), size_(size) {}
  static Mapping map(Fd fd, size_t bytes);

  Fd fd_;
  uint8_t* data_;
  size_t size_;
};

}  // namespace tensorduct

#include "mapping.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fault_point.h"
#include "system_error.h"

namespace tensorduct {

namespace {

constexpr size_t kMostPopulated = 256 * 1024;
constexpr int kSeals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

}  // namespace

Mapping Mapping::reserve(size_t bytes) {
  Fd fd(memfd_create("tensorduct", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!fd) throw SystemError::last("memfd_create");
  TENSORDUCT_FAULT_POINT("memfd-made");
  // A hole that cannot be filled later is SIGBUS; this fails instead.
  int failure;
  do failure = posix_fallocate(fd.get(), 0, static_cast<off_t>(bytes));
  while (failure == EINTR);
  if (failure != 0) throw SystemError{failure, "posix_fallocate"};
  if (fcntl(fd.get(), F_ADD_SEALS, kSeals) != 0) throw SystemError::last("fcntl");
  TENSORDUCT_FAULT_POINT("memfd-sealed");
  return map(std::move(fd), bytes);
}

Mapping Mapping::adopt(Fd fd, size_t bytes) {
  const int seals = fcntl(fd.get(), F_GET_SEALS);
  struct stat status;
  if (seals < 0 || fstat(fd.get(), &status) != 0) throw SystemError{EINVAL, "fcntl"};
  if ((seals & kSeals) != kSeals || static_cast<size_t>(status.st_size) != bytes) throw SystemError{EINVAL, "fstat"};
  // Sealed, but perhaps never filled: a hole that the system cannot fill would be SIGBUS here.
  if (static_cast<size_t>(status.st_blocks) * 512 < bytes) throw SystemError{EINVAL, "fstat"};
  Mapping mapping = map(std::move(fd), bytes);
  TENSORDUCT_FAULT_POINT("memfd-mapped");
  // It is ours to read, not to pass on.
  mapping.close_fd();
  return mapping;
}

Mapping Mapping::map(Fd fd, size_t bytes) {
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd.get(), 0);
  if (data == MAP_FAILED) throw SystemError::last("mmap");
  return Mapping(std::move(fd), static_cast<uint8_t*>(data), bytes);
}

bool Mapping::overlay(size_t offset, size_t length, uint8_t* target) const {
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  if (offset % page != 0 || reinterpret_cast<uintptr_t>(target) % page != 0) return false;
  const size_t whole = (length + page - 1) / page * page;
  // An old size of 0 maps the same pages once more: mremap(2). No descriptor is needed, which adopted memory has not.
  if (mremap(data_ + offset, 0, whole, MREMAP_MAYMOVE | MREMAP_FIXED, target) == MAP_FAILED) throw SystemError::last("mremap");
#ifdef MADV_POPULATE_WRITE
  // The pages are there: this saves a fault for each, while they are so few that it does not keep the event loop waiting.
  // Kernels before 5.14 do not know it.
  if (whole <= kMostPopulated) madvise(target, whole, MADV_POPULATE_WRITE);
#endif
  return true;
}

void Mapping::uncover(uint8_t* target, size_t length) {
  constexpr int kFlags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
  if (mmap(target, length, PROT_READ | PROT_WRITE, kFlags, -1, 0) == MAP_FAILED) throw SystemError::last("mmap");
}

Mapping::Mapping(Mapping&& other) noexcept
    : fd_(std::move(other.fd_)), data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Mapping::~Mapping() {
  if (data_ != nullptr) munmap(data_, size_);
}

}  // namespace tensorduct

#include "peer_memory.h"

#include <sys/uio.h>

#include <cerrno>
#include <cstring>

#include "system_error.h"

namespace tensorduct {

namespace {

iovec span(void* data, size_t bytes) { return {data, bytes}; }

/** Of another process: a number here. */
iovec span(uint64_t address, size_t bytes) { return {reinterpret_cast<void*>(static_cast<uintptr_t>(address)), bytes}; }

}  // namespace

size_t read_process(pid_t pid, uint64_t address, uint8_t* target, size_t bytes) {
  const iovec local = span(target, bytes);
  const iovec remote = span(address, bytes);
  const ssize_t count = process_vm_readv(pid, &local, 1, &remote, 1, 0);
  if (count < 0) throw SystemError::last("process_vm_readv");
  return static_cast<size_t>(count);
}

Outcome PeerMemory::read(uint64_t nameplate, uint64_t address, uint8_t* target, size_t bytes) const {
  Nameplate before{}, after{};
  const iovec local[] = {span(before.data(), before.size()), span(target, bytes), span(after.data(), after.size())};
  const iovec remote[] = {span(nameplate, before.size()), span(address, bytes), span(nameplate, after.size())};
  const ssize_t count = process_vm_readv(pid_, local, 3, remote, 3, 0);
  const int failure = count < 0 ? errno : 0;
  const size_t read = count < 0 ? 0 : static_cast<size_t>(count);
  if (before == nameplate_ && after == nameplate_) return Outcome::kDone;
  std::memset(target, 0, bytes);
  if (failure == EPERM || failure == ENOSYS || failure == ENOMEM) return Outcome::kRefused;
  const bool stopped = before == nameplate_ && read < before.size() + bytes;
  return stopped ? Outcome::kUnreadable : Outcome::kLost;
}

}  // namespace tensorduct

#pragma once

/**
 * Named moments in which a test ends this process: see test/faults/README.md. The names are those of
 * `src/fault-point.ts`. Without TENSORDUCT_FAULTS nothing of it is compiled, not even the names.
 */
#ifdef TENSORDUCT_FAULTS

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <string>

namespace tensorduct {

/** Which point is fatal: TENSORDUCT_FAULT is `NAME:HIT:SIGNAL`, or `census`, which has every hit told. */
class FaultPoint {
 public:
  /** Any thread, without a lock: another one may be killed or stopped here at any time. */
  static void hit(const char* name) {
    static const FaultPoint fatal;
    static std::atomic<int> hits{0};
    if (fatal.name_ == "census") return tell(name);
    if (fatal.name_ != name || ++hits != fatal.hit_) return;
    tell(name);
    kill(getpid(), fatal.signal_);
  }

 private:
  FaultPoint() {
    const char* given = std::getenv("TENSORDUCT_FAULT");
    const std::string text = given != nullptr ? given : "";
    name_ = text.substr(0, text.find(':'));
    if (name_.size() == text.size()) return;
    hit_ = std::atoi(text.c_str() + name_.size() + 1);
    signal_ = text.find("SIGSTOP") == std::string::npos ? SIGKILL : SIGSTOP;
  }

  /** In one system call, so that lines of several threads stay whole. */
  static void tell(const char* name) {
    const std::string line = std::string("fault point ") + name + "\n";
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
  }

  std::string name_;
  int hit_ = 0;
  int signal_ = 0;
};

}  // namespace tensorduct

#define TENSORDUCT_FAULT_POINT(name) ::tensorduct::FaultPoint::hit(name)
#else
#define TENSORDUCT_FAULT_POINT(name) static_cast<void>(0)
#endif

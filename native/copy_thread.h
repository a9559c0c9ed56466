#pragma once

#include <sys/epoll.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "fd.h"

namespace tensorduct {

/** Copies to be made in pieces, as far as they can be made without waiting. Any thread may add to it. */
class CopyJob {
 public:
  virtual ~CopyJob() = default;

  // All is called by its thread alone.

  /** Whether a piece can be copied now. Cheap: it is asked in a loop. */
  virtual bool ready() = 0;
  /** Copies one piece, if it is ready. */
  virtual void step() = 0;
  /** Whether a piece may be ready in a moment, so that it is worth looking again instead of sleeping. */
  virtual bool expects() = 0;
  /** The thread goes to sleep: asks the peer for the bell. @returns false when the job is ready after all */
  virtual bool sleep() { return true; }
  /** What rings when the peer has something for the job; -1 where only this process has. */
  virtual int bell() const { return -1; }
  /** What it rings for, each time anew: events of epoll. */
  virtual uint32_t events() const { return EPOLLIN; }
  /** It has rung, for some of these. */
  virtual void hear(uint32_t) {}
};

/**
 * A thread that copies and never waits for a peer: it looks at its jobs in turn, one piece each, for a moment also when
 * none is ready, and then sleeps until a bell rings. It is 10 nicer than the rest of the process, so that the JS thread goes first.
 */
class CopyThread {
 public:
  /** @param spins whether there is a core to look for work on */
  explicit CopyThread(bool spins);
  ~CopyThread();

  void add(std::shared_ptr<CopyJob> job);
  /** Waits for the piece that is being copied. Idempotent. */
  void remove(const CopyJob& job);
  /** A job has new work. */
  void wake();

  /** How many jobs it has. */
  size_t load();

 private:
  using Lock = std::unique_lock<std::mutex>;

  void run();
  CopyJob* next();
  bool spin(Lock& lock);
  void sleep(Lock& lock);
  void listen(Lock& lock, int timeout_ms);
  void rouse();

  const bool spins_;
  Fd epoll_;
  /** Rung by this process: an eventfd. */
  Fd alarm_;
  std::mutex mutex_;
  std::condition_variable stepped_;
  std::vector<std::shared_ptr<CopyJob>> jobs_;
  size_t turn_ = 0;
  const CopyJob* running_ = nullptr;
  bool asleep_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

/** The copy threads of this process: fewer than it has cores. Started when they are needed, gone with the last who holds it. */
class Copier {
 public:
  /** That of this process. */
  static std::shared_ptr<Copier> shared();

  Copier();

  /** Gives a job to the thread with the fewest. @throws SystemError */
  CopyThread& employ(std::shared_ptr<CopyJob> job);

 private:
  std::mutex mutex_;
  const size_t most_;
  std::vector<std::unique_ptr<CopyThread>> threads_;
};

}  // namespace tensorduct

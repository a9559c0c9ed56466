#pragma once

#include <errno.h>
#include <semaphore.h>
#include <time.h>

namespace tensorduct {

/** What wakes a thread, as a socket does a process. */
class SemaphoreBell {
 public:
  SemaphoreBell() { sem_init(&semaphore_, 0, 0); }
  ~SemaphoreBell() { sem_destroy(&semaphore_); }

  void ring() { sem_post(&semaphore_); }

  /** @returns false when nobody has rung before the deadline */
  bool wait() {
    timespec deadline;
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += kDeadlineSeconds;
    while (sem_timedwait(&semaphore_, &deadline) != 0) {
      if (errno != EINTR) return false;
    }
    return true;
  }

 private:
  static constexpr time_t kDeadlineSeconds = 60;

  sem_t semaphore_;
};

}  // namespace tensorduct

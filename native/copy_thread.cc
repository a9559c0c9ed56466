#include "copy_thread.h"

#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <system_error>

#include "system_error.h"

namespace tensorduct {

namespace {

/** A pair of threads that copy through the same ring is never further apart; sleeping and waking costs 50 us. */
constexpr std::chrono::microseconds kSpin{200};
/** Less urgent than the JS thread, by so much. */
constexpr int kNicer = 10;
/** Some milliseconds at most. */
constexpr unsigned kStepsBetweenBells = 16;
/** A few saturate the memory of any machine. */
constexpr size_t kMostThreads = 4;

size_t cores() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
  return static_cast<size_t>(CPU_COUNT(&set));
}

void pause() {
#if defined(__x86_64__)
  for (int count = 0; count < 16; count++) __builtin_ia32_pause();
#else
  std::this_thread::yield();
#endif
}

void watch(int epoll, int fd, uint32_t events, const void* what) {
  epoll_event event{};
  event.events = events | EPOLLET;
  event.data.ptr = const_cast<void*>(what);
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) throw SystemError::last("epoll_ctl");
}

}  // namespace

CopyThread::CopyThread(bool spins) : spins_(spins), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_) throw SystemError::last("epoll_create1");
  alarm_ = Fd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!alarm_) throw SystemError::last("eventfd");
  watch(epoll_.get(), alarm_.get(), EPOLLIN, nullptr);
  // Signals are for the threads of Node.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  try {
    thread_ = std::thread([this] { run(); });
  } catch (const std::system_error& failure) {
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    throw SystemError{failure.code().value(), "pthread_create"};
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

CopyThread::~CopyThread() {
  {
    const Lock lock(mutex_);
    stopped_ = true;
    rouse();
  }
  thread_.join();
}

void CopyThread::add(std::shared_ptr<CopyJob> job) {
  const Lock lock(mutex_);
  if (job->bell() >= 0) watch(epoll_.get(), job->bell(), job->events(), job.get());
  jobs_.push_back(std::move(job));
  rouse();
}

void CopyThread::remove(const CopyJob& job) {
  std::shared_ptr<CopyJob> removed;
  Lock lock(mutex_);
  const auto found = std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& each) { return each.get() == &job; });
  if (found == jobs_.end()) return;
  removed = std::move(*found);
  jobs_.erase(found);
  if (removed->bell() >= 0) epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, removed->bell(), nullptr);
  stepped_.wait(lock, [&] { return running_ != &job; });
}

void CopyThread::wake() {
  const Lock lock(mutex_);
  rouse();
}

size_t CopyThread::load() {
  const Lock lock(mutex_);
  return jobs_.size();
}

void CopyThread::rouse() {
  if (!asleep_) return;
  asleep_ = false;
  const uint64_t one = 1;
  // Cannot fail: the counter is far from full.
  [[maybe_unused]] const ssize_t written = write(alarm_.get(), &one, sizeof one);
}

void CopyThread::run() {
  pthread_setname_np(pthread_self(), "tensorduct-copy");
  const auto thread = static_cast<id_t>(syscall(SYS_gettid));
  setpriority(PRIO_PROCESS, thread, getpriority(PRIO_PROCESS, thread) + kNicer);
  Lock lock(mutex_);
  unsigned steps = 0;
  while (!stopped_) {
    // While one job is never done, the bells of the others are heard nevertheless.
    if (++steps % kStepsBetweenBells == 0) listen(lock, 0);
    if (CopyJob* job = next()) {
      running_ = job;
      lock.unlock();
      job->step();
      lock.lock();
      running_ = nullptr;
      stepped_.notify_all();
    } else if (!spin(lock)) {
      sleep(lock);
    }
  }
}

/** The job whose turn it is among those that are ready. */
CopyJob* CopyThread::next() {
  for (size_t tried = 0; tried < jobs_.size(); tried++) {
    turn_ = (turn_ + 1) % jobs_.size();
    if (jobs_[turn_]->ready()) return jobs_[turn_].get();
  }
  return nullptr;
}

/** Looks again for a moment. @returns whether something is ready, or the thread is to stop */
bool CopyThread::spin(Lock& lock) {
  const auto expects = [](const auto& job) { return job->expects(); };
  const auto ready = [](const auto& job) { return job->ready(); };
  if (!spins_ || std::none_of(jobs_.begin(), jobs_.end(), expects)) return false;
  const auto end = std::chrono::steady_clock::now() + kSpin;
  do {
    lock.unlock();
    pause();
    lock.lock();
    if (stopped_ || std::any_of(jobs_.begin(), jobs_.end(), ready)) return true;
  } while (std::chrono::steady_clock::now() < end);
  return false;
}

void CopyThread::sleep(Lock& lock) {
  for (const auto& job : jobs_) {
    if (!job->sleep()) return;
  }
  asleep_ = true;
  listen(lock, -1);
  asleep_ = false;
}

/** Hears the bells that have rung. @param timeout_ms how long it waits for one; -1 until one rings */
void CopyThread::listen(Lock& lock, int timeout_ms) {
  lock.unlock();
  std::array<epoll_event, 64> events;
  const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout_ms);
  lock.lock();
  for (int index = 0; index < count; index++) {
    const void* what = events[static_cast<size_t>(index)].data.ptr;
    if (what == nullptr) {
      uint64_t alarms;
      [[maybe_unused]] const ssize_t bytes = read(alarm_.get(), &alarms, sizeof alarms);
      continue;
    }
    // It may have been removed meanwhile.
    for (const auto& job : jobs_) {
      if (job.get() == what) job->hear(events[static_cast<size_t>(index)].events);
    }
  }
}

std::shared_ptr<Copier> Copier::shared() {
  static std::mutex mutex;
  static std::weak_ptr<Copier> copier;
  const std::lock_guard lock(mutex);
  auto shared = copier.lock();
  if (!shared) copier = shared = std::make_shared<Copier>();
  return shared;
}

Copier::Copier() : most_(std::clamp<size_t>(cores() - 1, 1, kMostThreads)) {}

CopyThread& Copier::employ(std::shared_ptr<CopyJob> job) {
  const std::lock_guard lock(mutex_);
  CopyThread* best = nullptr;
  size_t least = 0;
  for (const auto& thread : threads_) {
    const size_t load = thread->load();
    if (best == nullptr || load < least) {
      best = thread.get();
      least = load;
    }
  }
  if (best == nullptr || (least > 0 && threads_.size() < most_)) {
    threads_.push_back(std::make_unique<CopyThread>(cores() > 1));
    best = threads_.back().get();
  }
  best->add(std::move(job));
  return *best;
}

}  // namespace tensorduct

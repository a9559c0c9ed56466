#pragma once

#include <uv.h>

#include <memory>
#include <mutex>
#include <vector>

#include "copy_thread.h"
#include "transfer.h"

namespace tensorduct {

class LocalCopies;

/**
 * What copy threads do for one environment: its transfers begin here and come back here when they have ended. Goes with
 * the environment: first its jobs leave their threads, then libuv closes the handle.
 */
class Mailbox {
 public:
  /** That of an environment, made when it is first needed. */
  static Mailbox& of(napi_env env);

  /** A job of an environment: can be taken from its thread, and then gives up its transfers. */
  class Job : public CopyJob {
   public:
    /** Its thread has left it. JS thread. */
    virtual std::vector<std::unique_ptr<Transfer>> give_up() = 0;
    bool employed() const { return thread_ != nullptr; }
    void wake() const { thread_->wake(); }

   private:
    friend class Mailbox;
    CopyThread* thread_ = nullptr;
  };

  // ---- JS thread ----

  /**
   * A transfer for `callback(outcome, bytes)`, which says how many were copied. The memory must stay as it is until then.
   * @param holds whether the process waits for it: not where a peer has to do its part
   */
  std::unique_ptr<Transfer> begin(uint64_t id, napi_value memory, napi_value callback, bool holds);

  /** Has a job done. @throws SystemError when there can be no thread */
  void employ(std::shared_ptr<Job> job);
  /** Takes a job from its thread; what it has not finished is lost. Idempotent. */
  void dismiss(const std::shared_ptr<Job>& job);

  /** The job that needs no peer. Employed, unless there can be no thread. */
  LocalCopies& local_copies();

  // ---- any thread ----

  /** A transfer has ended: nobody touches its memory any more. */
  void post(std::unique_ptr<Transfer> transfer, Outcome outcome);

 private:
  struct Ended {
    std::unique_ptr<Transfer> transfer;
    Outcome outcome;
  };

  explicit Mailbox(napi_env env);
  ~Mailbox() = default;

  void deliver();
  void tell(const Transfer& transfer, Outcome outcome);
  void free(const Transfer& transfer);
  uv_handle_t* handle() { return reinterpret_cast<uv_handle_t*>(&handle_); }
  static void clean_up(napi_async_cleanup_hook_handle, void* data);

  napi_env env_;
  uv_async_t handle_{};
  napi_async_context context_ = nullptr;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  std::shared_ptr<Copier> copier_ = Copier::shared();
  std::vector<std::shared_ptr<Job>> jobs_;
  std::shared_ptr<LocalCopies> local_copies_;
  /** Transfers that hold the process. */
  size_t holding_ = 0;

  std::mutex mutex_;
  std::vector<Ended> ended_;
};

}  // namespace tensorduct

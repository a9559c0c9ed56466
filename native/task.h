#pragma once

#include <memory>
#include <optional>

#include "js.h"

namespace tensorduct {

/**
 * Work on libuv's pool, then a callback `(error, result)` on the JS thread. Where the environment ends first, Node waits
 * for running work, and the callback is not called.
 */
template <typename Work>
class Task {
 public:
  /**
   * @param work has `void run()`, on any thread, which may throw SystemError; and `napi_value finish(napi_env)`, which may, too
   */
  static void start(napi_env env, const char* name, napi_value callback, Work work) {
    auto task = std::unique_ptr<Task>(new Task(std::move(work)));
    check(env, napi_create_reference(env, callback, 1, &task->callback_));
    check(env, napi_create_async_work(env, nullptr, js::string(env, name), execute, complete, task.get(), &task->job_));
    check(env, napi_queue_async_work(env, task->job_));
    task.release();
  }

 private:
  explicit Task(Work work) : work_(std::move(work)) {}

  static void check(napi_env env, napi_status status) { js::check(env, status); }

  static void execute(napi_env, void* data) {
    auto& task = *static_cast<Task*>(data);
    try {
      task.work_.run();
    } catch (const SystemError& failure) {
      task.failure_ = failure;
    }
  }

  static void complete(napi_env env, napi_status status, void* data) {
    const std::unique_ptr<Task> task(static_cast<Task*>(data));
    napi_value callback = nullptr;
    napi_get_reference_value(env, task->callback_, &callback);
    napi_delete_reference(env, task->callback_);
    napi_delete_async_work(env, task->job_);
    if (status == napi_cancelled) return;
    js::border(env, [&] {
      napi_value result = js::null(env);
      if (!task->failure_) {
        try {
          result = task->work_.finish(env);
        } catch (const SystemError& failure) {
          task->failure_ = failure;
        }
      }
      const napi_value arguments[] = {task->failure_ ? js::error(env, *task->failure_) : js::null(env), result};
      check(env, napi_call_function(env, js::undefined(env), callback, 2, arguments, nullptr));
      return nullptr;
    });
  }

  Work work_;
  std::optional<SystemError> failure_;
  napi_ref callback_ = nullptr;
  napi_async_work job_ = nullptr;
};

}  // namespace tensorduct

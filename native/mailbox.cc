#include "mailbox.h"

#include <algorithm>

#include "local_copies.h"

namespace tensorduct {

Mailbox& Mailbox::of(napi_env env) {
  js::Instance& instance = js::instance(env);
  if (instance.mailbox == nullptr) instance.mailbox = new Mailbox(env);
  return *instance.mailbox;
}

Mailbox::Mailbox(napi_env env) : env_(env) {
  uv_loop_t* loop = nullptr;
  js::check(env, napi_get_uv_event_loop(env, &loop));
  js::check(env, napi_async_init(env, nullptr, js::string(env, "tensorduct.copy"), &context_));
  const int failure = uv_async_init(loop, &handle_, [](uv_async_t* handle) { static_cast<Mailbox*>(handle->data)->deliver(); });
  if (failure != 0) throw SystemError{-failure, "uv_async_init"};
  handle_.data = this;
  uv_unref(handle());
  napi_add_async_cleanup_hook(env, clean_up, this, &hook_);
}

std::unique_ptr<Transfer> Mailbox::begin(uint64_t id, napi_value memory, napi_value callback, bool holds) {
  const js::Bytes bytes = js::bytes(env_, memory);
  auto transfer = std::make_unique<Transfer>();
  transfer->id = id;
  transfer->memory = bytes.data;
  transfer->bytes = bytes.size;
  js::check(env_, napi_create_reference(env_, callback, 1, &transfer->callback));
  js::check(env_, napi_create_reference(env_, memory, 1, &transfer->buffer));
  transfer->holds = holds;
  if (holds && holding_++ == 0) uv_ref(handle());
  return transfer;
}

void Mailbox::employ(std::shared_ptr<Job> job) {
  job->thread_ = &copier_->employ(job);
  jobs_.push_back(std::move(job));
}

void Mailbox::dismiss(const std::shared_ptr<Job>& job) {
  const auto found = std::find(jobs_.begin(), jobs_.end(), job);
  if (found == jobs_.end()) return;
  job->thread_->remove(*job);
  jobs_.erase(found);
  for (auto& transfer : job->give_up()) post(std::move(transfer), Outcome::kLost);
}

LocalCopies& Mailbox::local_copies() {
  if (!local_copies_) local_copies_ = std::make_shared<LocalCopies>(*this);
  if (!local_copies_->employed()) {
    try {
      employ(local_copies_);
    } catch (const SystemError&) {
      // Of threads or descriptors there are no more.
    }
  }
  return *local_copies_;
}

void Mailbox::post(std::unique_ptr<Transfer> transfer, Outcome outcome) {
  const std::lock_guard lock(mutex_);
  ended_.push_back({std::move(transfer), outcome});
  if (ended_.size() == 1) uv_async_send(&handle_);
}

void Mailbox::deliver() {
  std::vector<Ended> ended;
  {
    const std::lock_guard lock(mutex_);
    ended.swap(ended_);
  }
  for (const auto& [transfer, outcome] : ended) tell(*transfer, outcome);
}

void Mailbox::tell(const Transfer& transfer, Outcome outcome) {
  const js::HandleScope scope(env_);
  napi_value callback = nullptr;
  napi_get_reference_value(env_, transfer.callback, &callback);
  free(transfer);
  js::call(env_, context_, callback, {static_cast<double>(outcome), static_cast<double>(transfer.copied)});
}

void Mailbox::free(const Transfer& transfer) {
  if (transfer.holds && --holding_ == 0) uv_unref(handle());
  napi_delete_reference(env_, transfer.callback);
  napi_delete_reference(env_, transfer.buffer);
}

/** The environment ends: no thread may touch its memory any more, and libuv must have closed the handle. */
void Mailbox::clean_up(napi_async_cleanup_hook_handle, void* data) {
  auto* mailbox = static_cast<Mailbox*>(data);
  while (!mailbox->jobs_.empty()) mailbox->dismiss(std::shared_ptr(mailbox->jobs_.back()));
  for (const auto& [transfer, outcome] : mailbox->ended_) mailbox->free(*transfer);
  napi_async_destroy(mailbox->env_, mailbox->context_);
  js::instance(mailbox->env_).mailbox = nullptr;
  uv_close(mailbox->handle(), [](uv_handle_t* handle) {
    auto* closed = static_cast<Mailbox*>(handle->data);
    napi_remove_async_cleanup_hook(closed->hook_);
    delete closed;
  });
}

}  // namespace tensorduct

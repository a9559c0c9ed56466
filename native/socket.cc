#include "socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <vector>

#include "credentials.h"
#include "descriptor.h"
#include "fault_point.h"

namespace tensorduct {

namespace {

constexpr size_t kMostBytes = 65536;
/** Most descriptors in one message. */
constexpr size_t kMostDescriptors = 8;
constexpr int kBacklog = 511;

struct Address {
  sockaddr_un address{};
  socklen_t size;

  /** An abstract name: no file, gone with its socket. */
  explicit Address(const std::string& name) {
    if (name.empty() || name.size() > sizeof(address.sun_path) - 1) throw js::BadArgument{"a bad name for a socket"};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  }

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&address); }
};

Fd open() {
  Fd fd(::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) throw SystemError::last("socket");
  return fd;
}

Fd open_spare() { return Fd(::open("/dev/null", O_RDONLY | O_CLOEXEC)); }

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

Socket::Socket(Fd fd) : fd_(std::move(fd)) {}

Socket::~Socket() { shut(); }

void Socket::define(napi_env env, napi_value exports) {
  const napi_property_descriptor properties[] = {
      js::function("listen", js::callback<listen>), js::function("connect", js::callback<connect>),
      js::method("accept", js::callback<accept>),   js::getter("credentials", js::callback<credentials>),
      js::method("send", js::callback<send>),       js::method("receive", js::callback<receive>),
      js::method("poll", js::callback<poll>),       js::method("ref", js::callback<ref>),
      js::method("unref", js::callback<unref>),     js::method("close", js::callback<close>),
  };
  js::instance(env).socket = js::Class<Socket>::define(env, exports, "Socket", properties);
}

/** listen(name) */
napi_value Socket::listen(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  const Address address(arguments.string(0));
  Fd fd = open();
  if (::bind(fd.get(), address.get(), address.size) != 0) throw SystemError::last("bind");
  if (::listen(fd.get(), kBacklog) != 0) throw SystemError::last("listen");
  Fd spare = open_spare();
  const napi_value object = wrap(env, std::move(fd));
  self(env, object).spare_ = std::move(spare);
  return object;
}

/** connect(name): at once, or not at all: EAGAIN while the listener's queue is full. */
napi_value Socket::connect(napi_env env, napi_callback_info info) {
  const js::Arguments<1> arguments(env, info);
  const Address address(arguments.string(0));
  Fd fd = open();
  if (::connect(fd.get(), address.get(), address.size) != 0) throw SystemError::last("connect");
  return wrap(env, std::move(fd));
}

/** accept(): the next connection, or null. EMFILE: there is no descriptor for it, so its peer is hung up on. */
napi_value Socket::accept(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  Socket& socket = self(env, arguments.self());
  Fd fd(::accept4(socket.fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (fd) return wrap(env, std::move(fd));
  if (would_block() || errno == ECONNABORTED || errno == EINTR) return js::null(env);
  const SystemError failure = SystemError::last("accept4");
  if (failure.code == EMFILE || failure.code == ENFILE) socket.hang_up_on_next();
  throw failure;
}

/** Who made the other end: `{ pid, uid, gid }`. */
napi_value Socket::credentials(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  return peer_credentials(env, self(env, arguments.self()).fd());
}

/** send(bytes, fds): one message with copies of the descriptors; false when it must be tried again. */
napi_value Socket::send(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  const js::Bytes message = js::bytes(env, arguments[0]);
  uint32_t count;
  js::check(env, napi_get_array_length(env, arguments[1], &count));
  if (message.size == 0 || message.size > kMostBytes || count > kMostDescriptors) {
    throw js::BadArgument{"a message has 1 to 65536 bytes and at most 8 descriptors"};
  }
  iovec part{message.data, message.size};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostDescriptors * sizeof(int))> control{};
  if (count > 0) {
    header.msg_control = control.data();
    header.msg_controllen = CMSG_SPACE(count * sizeof(int));
    cmsghdr* ancillary = CMSG_FIRSTHDR(&header);
    ancillary->cmsg_level = SOL_SOCKET;
    ancillary->cmsg_type = SCM_RIGHTS;
    ancillary->cmsg_len = CMSG_LEN(count * sizeof(int));
    for (uint32_t index = 0; index < count; index++) {
      napi_value element;
      int32_t fd;
      js::check(env, napi_get_element(env, arguments[1], index, &element));
      js::check(env, napi_get_value_int32(env, element, &fd));
      std::memcpy(CMSG_DATA(ancillary) + index * sizeof(int), &fd, sizeof fd);
    }
  }
  const int fd = self(env, arguments.self()).fd();
  if (count > 0) TENSORDUCT_FAULT_POINT("descriptor-sending");
  ssize_t sent;
  do sent = ::sendmsg(fd, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (sent < 0 && errno == EINTR);
  if (sent >= 0 && count > 0) TENSORDUCT_FAULT_POINT("descriptor-sent");
  if (sent >= 0) return js::boolean(env, true);
  if (would_block()) return js::boolean(env, false);
  throw SystemError::last("sendmsg");
}

/** receive(): `{ bytes, descriptors }`; null when there is nothing yet; undefined at the end. */
napi_value Socket::receive(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  static thread_local std::array<uint8_t, kMostBytes> buffer;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(kMostDescriptors * sizeof(int))> control{};
  iovec part{buffer.data(), buffer.size()};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control.data();
  header.msg_controllen = control.size();
  const int fd = self(env, arguments.self()).fd();
  ssize_t size;
  // A peer that died with messages of ours unread is told by one ECONNRESET; what it has sent before lies behind that.
  do size = ::recvmsg(fd, &header, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  while (size < 0 && (errno == EINTR || errno == ECONNRESET));
  if (size < 0) {
    if (would_block()) return js::null(env);
    throw SystemError::last("recvmsg");
  }

  std::vector<Fd> received;
  for (cmsghdr* ancillary = CMSG_FIRSTHDR(&header); ancillary != nullptr; ancillary = CMSG_NXTHDR(&header, ancillary)) {
    if (ancillary->cmsg_level != SOL_SOCKET || ancillary->cmsg_type != SCM_RIGHTS) continue;
    const size_t count = (ancillary->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t index = 0; index < count; index++) {
      int descriptor;
      std::memcpy(&descriptor, CMSG_DATA(ancillary) + index * sizeof(int), sizeof descriptor);
      received.emplace_back(descriptor);
    }
  }
  if (!received.empty()) TENSORDUCT_FAULT_POINT("descriptor-received");
  if (size == 0) return js::undefined(env);
  if ((header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) throw SystemError{EMSGSIZE, "recvmsg"};

  napi_value bytes, descriptors, message;
  js::check(env, napi_create_buffer_copy(env, static_cast<size_t>(size), buffer.data(), nullptr, &bytes));
  js::check(env, napi_create_array_with_length(env, received.size(), &descriptors));
  for (size_t index = 0; index < received.size(); index++) {
    const napi_value descriptor = Descriptor::create(env, std::move(received[index]));
    js::check(env, napi_set_element(env, descriptors, static_cast<uint32_t>(index), descriptor));
  }
  js::check(env, napi_create_object(env, &message));
  js::set(env, message, "bytes", bytes);
  js::set(env, message, "descriptors", descriptors);
  return message;
}

/** poll(writable, callback): calls back with events of libuv, until `close`. The last call counts. */
napi_value Socket::poll(napi_env env, napi_callback_info info) {
  const js::Arguments<2> arguments(env, info);
  Socket& socket = self(env, arguments.self());
  const int fd = socket.fd();
  const bool writable = arguments.boolean(0);
  if (socket.watch_ == nullptr) {
    socket.watch_ = SocketWatch::create(env, fd, arguments[1], &socket.watch_);
  } else {
    socket.watch_->redirect(arguments[1]);
  }
  socket.watch_->start(UV_READABLE | UV_DISCONNECT | (writable ? UV_WRITABLE : 0));
  return js::undefined(env);
}

napi_value Socket::ref(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  Socket& socket = self(env, arguments.self());
  if (socket.watch_ != nullptr) socket.watch_->ref();
  return js::undefined(env);
}

napi_value Socket::unref(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  Socket& socket = self(env, arguments.self());
  if (socket.watch_ != nullptr) socket.watch_->unref();
  return js::undefined(env);
}

/** close(): the peer sees the end. Idempotent. */
napi_value Socket::close(napi_env env, napi_callback_info info) {
  const js::Arguments<0> arguments(env, info);
  self(env, arguments.self()).shut();
  return js::undefined(env);
}

napi_value Socket::wrap(napi_env env, Fd fd) {
  return js::Class<Socket>::wrap(env, js::instance(env).socket, std::make_unique<Socket>(std::move(fd)));
}

Socket& Socket::self(napi_env env, napi_value object) { return js::Class<Socket>::unwrap(env, object); }

Fd Socket::duplicate() const {
  Fd copy(fcntl(fd(), F_DUPFD_CLOEXEC, 0));
  if (!copy) throw SystemError::last("fcntl");
  return copy;
}

int Socket::fd() const {
  if (!fd_) throw js::BadArgument{"the socket is closed"};
  return fd_.get();
}

/** Otherwise the loop would report that connection again and again. */
void Socket::hang_up_on_next() {
  spare_.reset();
  Fd(::accept4(fd(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  spare_ = open_spare();
}

void Socket::shut() {
  if (watch_ != nullptr) std::exchange(watch_, nullptr)->abandon();
  fd_.reset();
  spare_.reset();
}

}  // namespace tensorduct

#pragma once

#include <node_api.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <memory>
#include <string>

#include "system_error.h"

namespace tensorduct {
class Mailbox;
}

/** The little of Node-API that every object of the addon needs. */
namespace tensorduct::js {

/** A JavaScript exception is pending: unwinds to the border, which returns to JavaScript. */
struct Pending {};

/** JavaScript has passed something that it must not: becomes a TypeError. */
struct BadArgument {
  const char* what;
};

inline void check(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (!pending) {
    const napi_extended_error_info* info = nullptr;
    napi_get_last_error_info(env, &info);
    const char* what = info != nullptr && info->error_message != nullptr ? info->error_message : "Node-API has failed";
    napi_throw_error(env, nullptr, what);
  }
  throw Pending{};
}

inline napi_value undefined(napi_env env) {
  napi_value value;
  check(env, napi_get_undefined(env, &value));
  return value;
}

inline napi_value null(napi_env env) {
  napi_value value;
  check(env, napi_get_null(env, &value));
  return value;
}

inline napi_value boolean(napi_env env, bool flag) {
  napi_value value;
  check(env, napi_get_boolean(env, flag, &value));
  return value;
}

inline napi_value number(napi_env env, double figure) {
  napi_value value;
  check(env, napi_create_double(env, figure, &value));
  return value;
}

inline napi_value string(napi_env env, const std::string& text) {
  napi_value value;
  check(env, napi_create_string_utf8(env, text.data(), text.size(), &value));
  return value;
}

inline void set(napi_env env, napi_value object, const char* name, napi_value value) {
  check(env, napi_set_named_property(env, object, name, value));
}

/** An Error with `code`, `errno` and `syscall`, as Node's own have. */
napi_value error(napi_env env, const SystemError& failure);

/** What is made within it is let go at its end: for calls that do not come from JavaScript. */
class HandleScope {
 public:
  explicit HandleScope(napi_env env) : env_(env) { napi_open_handle_scope(env, &scope_); }
  ~HandleScope() {
    if (scope_ != nullptr) napi_close_handle_scope(env_, scope_);
  }
  HandleScope(const HandleScope&) = delete;
  HandleScope& operator=(const HandleScope&) = delete;

 private:
  napi_env env_;
  napi_handle_scope scope_ = nullptr;
};

/** Calls a function with numbers from the loop, within a scope. What it throws is an uncaught exception. */
void call(napi_env env, napi_async_context context, napi_value function, std::initializer_list<double> arguments);

/** The arguments of a call. */
template <size_t Most>
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    check(env, napi_get_cb_info(env, info, &count_, values_.data(), &self_, nullptr));
    if (count_ > Most) count_ = Most;
  }

  napi_value self() const { return self_; }
  bool has(size_t index) const { return index < count_; }
  napi_value operator[](size_t index) const {
    if (index >= count_) throw BadArgument{"an argument is missing"};
    return values_[index];
  }

  double number(size_t index) const {
    double figure;
    if (napi_get_value_double(env_, (*this)[index], &figure) != napi_ok) throw BadArgument{"expected a number"};
    return figure;
  }

  bool boolean(size_t index) const {
    bool flag;
    if (napi_get_value_bool(env_, (*this)[index], &flag) != napi_ok) throw BadArgument{"expected a boolean"};
    return flag;
  }

  /** A whole number from 0 to `most`. */
  uint64_t size(size_t index, uint64_t most) const {
    const double figure = number(index);
    if (!(figure >= 0) || figure > static_cast<double>(most) || figure != std::floor(figure)) {
      throw BadArgument{"a number is out of range"};
    }
    return static_cast<uint64_t>(figure);
  }

  std::string string(size_t index) const {
    size_t length;
    if (napi_get_value_string_utf8(env_, (*this)[index], nullptr, 0, &length) != napi_ok) {
      throw BadArgument{"expected a string"};
    }
    std::string text(length, '\0');
    check(env_, napi_get_value_string_utf8(env_, (*this)[index], text.data(), length + 1, &length));
    return text;
  }

 private:
  napi_env env_;
  size_t count_ = Most;
  std::array<napi_value, Most> values_{};
  napi_value self_ = nullptr;
};

/** Bytes of an ArrayBufferView. Valid until JavaScript runs. */
struct Bytes {
  uint8_t* data;
  size_t size;
};

Bytes bytes(napi_env env, napi_value view);

/** The bytes of an ArrayBuffer. */
Bytes buffer(napi_env env, napi_value value);

/** Where C++ exceptions become JavaScript's. */
template <typename Body>
napi_value border(napi_env env, Body body) noexcept {
  try {
    return body();
  } catch (const Pending&) {
  } catch (const BadArgument& bad) {
    napi_throw_type_error(env, "ERR_INVALID_ARG_VALUE", bad.what);
  } catch (const SystemError& failure) {
    try {
      napi_throw(env, error(env, failure));
    } catch (const Pending&) {
    }
  } catch (const std::exception& failure) {
    napi_throw_error(env, nullptr, failure.what());
  }
  return nullptr;
}

/** A method or static function: `Body` takes env and info, and may throw. */
template <napi_value (*Body)(napi_env, napi_callback_info)>
napi_value callback(napi_env env, napi_callback_info info) noexcept {
  return border(env, [&] { return Body(env, info); });
}

/** What the addon has in one environment: every worker thread has its own. */
struct Instance {
  // Constructors.
  napi_ref segment = nullptr;
  napi_ref descriptor = nullptr;
  napi_ref socket = nullptr;
  napi_ref return_ring = nullptr;
  napi_ref chunk_sender = nullptr;
  napi_ref chunk_receiver = nullptr;
  napi_ref ring_pair = nullptr;
  napi_ref peer_reader = nullptr;
  napi_ref lanes = nullptr;
  /** Null until something is to be copied, and again when the environment ends. Owns itself. */
  Mailbox* mailbox = nullptr;
};

inline Instance& instance(napi_env env) {
  void* data = nullptr;
  check(env, napi_get_instance_data(env, &data));
  return *static_cast<Instance*>(data);
}

/**
 * JavaScript objects that own a `Native`. Only the addon makes them: `new` from JavaScript throws. The tag keeps the
 * methods of one class from being called on objects of another.
 */
template <typename Native>
class Class {
 public:
  /** Defines the class. Its constructor does nothing but wait for `wrap`. */
  template <size_t Count>
  static napi_ref define(napi_env env, napi_value exports, const char* name,
                         const napi_property_descriptor (&properties)[Count]) {
    napi_value constructor;
    check(env, napi_define_class(env, name, NAPI_AUTO_LENGTH, construct, nullptr, Count, properties, &constructor));
    set(env, exports, name, constructor);
    napi_ref reference;
    check(env, napi_create_reference(env, constructor, 1, &reference));
    return reference;
  }

  static napi_value wrap(napi_env env, napi_ref reference, std::unique_ptr<Native> native) {
    napi_value constructor, object, passed;
    check(env, napi_get_reference_value(env, reference, &constructor));
    check(env, napi_create_external(env, native.get(), nullptr, nullptr, &passed));
    check(env, napi_new_instance(env, constructor, 1, &passed, &object));
    check(env, napi_type_tag_object(env, object, &Native::kTag));
    check(env, napi_wrap(env, object, native.get(), finalize, nullptr, nullptr));
    native.release();
    return object;
  }

  /** Of a method, whose receiver V8 itself has checked to be made by the class: a quarter of the price of `unwrap`. */
  static Native& receiver(napi_env env, napi_value object) {
    void* native;
    check(env, napi_unwrap(env, object, &native));
    return *static_cast<Native*>(native);
  }

  static Native& unwrap(napi_env env, napi_value object) {
    bool tagged = false;
    if (napi_check_object_type_tag(env, object, &Native::kTag, &tagged) != napi_ok || !tagged) {
      throw BadArgument{"this is an object of another kind"};
    }
    void* native;
    check(env, napi_unwrap(env, object, &native));
    return *static_cast<Native*>(native);
  }

 private:
  static napi_value construct(napi_env env, napi_callback_info info) noexcept {
    return border(env, [&] {
      const Arguments<1> arguments(env, info);
      napi_valuetype type = napi_undefined;
      if (arguments.has(0)) check(env, napi_typeof(env, arguments[0], &type));
      if (type != napi_external) throw BadArgument{"this class has no public constructor"};
      return arguments.self();
    });
  }

  static void finalize(napi_env, void* native, void*) { delete static_cast<Native*>(native); }
};

inline napi_property_descriptor method(const char* name, napi_callback body) {
  return {name, nullptr, body, nullptr, nullptr, nullptr, napi_default_method, nullptr};
}

inline napi_property_descriptor getter(const char* name, napi_callback body) {
  return {name, nullptr, nullptr, body, nullptr, nullptr, napi_default, nullptr};
}

inline napi_property_descriptor function(const char* name, napi_callback body) {
  return {name, nullptr, body, nullptr, nullptr, nullptr,
          static_cast<napi_property_attributes>(napi_static | napi_default_method), nullptr};
}

}  // namespace tensorduct::js

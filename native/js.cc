#include "js.h"

#include <cstring>

#include <uv.h>

namespace tensorduct::js {

napi_value error(napi_env env, const SystemError& failure) {
  const char* name = uv_err_name(-failure.code);
  const std::string text = std::string(failure.syscall) + ": " + std::strerror(failure.code);
  napi_value error;
  check(env, napi_create_error(env, string(env, name), string(env, text), &error));
  set(env, error, "errno", number(env, -failure.code));
  set(env, error, "syscall", string(env, failure.syscall));
  return error;
}

Bytes bytes(napi_env env, napi_value view) {
  void* data = nullptr;
  size_t size = 0;
  bool is = false;
  check(env, napi_is_typedarray(env, view, &is));
  if (is) {
    napi_typedarray_type type;
    size_t length;
    check(env, napi_get_typedarray_info(env, view, &type, &length, &data, nullptr, nullptr));
    switch (type) {
      case napi_int16_array:
      case napi_uint16_array:
        size = length * 2;
        break;
      case napi_int32_array:
      case napi_uint32_array:
      case napi_float32_array:
        size = length * 4;
        break;
      case napi_float64_array:
      case napi_bigint64_array:
      case napi_biguint64_array:
        size = length * 8;
        break;
      default:
        size = length;
    }
    return {static_cast<uint8_t*>(data), size};
  }
  check(env, napi_is_dataview(env, view, &is));
  if (!is) throw BadArgument{"expected an ArrayBufferView"};
  check(env, napi_get_dataview_info(env, view, &size, &data, nullptr, nullptr));
  return {static_cast<uint8_t*>(data), size};
}

}  // namespace tensorduct::js

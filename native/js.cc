#include "js.h"

#include <algorithm>
#include <cstring>
#include <vector>

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

void call(napi_env env, napi_async_context context, napi_value function, std::initializer_list<double> arguments) {
  napi_value receiver = nullptr;
  napi_get_global(env, &receiver);
  std::vector<napi_value> values(arguments.size());
  std::transform(arguments.begin(), arguments.end(), values.begin(), [env](double argument) {
    napi_value value = nullptr;
    napi_create_double(env, argument, &value);
    return value;
  });
  const napi_status called = napi_make_callback(env, context, receiver, function, values.size(), values.data(), nullptr);
  if (called != napi_pending_exception) return;
  napi_value thrown = nullptr;
  napi_get_and_clear_last_exception(env, &thrown);
  napi_fatal_exception(env, thrown);
}

Bytes buffer(napi_env env, napi_value value) {
  void* data = nullptr;
  size_t size = 0;
  if (napi_get_arraybuffer_info(env, value, &data, &size) != napi_ok) throw BadArgument{"an ArrayBuffer was expected"};
  return {static_cast<uint8_t*>(data), size};
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

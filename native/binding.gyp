{
  'targets': [{
    'target_name': 'tensorduct',
    'sources': [
      'addon.cc',
      'credentials.cc',
      'descriptor.cc',
      'js.cc',
      'mapping.cc',
      'return_ring_object.cc',
      'segment.cc',
      'socket.cc',
    ],
    'defines': ['NAPI_VERSION=9'],
    'cflags_cc': ['-std=c++17', '-Wall', '-Wextra', '-Werror', '-fvisibility=hidden'],
    'cflags_cc!': ['-fno-exceptions', '-fno-rtti', '-std=gnu++17', '-std=gnu++20'],
  }],
}

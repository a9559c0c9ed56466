#pragma once

#include <cstdio>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

/**
 * The little that a test program needs. `program --list` prints the names of its tests, one a line; `program NAME…` runs
 * one, with what follows as its arguments; without arguments it runs all. What has failed stands on standard error.
 */
namespace tensorduct {

struct Failure {
  std::string what;
};

inline void expect(bool holds, const std::string& what) {
  if (!holds) throw Failure{what};
}

struct Test {
  const char* name;
  std::function<void(const std::vector<std::string>& arguments)> run;
};

inline int run_tests(const std::vector<Test>& tests, int argc, char** argv) {
  const bool list = argc > 1 && std::strcmp(argv[1], "--list") == 0;
  const std::vector<std::string> arguments(argv + (argc > 2 ? 2 : argc), argv + argc);
  int found = 0, failed = 0;
  for (const Test& test : tests) {
    if (list) {
      std::puts(test.name);
      continue;
    }
    if (argc > 1 && std::strcmp(argv[1], test.name) != 0) continue;
    found++;
    try {
      test.run(arguments);
    } catch (const Failure& failure) {
      std::fprintf(stderr, "%s: %s\n", test.name, failure.what.c_str());
      failed++;
    }
  }
  if (!list && found == 0) std::fprintf(stderr, "there is no such test\n");
  return list || (found > 0 && failed == 0) ? 0 : 1;
}

}  // namespace tensorduct

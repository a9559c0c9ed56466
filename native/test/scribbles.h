#pragma once

#include <cstdint>
#include <random>
#include <vector>

namespace tensorduct {

/** What a bad peer writes over the words of a ring: the same each time. */
class Scribbles {
 public:
  explicit Scribbles(uint64_t capacity)
      : all{
            0, 1, capacity - 1, capacity, capacity + 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
            uint64_t{1} << 53, (uint64_t{1} << 63) - 1, uint64_t{1} << 63, ~uint64_t{0} - capacity, ~uint64_t{0} - 1,
            ~uint64_t{0},
        } {}

  /** One that is wrong in its own way, or close to a word that stood there. */
  uint64_t next(uint64_t word) { return below(2) == 0 ? word + below(9) - 4 : all[below(all.size())]; }

  /** A random number. */
  uint64_t below(uint64_t count) { return random_() % count; }

  const std::vector<uint64_t> all;

 private:
  std::mt19937_64 random_{20240607};
};

}  // namespace tensorduct

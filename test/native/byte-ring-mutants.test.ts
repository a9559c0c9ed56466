import { testMutants, type Catcher, type Mutant } from '../support/mutants.js';

const ORDER: Catcher = {
  program: 'byte_ring_order',
  test: 'a ring of two bytes brings every byte over, and wakes whoever waits',
};
const ROUND_THE_END: Catcher = {
  program: 'byte_ring_order',
  test: 'bytes that go round the end of the ring come in order',
};
const HALF: Catcher = {
  program: 'byte_ring_order',
  test: 'a ring of four bytes brings every byte over, and wakes a writer at half',
};
const ONCE: Catcher = {
  program: 'byte_ring_order',
  test: 'a bell rings for what is waited for, and once',
};
const HOSTILE_TAIL: Catcher = {
  program: 'byte_ring_hostile',
  test: 'a reader believes no count of bytes that cannot be',
};
const HOSTILE_HEAD: Catcher = {
  program: 'byte_ring_hostile',
  test: 'a writer believes no cursor of the reader that cannot be',
};
const SCRIBBLED: Catcher = {
  program: 'byte_ring_hostile',
  test: 'random scribbles lead nobody out of the ring',
};

const WRITER_WAITS = 'the writer waits for room for ever';
const READER_WAITS = 'the reader waits for bytes for ever';
const TOO_EARLY = 'a byte is read before it is written';
const OVERRUN = 'a byte is overwritten before it is read';
const OUTSIDE = 'AddressSanitizer: heap-buffer-overflow';

const MUTANTS: readonly Mutant[] = [
  ['has no fence in put', 'Atomics::fence();\n    const bool sleeps', 'const bool sleeps', ORDER, READER_WAITS],
  [
    'has no fence in take',
    'Atomics::fence();\n    const uint64_t wanted',
    'const uint64_t wanted',
    ORDER,
    WRITER_WAITS,
  ],
  [
    'has no fence where the writer sleeps',
    'Atomics::fence();\n    if (!writable',
    'if (!writable',
    ORDER,
    WRITER_WAITS,
  ],
  [
    'has no fence where the reader sleeps',
    'Atomics::fence();\n    if (!readable',
    'if (!readable',
    ORDER,
    READER_WAITS,
  ],
  ['does not look again for room', 'if (!writable()) return true;', 'return true;', ORDER, WRITER_WAITS],
  ['does not look again for bytes', 'if (!readable()) return true;', 'return true;', ORDER, READER_WAITS],
  ['does not say that the reader sleeps', 'reader_sleeps.store(1,', 'reader_sleeps.store(0,', ORDER, READER_WAITS],
  [
    'does not ring for bytes',
    'header_->reader_sleeps.exchange(0, std::memory_order_relaxed) != 0',
    'false',
    ORDER,
    READER_WAITS,
  ],
  [
    'does not ring for room',
    'header_->writer_wants.exchange(0, std::memory_order_relaxed) != 0',
    'false',
    ORDER,
    WRITER_WAITS,
  ],
  ['wants to be woken at more than it will have', 'position_ - capacity_ / 2,', 'position_ + 1,', HALF, WRITER_WAITS],
  ['rings one byte too late', 'position_ >= wanted', 'position_ > wanted', ONCE, 'nobody has rung for room'],
  ['rings before half is free', 'wanted != 0 && position_ >= wanted', 'wanted != 0', ONCE, 'rung before half was free'],
  [
    'rings again for a writer who is awake',
    'header_->writer_wants.exchange(0, std::memory_order_relaxed) != 0',
    'true',
    ONCE,
    'a bell has rung for a writer who is awake',
  ],
  [
    'rings again for a reader who is awake',
    'header_->reader_sleeps.exchange(0, std::memory_order_relaxed) != 0',
    'true',
    ONCE,
    'a bell has rung for a reader who is awake',
  ],
  [
    'counts bytes without a release',
    'tail.store(position_, std::memory_order_release)',
    'tail.store(position_, std::memory_order_relaxed)',
    ORDER,
    TOO_EARLY,
  ],
  [
    'sees a count without an acquire',
    'tail.load(std::memory_order_acquire)',
    'tail.load(std::memory_order_relaxed)',
    ORDER,
    TOO_EARLY,
  ],
  [
    'gives bytes free without a release',
    'head.store(position_, std::memory_order_release)',
    'head.store(position_, std::memory_order_relaxed)',
    ORDER,
    OVERRUN,
  ],
  [
    'takes bytes as free without an acquire',
    'head.load(std::memory_order_acquire)',
    'head.load(std::memory_order_relaxed)',
    ORDER,
    OVERRUN,
  ],
  [
    'holds one byte more than it has',
    'return capacity_ - (position_',
    'return capacity_ + 1 - (position_',
    ORDER,
    'the ring has overrun',
  ],
  [
    'forgets the bytes that are put round the end',
    'Atomics::copy(bytes_, source + first, size - first);',
    '',
    ROUND_THE_END,
    'a byte is not the one that was put',
  ],
  [
    'forgets the bytes that are taken from round the end',
    'Atomics::copy(target + first, bytes_, size - first);',
    '',
    ROUND_THE_END,
    'a byte is not the one that was put',
  ],
  [
    'believes any count of bytes',
    'if (available > capacity_) return {-1, false};',
    '',
    HOSTILE_TAIL,
    'a broken ring is used',
  ],
  [
    'believes any cursor of the reader',
    'if (room > capacity_) return {-1, false};',
    '',
    HOSTILE_HEAD,
    'a broken ring is used',
  ],
  [
    'puts more than the caller has',
    'std::min<uint64_t>(room, most)',
    'std::max<uint64_t>(room, most)',
    SCRIBBLED,
    OUTSIDE,
  ],
  [
    'takes more than the caller has room for',
    'std::min<uint64_t>(available, most)',
    'std::max<uint64_t>(available, most)',
    SCRIBBLED,
    OUTSIDE,
  ],
];

testMutants('a ring of bytes', 'byte_ring.h', MUTANTS);

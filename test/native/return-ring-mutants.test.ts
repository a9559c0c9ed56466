import { testMutants, type Catcher, type Mutant } from '../support/mutants.js';

const ORDER: Catcher = {
  program: 'return_ring_order',
  test: 'a ring of one entry brings every lease back, and wakes an owner who waits',
};
const FULL: Catcher = {
  program: 'return_ring_order',
  test: 'a ring that is full takes nothing until an entry was taken',
};
const HOSTILE_COUNT: Catcher = {
  program: 'return_ring_hostile',
  test: 'an owner believes no count of entries that cannot be',
};
const SCRIBBLED: Catcher = {
  program: 'return_ring_hostile',
  test: 'random scribbles lead nobody out of the ring',
};

const LOST = 'the owner waits for a bell for ever';
const TOO_EARLY = 'an entry is read before it is written';
const OVERRUN = 'an entry is overwritten before it is read';

const MUTANTS: readonly Mutant[] = [
  ['has no fence in push', 'Atomics::fence();\n    if (header_->wanted', 'if (header_->wanted', ORDER, LOST],
  ['has no fence in want', 'Atomics::fence();\n    if (available', 'if (available', ORDER, LOST],
  ['does not look again once it wants a bell', 'if (available() == 0) return false;', 'return false;', ORDER, LOST],
  ['never rings', '? Pushed::kRingTheBell', '? Pushed::kQuietly', ORDER, 'waits for a lease for ever'],
  [
    'counts an entry without a release',
    'tail.store(++position_, std::memory_order_release)',
    'tail.store(++position_, std::memory_order_relaxed)',
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
    'counts an entry before it writes it',
    'this->entry(position_).store(id, std::memory_order_relaxed);\n    TENSORDUCT_FAULT_POINT("return-entry-written");\n    header_->tail.store(++position_, std::memory_order_release);',
    'header_->tail.store(++position_, std::memory_order_release);\n    this->entry(position_ - 1).store(id);',
    ORDER,
    TOO_EARLY,
  ],
  [
    'gives an entry free without a release',
    'head.store(++position_, std::memory_order_release)',
    'head.store(++position_, std::memory_order_relaxed)',
    FULL,
    OVERRUN,
  ],
  [
    'takes an entry as free without an acquire',
    'head.load(std::memory_order_acquire)',
    'head.load(std::memory_order_relaxed)',
    FULL,
    OVERRUN,
  ],
  ['holds one entry more than it has', 'out >= capacity_', 'out > capacity_', FULL, OVERRUN],
  [
    'believes any count of entries',
    'if (count > capacity_) return -1;',
    '',
    HOSTILE_COUNT,
    'a cursor beyond the ring is believed',
  ],
  [
    'believes where an entry lies',
    'entries_[position % capacity_]',
    'entries_[position]',
    SCRIBBLED,
    'AddressSanitizer: heap-buffer-overflow',
  ],
];

testMutants('a return ring', 'return_ring.h', MUTANTS);

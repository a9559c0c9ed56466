import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { NativeProgram } from '../support/native-program.js';

const HEADER = 'return_ring.h';
const source = readFileSync(join(import.meta.dirname, '../../native', HEADER), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'tensorduct-mutants-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A test that catches mutants. */
interface Catcher {
  readonly program: string;
  readonly test: string;
}

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

/** What is wrong with a return ring, the text that makes it so, the test that catches it, and what that says. */
type Mutant = readonly [what: string, from: string, to: string, catcher: Catcher, caughtAs: string];

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
    'this->entry(position_).store(id, std::memory_order_relaxed);\n    header_->tail.store(++position_, std::memory_order_release);',
    'header_->tail.store(++position_, std::memory_order_release);\n    this->entry(position_ - 1).store(id);',
    ORDER,
    'an entry is not the one that was pushed',
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

describe('a return ring is caught that', () => {
  it.for(MUTANTS)('%s', { timeout: 30 * DEADLINE_MS }, async ([what, from, to, { program: name, test }, caughtAs]) => {
    expect(source.split(from), `the text stands once in ${HEADER}`).toHaveLength(2);
    const place = join(folder, what.replaceAll(' ', '-'));
    const sanitizer = name === SCRIBBLED.program ? 'address' : 'none';
    const program = NativeProgram.compile(name, sanitizer, place, { [HEADER]: source.replace(from, to) });
    const { ok, output } = await program.run(test);
    expect(ok).toBe(false);
    expect(output).toContain(caughtAs);
  });
});

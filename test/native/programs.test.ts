import { describe, expect, it } from 'vitest';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { NativeProgram } from '../support/native-program.js';

/** The least that is asked of a ring under a sanitizer. */
const ROUNDS_A_MS = 10;
/** How many leases, chunks or pieces go through a ring between threads. */
const ROUNDS = process.env.ROUNDS ?? '1000000';

// Side by side: threads that wait for each other leave cores idle.
describe.concurrent.each([
  ['explorer', 'none', []],
  ['return_ring_order', 'none', []],
  ['return_ring_hostile', 'address', []],
  ['return_ring_threads', 'thread', [ROUNDS]],
  ['chunk_ring_order', 'none', []],
  ['chunk_ring_hostile', 'address', []],
  ['chunk_ring_threads', 'thread', [ROUNDS]],
  ['spin_policy', 'none', []],
  ['byte_ring_order', 'none', []],
  ['byte_ring_hostile', 'address', []],
  ['byte_ring_threads', 'thread', [ROUNDS]],
] as const)('native/test/%s.cc, sanitizer: %s', (name, sanitizer, args) => {
  const program = NativeProgram.compile(name, sanitizer);

  it.for(program.tests)('%s', { timeout: 30 * DEADLINE_MS + Number(ROUNDS) / ROUNDS_A_MS }, async (test) => {
    expect(await program.run(test, ...args)).toMatchObject({ ok: true });
  });
});

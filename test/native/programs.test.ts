import { describe, expect, it } from 'vitest';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { NativeProgram } from '../support/native-program.js';

/** How many leases go through the ring between threads. */
const LEASES = process.env.LEASES ?? '1000000';

describe.each([
  ['explorer', 'none', []],
  ['return_ring_order', 'none', []],
  ['return_ring_hostile', 'address', []],
  ['return_ring_threads', 'thread', [LEASES]],
] as const)('native/test/%s.cc, sanitizer: %s', (name, sanitizer, args) => {
  const program = NativeProgram.compile(name, sanitizer);

  it.for(program.tests)('%s', { timeout: 30 * DEADLINE_MS }, async (test) => {
    expect(await program.run(test, ...args)).toMatchObject({ ok: true });
  });
});

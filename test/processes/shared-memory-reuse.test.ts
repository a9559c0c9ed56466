import { expect, it } from 'vitest';
import { Context } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { Peer } from '../support/peer.js';

const MIB = 2 ** 20;
const ROUNDS = Number(process.env.TENSORDUCT_REUSE_ROUNDS ?? 1000);
/** So many that a write waits for its reader: it never runs ahead. */
const ELEMENTS = 140_000;

it(
  'memory is never used again under a view that is held, forgotten or being collected',
  { timeout: 12 * DEADLINE_MS + 20 * ROUNDS },
  async () => {
    // Twenty-eight slots: each is used again dozens of times.
    await using context = new Context({ name: 'test', arena: { budgetBytes: 32 * MIB } });
    await using listener = await context.listen('unix://');
    await using reader = Peer.start('stamp-reader', [listener.url('unix')], ['--expose-gc']);
    const pipe = await within(listener.accept(), 'accepting the peer');
    for (let round = 1; round <= ROUNDS; round++) {
      const data = new Float64Array(ELEMENTS).fill(round);
      await within(pipe.write({ tensors: [{ data }] }), 'a write');
    }
    const closed = pipe.close();
    const result = await reader.next('its findings');
    expect(result).toMatchObject({ mismatches: 0 });
    // Where no slot was free at once the bytes have come another way.
    expect(result).toHaveProperty('borrowed');
    const { borrowed } = Object.assign({ borrowed: 0 }, result);
    expect(borrowed).toBeGreaterThan(ROUNDS / 2);
    await within(closed, 'closing');
    const statistics = context.memory?.current?.statistics();
    expect(statistics?.slots).toBeLessThanOrEqual(32);
  },
);

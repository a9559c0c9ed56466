import { expect, it } from 'vitest';
import { Peer } from '../support/peer.js';
import { onCores } from './cores.js';

/** Both ways together. */
const MESSAGES = Number(process.env.TENSORDUCT_MESSAGES ?? (process.env.CI ? 1_000_000 : 100_000));
/** As `test/peers/stamped.ts` says. */
const STEPS = 20;

it.for([
  ['one core', 1],
  ['two cores', 2],
] as const)(
  'two processes over shm on %s exchange very many messages both ways at once, each as it was written',
  { timeout: 2 * STEPS * 60_000 },
  async ([, cores]) => {
    const count = MESSAGES / 2;
    const [here, there] = onCores(cores);
    await using listening = Peer.start('stamped', ['-', String(count)], [], here);
    const url = await listening.nextString('its address');
    await using connecting = Peer.start('stamped', [url, String(count)], [], there);
    const ends = [listening, connecting];
    for (const end of ends) end.send('begin');
    await Promise.all(ends.map((end) => expectAll(end, count)));
    for (const end of ends) end.send('close');
    for (const end of ends) expect(await end.exit()).toEqual({ code: 0, signal: null });
  },
);

/** Each part has a deadline of its own. */
async function expectAll(end: Peer, count: number): Promise<void> {
  const said: unknown[] = [];
  while (said.length < STEPS + 2) said.push(await end.next(`word ${said.length + 1} of ${STEPS + 2}`));
  expect(said.filter((word) => typeof word === 'number')).toEqual(
    Array.from({ length: STEPS }, (_, step) => ((step + 1) * count) / STEPS),
  );
  expect(said).toContain('written');
  expect(said.at(-1)).toEqual({ transport: 'shm' });
}

import { expect, it, vi } from 'vitest';
import { unix } from '../../src/transports/unix/index.js';
import { Peer } from '../support/peer.js';
import { attackOnce, type Target } from './campaign.js';
import { CLIENT_DIALOGUES } from './dialogues.js';
import { MUTATIONS } from './mutations.js';
import { RawPeer } from './raw-peer.js';

const MIB = 2 ** 20;
/** What a process takes for itself comes and goes. */
const TRIES = 5;

/** Where lengths are declared before anybody is known, while messages come, and on a lane. */
const PLACES = {
  open: ['preamble said', 'hello said', 'established', 'idle'],
  sendTensor: ['lane: joining', 'lane: granted'],
};

it('whatever length is declared, in whatever state, an attack takes 1 MiB at most', async () => {
  // Memory of this size goes back to the system when it is freed: so an attack that takes some does so each time.
  vi.stubEnv('MALLOC_MMAP_THRESHOLD_', '131072');
  await using victim = Peer.start('measured', [], ['--expose-gc']);
  vi.unstubAllEnvs();
  const address = (await victim.nextString('its address')).slice('unix://'.length);
  const transport = unix();
  let number = 0;
  const target: Target = {
    dialogues: CLIENT_DIALOGUES,
    knowsEnds: false,
    begin({ dialogue }) {
      const side = {
        name: dialogue,
        secret: new Uint8Array(32),
        connect: () => RawPeer.connect(transport, address),
        better: { name: '', domain: '', connect: () => RawPeer.connect(transport, address) },
      };
      return dialogue === 'open' ? CLIENT_DIALOGUES.open(side) : CLIENT_DIALOGUES.sendTensor(side);
    },
    end: () => Promise.resolve(undefined),
    witness: () => Promise.resolve(),
  };
  const measure = async (command: string): Promise<number> => {
    victim.send(command);
    const answer = await victim.next('a figure');
    return typeof answer === 'object' && answer !== null && 'peak' in answer ? Number(answer.peak) : NaN;
  };
  const huge = MUTATIONS.lane.filter(({ name }) => /^(a head of|a body of|a field of|a number) /.test(name));
  expect(huge.length).toBe(13);
  for (const [dialogue, states] of Object.entries(PLACES)) {
    for (const state of states) {
      for (const mutation of huge) {
        let least = Infinity;
        for (let i = 0; i < TRIES && least > MIB; i++) {
          const before = await measure('begin');
          await attackOnce(target, { number: number++, dialogue }, state, mutation);
          least = Math.min(least, (await measure('end')) - before);
        }
        expect(least, `${dialogue}, ${state}, ${mutation.name}`).toBeLessThanOrEqual(MIB);
      }
    }
  }
  await transport.join();
}, 120_000);

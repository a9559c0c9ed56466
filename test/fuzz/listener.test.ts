import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Context } from '../../src/context/context.js';
import type { ErrorCode } from '../../src/errors.js';
import type { Listener } from '../../src/listener/listener.js';
import type { Pipe } from '../../src/pipe/pipe.js';
import { within } from '../../src/testing/deadlines.js';
import { memory } from '../../src/transports/memory/index.js';
import { tcp } from '../../src/transports/tcp/index.js';
import type { TransportContext } from '../../src/transports/transport.js';
import { unix } from '../../src/transports/unix/index.js';
import { attackEverything, behave, whenEstablished } from './campaign.js';
import { CLIENT_DIALOGUES } from './dialogues.js';
import { RawPeer } from './raw-peer.js';

const SECRET = new Uint8Array(32).fill(5);
const media: Record<string, TransportContext> = { memory: memory(), unix: unix(), tcp: tcp() };
const better = memory();

let contexts: Context[];
let open: Listener;
let secret: Listener;
let witness: Pipe;
/** How the pipes ended that the listeners have accepted, by the name of the peer. */
const ends = new Map<string, Promise<ErrorCode | null>>();

beforeAll(async () => {
  contexts = [new Context({ name: 'open' }), new Context({ name: 'secret', secret: SECRET })];
  const listeners = contexts.map((context) => {
    context.registerTransport(500, 'better', memory());
    return context.listen(['memory://', 'unix://', 'tcp://127.0.0.1:0', 'better://']);
  });
  [open, secret] = await Promise.all(listeners);
  for (const listener of [open, secret]) void acceptAll(listener);
  const innocent = new Context({ name: 'innocent' });
  contexts.push(innocent);
  witness = innocent.connect(open.url('memory'));
});

afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  await Promise.all([...Object.values(media), better].map((transport) => transport.join()));
});

async function acceptAll(listener: Listener): Promise<void> {
  try {
    for await (const pipe of listener) {
      const ended = behave(pipe);
      ended.catch(() => {});
      whenEstablished(pipe, () => ends.set(pipe.remoteName, ended));
    }
  } catch {
    // The context was closed.
  }
}

async function exchange(pipe: Pipe): Promise<void> {
  await within(pipe.write({ metadata: Uint8Array.of(1) }), 'the write of the witness');
  const descriptor = await within(pipe.readDescriptor(), 'the answer to the witness');
  await pipe.read(descriptor?.allocate() ?? { payloads: [], tensors: [] });
}

it('TP gap: malformed or hostile input: a listener survives it in each state', async () => {
  const files = readdirSync('/proc/self/fd').length;
  const table = await attackEverything({
    dialogues: CLIENT_DIALOGUES,
    begin({ number, dialogue }) {
      const [medium, transport] = Object.entries(media)[number % 20 === 0 ? 1 : number % 50 === 1 ? 2 : 0];
      const address = (dialogue === 'prove' ? secret : open).url(medium).slice(`${medium}://`.length);
      const side = {
        name: `${dialogue} ${number}`,
        secret: SECRET,
        connect: () => RawPeer.connect(transport, address),
        better: {
          name: 'better',
          domain: better.domainDescriptor(),
          connect: (where: string) => RawPeer.connect(better, where),
        },
      };
      return Object.entries(CLIENT_DIALOGUES).find(([name]) => name === dialogue)?.[1](side) ?? CLIENT_DIALOGUES.open(side);
    },
    async end({ number, dialogue }) {
      const name = `${dialogue} ${number}`;
      const ended = ends.get(name);
      ends.delete(name);
      return ended;
    },
    witness: () => exchange(witness),
  });
  console.table(table);
  for (const [state, { refused, accepted, any }] of Object.entries(table)) {
    expect(refused + accepted + any, state).toBeGreaterThanOrEqual(500);
  }
  expect(Object.keys(table).length).toBe(18);
  const late = contexts[2].connect(open.url('tcp'));
  await exchange(late);
  await late.close();
  while (readdirSync('/proc/self/fd').length > files) await new Promise((resolve) => setTimeout(resolve, 50));
});

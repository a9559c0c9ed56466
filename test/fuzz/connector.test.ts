import { afterAll, beforeAll, expect, it } from 'vitest';
import { Context } from '../../src/context/context.js';
import type { ErrorCode } from '../../src/errors.js';
import type { Listener } from '../../src/listener/listener.js';
import type { Pipe } from '../../src/pipe/pipe.js';
import { memory } from '../../src/transports/memory/index.js';
import type { TransportListener } from '../../src/transports/transport.js';
import { unix } from '../../src/transports/unix/index.js';
import { attackEverything, behave } from './campaign.js';
import { SERVER_DIALOGUES } from './dialogues.js';
import { RawPeer } from './raw-peer.js';
import { exchange, filesAreBack, openFiles, SECRET } from './victims.js';

/** Long enough for an attack; and how long a client tries again where a listener hangs up without a word. */
const limits = { connectTimeoutMs: 2_000 };

const media = { memory: memory(), unix: unix() };
const better = memory();
const trusting = new Context({ name: 'trusting', limits });
const secret = new Context({ name: 'secret', secret: SECRET, limits });
const friend = new Context({ name: 'friend' });
let friendly: Listener;
let witness: Pipe;

beforeAll(async () => {
  for (const context of [trusting, secret]) context.registerTransport(500, 'better', memory());
  friendly = await friend.listen('memory://');
  friendly.accept((_, pipe) => pipe !== null && void behave(pipe));
  witness = trusting.connect(friendly.url('memory'));
  await exchange(witness);
});

afterAll(async () => {
  await Promise.all([trusting, secret, friend].map((context) => context.close()));
  await Promise.all([media.memory, media.unix, better].map((transport) => transport.join()));
});

/** Connections to a listener of ours, as an attacker sees them. */
function accepting(listener: TransportListener): () => Promise<RawPeer> {
  return () =>
    new Promise((resolve, reject) => {
      listener.accept((error, connection) => {
        if (connection !== null) resolve(new RawPeer(connection));
        else reject(error ?? new Error('nobody came'));
      });
    });
}

it('TP gap: malformed or hostile input: whoever connects survives a listener in each state', async () => {
  // What a context shows opens the socket of its links.
  for (const context of [trusting, secret, friend]) context.describe();
  const files = openFiles();
  const attacks = new Map<number, { ended: Promise<ErrorCode | null>; stop: () => void }>();
  const dialogues: Readonly<Record<string, (typeof SERVER_DIALOGUES)['serve']>> = SERVER_DIALOGUES;
  let exchanging = Promise.resolve();
  const table = await attackEverything({
    dialogues,
    async begin({ number, dialogue }) {
      const medium = number % 20 === 0 ? 'unix' : 'memory';
      const listener = await media[medium].listen('');
      const betterListener = await better.listen('');
      const abort = new AbortController();
      const context = dialogue === 'serveProof' ? secret : trusting;
      const pipe = context.connect(`${medium}://${listener.address}`, { signal: abort.signal });
      const stop = (): void => {
        listener.close();
        betterListener.close();
        // A client that was hung up on without a word tries again.
        if (pipe.explain().state === 'connecting') abort.abort();
      };
      attacks.set(number, { ended: behave(pipe), stop });
      return dialogues[dialogue]({
        name: `${dialogue} ${number}`,
        secret: SECRET,
        accept: accepting(listener),
        better: { name: 'better', address: betterListener.address, accept: accepting(betterListener) },
      });
    },
    async end({ number }) {
      const attack = attacks.get(number);
      attacks.delete(number);
      attack?.stop();
      const code = await attack?.ended;
      return code === 'ERR_ABORTED' ? undefined : code;
    },
    witness() {
      exchanging = exchanging.then(() => exchange(witness));
      return exchanging;
    },
  });
  console.table(table);
  for (const [state, { refused, accepted, any }] of Object.entries(table)) {
    expect(refused + accepted + any, state).toBeGreaterThanOrEqual(500);
  }
  await filesAreBack(files);
}, 300_000);

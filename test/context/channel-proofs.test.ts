import { afterEach, describe, expect, it } from 'vitest';
import { basic, Context, tcp, TensorductError, unix, type ChannelContext, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { established } from '../support/ends.js';
import { Proxy } from '../support/proxy.js';

const contexts: Context[] = [];

afterEach(async () => {
  await within(Promise.all(contexts.splice(0).map((context) => context.close())), 'the end of all contexts');
});

/** What the proofs of a channel do, and what they were asked. */
interface Proofs {
  readonly prove?: ChannelContext['prove'];
  readonly confirm?: ChannelContext['confirm'];
  readonly described?: (remoteDescriptors: ReadonlyMap<string, string> | undefined) => void;
}

/** A context with a channel that has to be proven, and one that has not. */
function create(name: string, { prove, confirm, described }: Proofs, connectTimeoutMs = 10_000): Context {
  const context = new Context({ name, defaults: false, limits: { connectTimeoutMs } });
  contexts.push(context);
  const channel = basic();
  context.registerTransport(2, 'unix', unix());
  context.registerTransport(1, 'tcp', tcp());
  context.registerChannel(2, 'proven', {
    lanes: channel.lanes,
    viability: () => channel.viability(),
    deviceDescriptors: (remote) => {
      described?.(remote);
      return channel.deviceDescriptors();
    },
    canReach: (local, remote) => channel.canReach(local, remote),
    prove,
    confirm,
    createChannel: (environment) => channel.createChannel(environment),
    close: () => channel.close(),
    join: () => channel.join(),
  });
  context.registerChannel(1, 'basic', basic());
  return context;
}

async function open(near: Context, far: Context): Promise<[Pipe, Pipe]> {
  const listener = await far.listen('unix://');
  const pipe = near.connect(listener.urls[0]);
  const peer = await within(listener.accept(), 'the other end');
  await within(Promise.all([established(pipe), established(peer)]), 'both ends');
  return [pipe, peer];
}

const EVIDENCE = Uint8Array.of(1, 2, 3);
const prove = async (): Promise<Uint8Array> => EVIDENCE;

describe('a channel that both ends have to prove', () => {
  it('is taken once the listening end has confirmed it, by what the connecting one has found', async () => {
    const asked: unknown[] = [];
    const near = create('near', { confirm: () => {}, prove: async (...args) => (asked.push(args), EVIDENCE) });
    const far = create('far', { prove, confirm: (...args) => void asked.push(args) });
    for (const pipe of await open(near, far))
      expect(pipe.explain().channels.map(({ name }) => name)).toEqual(['proven']);
    const descriptors = new Map([['cpu:0', 'any']]);
    expect(asked).toEqual([
      [descriptors, expect.any(AbortSignal), process.pid],
      [descriptors, EVIDENCE, process.pid],
    ]);
  });

  it('is described by the listening end to the one that it talks to', async () => {
    const told: unknown[] = [];
    const proofs = { prove, confirm: () => {} };
    const near = create('near', { ...proofs, described: (remote) => told.push(['near', remote]) });
    const far = create('far', { ...proofs, described: (remote) => told.push(['far', remote]) });
    await open(near, far);
    expect(told).toContainEqual(['far', new Map([['cpu:0', 'any']])]);
    expect(told).not.toContainEqual(['near', new Map([['cpu:0', 'any']])]);
  });

  it('is passed over at both ends when the listening end cannot confirm it', async () => {
    const confirm = (): never => {
      throw new TensorductError('ERR_NOT_VIABLE', 'no', { advice: 'never mind' });
    };
    const [near, far] = [create('near', { prove, confirm: () => {} }), create('far', { prove, confirm })];
    const reason = 'the listening end does not share it: no: never mind (ERR_NOT_VIABLE)';
    for (const pipe of await open(near, far)) {
      expect(pipe.explain()).toMatchObject({
        channels: [{ name: 'basic' }],
        passedOver: expect.arrayContaining([{ kind: 'channel', name: 'proven', reason }]) as unknown,
      });
    }
  });

  it('is passed over when the connecting end gives no evidence', async () => {
    const near = create('near', { prove: async () => undefined, confirm: () => {} });
    const far = create('far', { prove, confirm: () => {} });
    for (const pipe of await open(near, far)) expect(pipe.explain().channels).toMatchObject([{ name: 'basic' }]);
  });

  it.for([
    ['without a proof', { confirm: () => {} }],
    ['without a confirmation', { prove }],
  ] as const)('is not taken %s: the connecting end refuses', async ([, proofs]) => {
    const near = create('near', { prove, confirm: () => {} });
    const listener = await create('far', proofs).listen('unix://');
    const pipe = near.connect(listener.urls[0]);
    pipe.on('error', () => {});
    await expect(within(pipe.write({}), 'the refusal')).rejects.toMatchObject({ code: 'ERR_NEGOTIATION' });
  });

  it('holds up the connecting end until its deadline at most, when the listening end says nothing', async () => {
    const far = create('far', { prove, confirm: () => {} });
    const listener = await far.listen('tcp://127.0.0.1:0');
    await using proxy = await Proxy.before(listener.url('tcp'));
    const silenced = async (): Promise<Uint8Array> => {
      proxy.freeze();
      return EVIDENCE;
    };
    const near = create('near', { prove: silenced, confirm: () => {} }, 300);
    const pipe = near.connect(proxy.url);
    pipe.on('error', () => {});
    await expect(within(pipe.write({}), 'the failure')).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
  });
});

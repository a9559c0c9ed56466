import { randomFillSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener, type Pipe } from '../../src/index.js';
import { loadNative } from '../../src/memory/native.js';
import { DEADLINE_MS, DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { established } from '../support/ends.js';
import { Peer } from '../support/peer.js';

const MIB = 2 ** 20;

let context: Context;
let listener: Listener;

beforeEach(async () => {
  context = new Context({ name: 'test', arena: false, limits: { inlineItemBytes: 0 } });
  listener = await context.listen('unix://');
});
afterEach(() => within(context.close(), 'the close of the context'));

/** A process with a pipe to this one. */
async function start(mode: string, ...args: (string | number)[]): Promise<{ peer: Peer; pipe: Pipe }> {
  const peer = Peer.start('cma-end', [listener.url('unix'), mode, ...args.map(String)]);
  const pipe = await within(listener.accept(), 'accepting the peer');
  pipe.on('error', () => {});
  await within(established(pipe), 'the handshake');
  return { peer, pipe };
}

async function nextDescriptor(pipe: Pipe) {
  const descriptor = await within(pipe.readDescriptor(), 'the next descriptor');
  if (descriptor === null) throw new Error('the messages have ended');
  return descriptor;
}

/** Sinks whose first pieces wait until they are let go. */
class Gate {
  readonly reached: Promise<void>;
  bytes = 0;
  private reach: () => void = () => {};
  open: () => void = () => {};
  private readonly opened: Promise<void>;

  constructor() {
    this.reached = new Promise((resolve) => (this.reach = resolve));
    this.opened = new Promise((resolve) => (this.open = resolve));
  }

  readonly sink = (chunk: Uint8Array): Promise<void> => {
    this.bytes += chunk.length;
    this.reach();
    return this.opened;
  };
}

describe('tensors that are read out of their sender', () => {
  it('arrive as they were sent, of every size, and nothing is copied in user space', async () => {
    const lengths = [1, 4096, 65_537, MIB - 1, 9 * MIB + 3, 64 * MIB];
    const { peer, pipe } = await start('echo', lengths.length);
    await using _ = peer;
    expect(pipe.explain().channels).toEqual([{ name: 'cma', local: 'cpu:0', remote: 'cpu:0' }]);
    for (const length of lengths) {
      const data = randomFillSync(new Uint8Array(length));
      const written = pipe.write({ tensors: [{ data }] });
      const descriptor = await nextDescriptor(pipe);
      const { tensors } = await within(pipe.read(descriptor.allocate('borrow')), 'the echo', 3 * DEADLINE_MS);
      await written;
      expect(Buffer.compare(tensors[0].typed('uint8'), data), `${length} bytes`).toBe(0);
    }
    const all = 2 * lengths.reduce((sum, length) => sum + length, 0);
    const counted = { channelBytes: { cma: all }, copies: 0, copiedOnLoopBytes: 0 };
    expect(pipe.counters).toMatchObject(counted);
    expect(await peer.next('its counters')).toMatchObject(counted);
  });

  it('may end in another order than they began', async () => {
    const { peer, pipe } = await start('write', 16 * MIB, 300_000);
    await using _ = peer;
    await nextDescriptor(pipe);
    const first = new Gate();
    const second = new Gate();
    second.open();
    const reading = pipe.read({ payloads: [], tensors: [{ sink: first.sink }, { sink: second.sink }] });
    await within(Promise.all([first.reached, second.reached]), 'both beginnings');
    expect([first.bytes < 16 * MIB, second.bytes]).toEqual([true, 300_000]);
    first.open();
    await within(reading, 'the first one');
    expect(first.bytes).toBe(16 * MIB);
    expect(await peer.next('the outcome')).toBe('done');
  });

  it('are read while their sender is stopped', async () => {
    const { peer, pipe } = await start('write', 64 * MIB);
    await using _ = peer;
    await nextDescriptor(pipe);
    const gate = new Gate();
    const reading = pipe.read({ payloads: [], tensors: [{ sink: gate.sink }] });
    await within(gate.reached, 'the first bytes');
    peer.kill('SIGSTOP');
    gate.open();
    await within(reading, 'the tensor of a stopped process');
    expect(gate.bytes).toBe(64 * MIB);
    peer.kill('SIGCONT');
    expect(await peer.next('the outcome')).toBe('done');
  });

  it('fail within the death deadline when their sender is killed, and say who it was', async () => {
    const { peer, pipe } = await start('write', 64 * MIB);
    await using _ = peer;
    await nextDescriptor(pipe);
    const gate = new Gate();
    const reading = pipe.read({ payloads: [], tensors: [{ sink: gate.sink }] });
    await within(gate.reached, 'the first bytes');
    peer.kill('SIGKILL');
    await peer.exit();
    gate.open();
    await expect(within(reading, 'the failure', DEATH_DEADLINE_MS)).rejects.toMatchObject({
      code: 'ERR_PEER_LOST',
      peer: 'cma-end',
    });
  });

  it('fail within the death deadline when their reader is killed, and say who it was', async () => {
    const { peer, pipe } = await start('stall');
    await using _ = peer;
    const written = pipe.write({ tensors: [{ data: new Uint8Array(64 * MIB) }] });
    expect(await peer.next('that it reads')).toBe('begun');
    peer.kill('SIGKILL');
    await peer.exit();
    await expect(within(written, 'the failure', DEATH_DEADLINE_MS)).rejects.toMatchObject({
      code: 'ERR_PEER_LOST',
      peer: 'cma-end',
    });
  });

  it('fail alone when their memory was detached, and the next one arrives', async () => {
    const { peer, pipe } = await start('late');
    await using _ = peer;
    const data = new Uint8Array(2 * MIB);
    const written = pipe.write({ tensors: [{ data }] });
    expect(await peer.next('that it knows')).toBe('announced');
    structuredClone(data.buffer, { transfer: [data.buffer] });
    peer.send('read');
    await expect(within(written, 'the failure')).rejects.toMatchObject({ code: 'ERR_MEMORY_DETACHED' });
    await within(pipe.write({ tensors: [{ data: new Uint8Array(2 * MIB) }] }), 'the next one');
    expect(await peer.next('the outcomes')).toEqual(['ERR_MESSAGE_WITHDRAWN test', 'done']);
  });
});

describe('a peer that lies about where its tensors are', () => {
  /** What must never come out of this process, where a peer might have it read. */
  const secret = new Uint8Array(new ArrayBuffer(200_000)).fill(0x5e);

  function addressOfSecret(): number {
    const loaded = loadNative();
    if (!loaded.ok) throw new Error(loaded.reason);
    return loaded.native.PeerReader.addressOf(secret);
  }

  async function readInto(pipe: Pipe, target: Uint8Array): Promise<string> {
    await nextDescriptor(pipe);
    return within(pipe.read({ payloads: [], tensors: [{ data: target }] }), 'the outcome').then(
      () => 'read',
      (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
    );
  }

  it('by an address of ours has its own memory read there, or none, and never ours', async () => {
    const { peer, pipe } = await start('hostile', 'bytes', addressOfSecret());
    await using _ = peer;
    const target = new Uint8Array(secret.length).fill(1);
    expect(['read', 'ERR_MESSAGE_WITHDRAWN']).toContain(await readInto(pipe, target));
    expect(target.includes(0x5e)).toBe(false);
  });

  it('by an address that is not mapped has only this transfer fail', async () => {
    const { peer, pipe } = await start('hostile', 'bytes', 4096);
    await using _ = peer;
    const target = new Uint8Array(secret.length).fill(1);
    expect(await readInto(pipe, target)).toBe('ERR_MESSAGE_WITHDRAWN');
    expect(target.every((byte) => byte === 0)).toBe(true);
    expect(await peer.next('its outcome')).toBe('ERR_SYSTEM test');
    expect(pipe.explain().state).toBe('established');
  });

  it('by a nameplate that is not there has nothing delivered, and its pipe ends', async () => {
    const { peer, pipe } = await start('hostile', 'nameplate', addressOfSecret());
    await using _ = peer;
    const target = new Uint8Array(secret.length).fill(1);
    expect(await readInto(pipe, target)).toBe('ERR_PEER_LOST');
    expect(target.every((byte) => byte === 0)).toBe(true);
  });

  it('before that, when it proves itself, gets its bytes across another way', async () => {
    const { peer, pipe } = await start('hostile', 'proof', addressOfSecret());
    await using _ = peer;
    const target = new Uint8Array(secret.length);
    expect(await readInto(pipe, target)).toBe('read');
    expect(target.every((byte) => byte === 1)).toBe(true);
    const { channels, passedOver } = pipe.explain();
    expect(channels.map(({ name }) => name)).toEqual(['multi-socket']);
    expect(passedOver).toContainEqual({
      kind: 'channel',
      name: 'cma',
      reason: expect.stringMatching(/^the listening end does not share it: process \d+ is not the peer: /) as string,
    });
    expect(await peer.next('its outcome')).toBe('done');
  });
});

import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as ort from 'onnxruntime-node';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Codec, Context, ReceivedTensor, type Pipe, type Values } from '../../src/index.js';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import type { ValueAnswer, ValueTask } from '../peers/value-end.js';
import { identityModel } from '../support/identity-model.js';
import { Peer } from '../support/peer.js';
import { FRESH_URL, TRANSPORTS } from './exchange.js';
import { field } from '../support/values.js';

const MIB = 2 ** 20;
/** More than structure and counters take, less than any array here. */
const STRUCTURE_BYTES = 2000;

/** Bytes that found no shared memory. */
const FALLBACK = 'shm-arena-fallback';

const codec = new Codec({ ortTensor: ort.Tensor });

/** A process that answers values, and both ends of the talk. */
interface Other {
  readonly context: Context;
  readonly peer: Peer;
  readonly pipe: Pipe;
  readonly answers: Values<ValueAnswer>;
  /** Sends a task and waits for the answer. */
  ask(task: ValueTask): Promise<ValueAnswer>;
}

async function start(transport: string): Promise<Other> {
  const context = new Context({ name: 'test', arena: { budgetBytes: 64 * MIB } });
  const listener = await context.listen(FRESH_URL[transport]);
  const peer = Peer.start('value-end', [listener.url(transport)]);
  onTestFinished(async () => {
    await context.close();
    await peer[Symbol.asyncDispose]();
  });
  const pipe = await within(listener.accept(), 'accepting the peer');
  pipe.on('error', () => {});
  const answers = pipe.values({ codec, copy: true, is: isAnswer });
  const ask = async (task: ValueTask): Promise<ValueAnswer> => {
    const [, answer] = await within(Promise.all([pipe.send(task, { codec }), answers.next()]), 'the answer');
    if (answer.done === true) throw new Error(`the peer has closed\n${peer.stderr}`);
    return answer.value;
  };
  return { context, peer, pipe, answers, ask };
}

function isAnswer(value: unknown): value is ValueAnswer {
  return typeof value === 'object' && value !== null && 'copied' in value;
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7) & 255);
}

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe.for(TRANSPORTS)('values between two processes over %s', (transport) => {
  it('arrive byte for byte, whatever their length', async () => {
    const { ask } = await start(transport);
    for (const length of [0, 1, 4095, 4096, 100_000, 3 * MIB]) {
      const data = pattern(length);
      expect(await ask({ data })).toMatchObject({ digest: digestOf(data) });
      const { echo } = await ask({ echo: { data, list: [data.subarray(1)] } });
      expect(isDeepStrictEqual(echo, { data, list: [data.subarray(1)] })).toBe(true);
    }
  });

  it('keep identities and cycles there and back', async () => {
    const { ask } = await start(transport);
    const data = new Float32Array(50_000).fill(1.5);
    const value: Record<string, unknown> = {
      data,
      again: data,
      map: new Map([[data, 'key']]),
      at: new Date(5),
      big: 2n ** 70n,
    };
    value.self = value;
    const { echo } = await ask({ echo: value });
    expect(isDeepStrictEqual(echo, value)).toBe(true);
    expect(echo).toSatisfy((back: typeof value) => {
      return back.self === back && back.again === back.data && back.map instanceof Map && back.map.has(back.data);
    });
  });

  it('give an ort.Tensor to a session as it arrives', async () => {
    const { ask } = await start(transport);
    const model = identityModel(1);
    const data = new ort.Tensor(
      'float32',
      Float32Array.from({ length: 60_000 }, (_, i) => i),
      [3, 100, 200],
    );
    const { output } = await ask({ data, model });
    expect(output).toBeInstanceOf(ort.Tensor);
    expect(output).toMatchObject({ type: 'float32', dims: [3, 100, 200] });
    expect(isDeepStrictEqual(field(output, 'data'), data.data)).toBe(true);
  });

  it('end when the other process is killed, and when it is stopped at the deadline', async () => {
    const { peer, pipe, answers, ask } = await start(transport);
    await ask({});
    const next = answers.next();
    peer.kill();
    await expect(within(next, 'the news of the death', DEATH_DEADLINE_MS)).rejects.toMatchObject({
      code: 'ERR_PEER_LOST',
    });
    await expect(pipe.send(1)).rejects.toMatchObject({ code: 'ERR_PEER_LOST' });
    const other = await start(transport);
    await other.ask({});
    other.peer.kill('SIGSTOP');
    const large = other.pipe.send(new Uint8Array(3 * MIB), { timeoutMs: 50 });
    await expect(within(large, 'the deadline')).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    const late = other.pipe.values({ timeoutMs: 50 }).next();
    await expect(within(late, 'the deadline')).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
  });
});

describe.for(['shm', 'unix'])('memory of values between two processes over %s', (transport) => {
  it('is copied once: into shared memory, where it is read', async () => {
    const { pipe, ask } = await start(transport);
    await ask({});
    for (const length of [100_000, 3 * MIB]) {
      const data = pattern(length);
      // The first ones may find no memory yet, and go by socket.
      for (let bySocket = -1; bySocket !== (pipe.counters.channelBytes[FALLBACK] ?? 0);) {
        bySocket = pipe.counters.channelBytes[FALLBACK] ?? 0;
        await ask({ data });
      }
      const before = pipe.counters.copiedBytes;
      const { digest, copied } = await ask({ data });
      expect(digest).toBe(digestOf(data));
      const here = pipe.counters.copiedBytes - before;
      expect(here).toBeGreaterThanOrEqual(length);
      expect(here + copied).toBeLessThan(length + STRUCTURE_BYTES);
    }
  });

  it('is not copied at all if it was born there, however it is shown', async () => {
    const { context, pipe, ask } = await start(transport);
    await ask({});
    using tensor = await context.allocate('uint8', [3, 100_000]);
    expect(tensor.shared).toBe(true);
    tensor.data.set(pattern(300_000));
    for (const data of [tensor, tensor.data, new ort.Tensor('uint8', tensor.data, [3, 100_000])]) {
      const before = pipe.counters.copiedBytes;
      const { digest, copied } = await ask({ data });
      expect(digest).toBe(digestOf(tensor.data));
      expect(pipe.counters.copiedBytes - before + copied).toBeLessThan(STRUCTURE_BYTES);
    }
    await within(tensor.settled(), 'the return of every lease');
  });

  it('SPDL-H4 SPDL-H8 is given back when the next value is asked for, and views of it are empty then', async () => {
    const { context, ask } = await start(transport);
    using tensor = await context.allocate('uint8', [100_000]);
    expect(await ask({ data: tensor.data })).toMatchObject({ before: undefined });
    expect(await ask({ data: pattern(1000) })).toMatchObject({ before: 0 });
    // What travelled in the payload is the reader's own.
    expect(await ask({})).toMatchObject({ before: 1000 });
  });

  it("SPDL-H3 is one's own with { copy: true }, with the type that was sent", async () => {
    const { ask } = await start(transport);
    const tensor = new ort.Tensor(
      'int64',
      BigInt64Array.from({ length: 1000 }, (_, i) => BigInt(i)),
      [10, 100],
    );
    const first = await ask({ echo: { data: Buffer.from(pattern(100_000)), tensor } });
    await ask({ echo: new Uint8Array(100_000) });
    expect(isDeepStrictEqual(field(first.echo, 'data'), Buffer.from(pattern(100_000)))).toBe(true);
    expect(field(first.echo, 'tensor')).toMatchObject({
      type: 'int64',
      dims: [10, 100],
      data: tensor.data,
    });
  });

  it('comes back as a tensor with its dtype and shape when it was one of the library', async () => {
    const { context, ask } = await start(transport);
    using tensor = await context.allocate('bfloat16', [2, 50, 100]);
    tensor.data.fill(0x3f80);
    const { echo } = await ask({ echo: [tensor] });
    expect(echo).toSatisfy(([back]: unknown[]) => {
      return (
        back instanceof ReceivedTensor && back.dtype === 'bfloat16' && isDeepStrictEqual(back.typed(), tensor.data)
      );
    });
    expect(field(echo, 0)).toHaveProperty('shape', [2, 50, 100]);
  });
});

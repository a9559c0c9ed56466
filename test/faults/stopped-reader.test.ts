import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Context, type Pipe, type TensorductError } from '../../src/index.js';
import { established } from '../support/ends.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { FRESH_URL, TRANSPORTS } from '../processes/exchange.js';
import { Peer } from '../support/peer.js';

const MESSAGE_BYTES = 4096;
const QUEUED = 256;
const WINDOW_BYTES = 2 ** 20;
const LIMITS = {
  queuedOperations: QUEUED,
  writeHighWaterMessages: QUEUED / 4,
  windowBytes: WINDOW_BYTES,
  // Over tcp a peer that is stopped for longer than pings wait for is lost.
  keepaliveMs: 0,
};
/** Twenty times what all buffers together can hold. */
const OFFERED = 20 * (QUEUED + WINDOW_BYTES / MESSAGE_BYTES);
const FLOOD_MS = Number(process.env.TENSORDUCT_FLOOD_MS ?? 0);
/** For garbage that is not yet collected; what was offered is several times as much. */
const MOST_GROWTH = 24 * 2 ** 20;

/** Two ways not to read. */
const READERS = [
  { how: 'never reads', stop: () => {}, resume: (peer: Peer) => peer.send('read') },
  {
    how: 'is stopped',
    stop: (peer: Peer) => {
      peer.send('read');
      peer.kill('SIGSTOP');
    },
    resume: (peer: Peer) => peer.kill('SIGCONT'),
  },
];

describe.each(TRANSPORTS)('a peer on %s', (transport) => {
  it.each(READERS)(
    'that $how bounds what a flood of messages takes, and misses none of those accepted [TP gap: backpressure bounds]',
    { timeout: 6 * DEADLINE_MS + FLOOD_MS },
    async ({ stop, resume }) => {
      await using context = new Context({ name: 'writer', limits: LIMITS });
      await using listener = await context.listen(FRESH_URL[transport]);
      await using peer = Peer.start('counting-reader', [listener.url(transport)]);
      const pipe = await within(listener.accept(), 'accepting the peer');
      await established(pipe);
      stop(peer);

      const flood = new Flood(pipe);
      await flood.offer(OFFERED / 10);
      const before = [residentBytes('self'), residentBytes(peer.pid)];
      const began = performance.now();
      do await flood.offer(OFFERED);
      while (performance.now() - began < FLOOD_MS);
      const after = [residentBytes('self'), residentBytes(peer.pid)];
      expect(pipe.writable).toBe(false);
      expect(flood.accepted).toBeLessThan(OFFERED / 10);
      expect(pipe.bufferedBytes).toBeLessThanOrEqual(QUEUED * MESSAGE_BYTES);
      after.forEach((bytes, i) => expect(bytes - before[i]).toBeLessThan(MOST_GROWTH));

      // Whoever waits only for so long is not kept longer.
      await expect(within(pipe.readDescriptor({ timeoutMs: 20 }), 'the deadline of a read')).rejects.toMatchObject({
        code: 'ERR_TIMEOUT',
      });

      resume(peer);
      await within(pipe.close({ timeoutMs: 60_000 }), 'the delivery of all messages');
      expect(await peer.next('the count')).toBe(flood.accepted);
      expect(flood.failed).toEqual([]);
      expect(flood.completed).toBe(flood.accepted);
      expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
    },
  );
});

/** A writer without manners: it offers messages whether the pipe is writable or not. */
class Flood {
  accepted = 0;
  completed = 0;
  readonly failed: TensorductError[] = [];
  private next = Buffer.alloc(MESSAGE_BYTES);

  constructor(private readonly pipe: Pipe) {}

  async offer(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      this.next.writeUInt32LE(this.accepted);
      try {
        this.pipe.write({ payloads: [{ data: this.next }] }, this.onWritten);
        this.accepted++;
        this.next = Buffer.alloc(MESSAGE_BYTES);
      } catch (thrown) {
        expect(thrown).toMatchObject({ code: 'ERR_QUEUE_FULL' });
        await setImmediate();
      }
    }
  }

  private readonly onWritten = (error: TensorductError | null): void => {
    if (error === null) this.completed++;
    else this.failed.push(error);
  };
}

function residentBytes(pid: number | 'self'): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return pages * 4096;
}

describe('towards a stopped peer', () => {
  it('what has a deadline ends at it, and after it goes on the rest arrives in order [TP gap: backpressure bounds]', async () => {
    await using context = new Context({ name: 'writer' });
    await using listener = await context.listen('unix://');
    await using peer = Peer.start('counting-reader', [listener.url('unix')]);
    const pipe = await within(listener.accept(), 'accepting the peer');
    await established(pipe);
    peer.send('read');
    peer.kill('SIGSTOP');

    const numbered = (number: number) => ({ payloads: [{ data: new Uint8Array(Uint32Array.of(number).buffer) }] });
    const writes = [pipe.write(numbered(0))];
    const offered = pipe.write({ tensors: [{ data: new Uint8Array(2 ** 20) }] }, { timeoutMs: 50 });
    writes.push(pipe.write(numbered(1)));
    await expect(within(offered, 'the deadline of a write')).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
      peer: 'reader',
    });
    writes.push(pipe.write(numbered(2)));

    peer.kill('SIGCONT');
    await within(Promise.all(writes), 'the other writes');
    await within(pipe.close(), 'closing');
    expect(await peer.next('the count')).toBe(3);
    expect({ ...(await peer.exit()), stderr: peer.stderr }).toEqual({ code: 0, signal: null, stderr: '' });
  });

  it('a close ends at its deadline, and so does the end of the context', async () => {
    const context = new Context({ name: 'writer' });
    const listener = await context.listen('unix://');
    await using peer = Peer.start('counting-reader', [listener.url('unix')]);
    const pipe = await within(listener.accept(), 'accepting the peer');
    peer.kill('SIGSTOP');
    const offered = pipe.write({ tensors: [{ data: new Uint8Array(2 ** 20) }] });
    const closed = pipe.close({ timeoutMs: 50 });
    await expect(within(offered, 'the end of a pending write')).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    await within(closed, 'closing');
    await within(context.join(), 'the end of the context');
  });

  it('a connect ends at its deadline', async () => {
    await using peer = Peer.start('doomed');
    peer.send({ doom: { connection: 0, event: 'open' }, writes: 0, reads: true, closes: false });
    const url = await peer.nextString('its address');
    peer.kill('SIGSTOP');
    await using context = new Context();
    const pipe = context.connect(url, { timeoutMs: 50 });
    await expect(within(pipe.readDescriptor(), 'the failure of the pipe')).rejects.toMatchObject({
      code: 'ERR_TIMEOUT',
    });
  });
});

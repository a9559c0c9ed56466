import { expect, it } from 'vitest';
import { Context } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { HUGE_BYTES, isPieceOfHuge } from '../peers/huge-tensor.js';
import { Peer } from '../support/peer.js';

/** What either end may need beside the tensor: windows of the channel, buffers of sockets, garbage not yet collected. */
const MOST_MEMORY = 128 * 2 ** 20;

it('a tensor of more than 4 GiB passes through a sink in little memory [TP gap: large payloads (above 4 GiB) and metadata]', async () => {
  await using context = new Context({ name: 'test' });
  await using listener = await context.listen('unix://');
  await using peer = Peer.start('huge-writer', [listener.url('unix')]);
  const pipe = await within(listener.accept(), 'accepting the peer');
  const first = await within(pipe.readDescriptor(), 'a message to begin with');
  await pipe.read(first?.allocate() ?? {});

  const descriptor = await within(pipe.readDescriptor(), 'the descriptor');
  expect(descriptor?.tensors).toMatchObject([{ length: HUGE_BYTES, dtype: 'float64', shape: [HUGE_BYTES / 8] }]);
  // No Uint8Array could be given back, so it cannot be read in one piece; the message is still there then.
  const data = new Float64Array(HUGE_BYTES / 8);
  await expect(pipe.read({ tensors: [{ data }] })).rejects.toMatchObject({ code: 'ERR_TOO_LARGE' });

  const before = process.memoryUsage.rss();
  let grownBy = 0;
  let arrived = 0;
  let wrong = 0;
  const sink = (chunk: Uint8Array, offset: number): void => {
    if (offset !== arrived || !isPieceOfHuge(chunk, offset)) wrong++;
    arrived += chunk.length;
    grownBy = Math.max(grownBy, process.memoryUsage.rss() - before);
  };
  const message = await within(pipe.read({ tensors: [{ sink }] }), 'the last byte', 6 * DEADLINE_MS);
  expect({ wrong, arrived }).toEqual({ wrong: 0, arrived: HUGE_BYTES });
  expect(message.tensors[0].byteLength).toBe(HUGE_BYTES);
  expect(grownBy).toBeLessThan(MOST_MEMORY);
  expect(await peer.next('its memory')).toBeLessThan(MOST_MEMORY);
  await within(pipe.close(), 'closing');
  expect(await peer.exit()).toEqual({ code: 0, signal: null });
});

import { expect, it } from 'vitest';
import { resultFromMessage, resultToMessage } from '../../../examples/image-classifier/result.js';
import { Tally } from '../../../examples/image-classifier/tally.js';
import { EMPTY } from '../../../src/message/bytes.js';
import { prepareMessage, type Message } from '../../../src/message/message.js';
import { ReceivedMessage } from '../../../src/message/received-message.js';
import { ReceivedTensor } from '../../../src/message/received-tensor.js';

/** The message as its reader gets it. */
function received(message: Message): ReceivedMessage {
  const tensors = prepareMessage(message).tensors.map(({ data, byteLength: length, dtype, shape }) => {
    if (!ArrayBuffer.isView(data)) throw new Error('not in host memory');
    const bytes = new Uint8Array(data.buffer, data.byteOffset, length);
    return new ReceivedTensor({ length, dtype, shape, metadata: EMPTY }, { data: new Uint8Array(bytes) });
  });
  return new ReceivedMessage(EMPTY, [], tensors);
}

function predictions(ids: number[], labels: number[], classes: number[]): ReceivedMessage {
  const integers = [ids, labels, classes].map((numbers) => ({ data: Int32Array.from(numbers) }));
  return received({ tensors: [...integers, { data: new Float32Array(ids.length).fill(0.5) }] });
}

it('the tally of the demo counts what comes back once, twice, never, and what was never sent', () => {
  const tally = new Tally(4);
  tally.writing(0);
  tally.writing(2);
  tally.take(predictions([0, 1], [7, 8], [7, 3]));
  tally.take(predictions([0, 9], [7, 8], [7, 8]));
  const result = resultFromMessage(received(resultToMessage(tally.result(1234))));
  expect(Array.from(result.returned)).toEqual([2, 1, 0, 0]);
  expect(result.strangers).toBe(1);
  expect([result.confusion[77], result.confusion[83], result.confusion[88]]).toEqual([2, 1, 1]);
  expect(result.confusion.reduce((a, b) => a + b)).toBe(4);
  expect(result.confidence).toBe(2);
  expect(result.latencies).toHaveLength(2);
  expect(result.elapsedMs).toBeGreaterThanOrEqual(result.latencies[0]);
  expect(result.bytes).toBe(1234);
});

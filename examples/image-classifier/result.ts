import type { Message, ReceivedMessage } from 'tensorduct';

/** What a run has counted, so far or in the end. */
export interface Result {
  /** How often each image has come back, by id. */
  readonly returned: Uint8Array;
  /** Predictions for ids that were never sent. */
  readonly strangers: number;
  /** Images that came back, by class shown (row) and class predicted (column). */
  readonly confusion: Int32Array;
  /** How sure the network was, summed over these images: 0 to 1 each. */
  readonly confidence: number;
  /** Of every message that came back: from its write to its predictions, in ms. */
  readonly latencies: Float64Array;
  /** From the first write to the last prediction, in ms. */
  readonly elapsedMs: number;
  /** Payload and tensor bytes in both directions, from the counters of the pipe. */
  readonly bytes: number;
}

/** A copy of the result, as tensors. */
export function resultToMessage(result: Result): Message {
  const { returned, strangers, confusion, confidence, latencies, elapsedMs, bytes } = result;
  const scalars = Float64Array.of(strangers, confidence, elapsedMs, bytes);
  const arrays = [returned.slice(), confusion.slice(), latencies.slice(), scalars];
  return { metadata: Buffer.from('result'), tensors: arrays.map((data) => ({ data })) };
}

/** A view of the message. */
export function resultFromMessage({ tensors }: ReceivedMessage): Result {
  const [returned, confusion, latencies, scalars] = tensors;
  const [strangers, confidence, elapsedMs, bytes] = scalars.typed('float64');
  return {
    returned: returned.typed('uint8'),
    confusion: confusion.typed('int32'),
    latencies: latencies.typed('float64'),
    strangers,
    confidence,
    elapsedMs,
    bytes,
  };
}

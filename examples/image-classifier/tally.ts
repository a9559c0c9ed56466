import type { ReceivedMessage } from 'tensorduct';
import { CLASSES } from './drawing/picture.js';
import type { Result } from './result.js';

/** The producer's book: what it has written and what has come back. */
export class Tally {
  private readonly returned: Uint8Array;
  private readonly confusion = new Int32Array(CLASSES * CLASSES);
  private readonly latencies: number[] = [];
  /** When each message was written, by its first id. */
  private readonly written = new Map<number, number>();
  private confidence = 0;
  private strangers = 0;
  private startedMs = NaN;
  private lastMs = NaN;

  constructor(images: number) {
    this.returned = new Uint8Array(images);
  }

  /** A message is about to be written. */
  writing(first: number): void {
    const now = performance.now();
    if (this.written.size === 0) this.startedMs = now;
    this.written.set(first, now);
  }

  /** Predictions have come: ids, labels as they were sent, classes and scores. */
  take({ tensors }: ReceivedMessage): void {
    this.lastMs = performance.now();
    const [ids, labels, classes] = tensors.slice(0, 3).map((tensor) => tensor.typed('int32'));
    const scores = tensors[3].typed('float32');
    const writtenMs = this.written.get(ids[0]);
    if (writtenMs !== undefined) this.latencies.push(this.lastMs - writtenMs);
    ids.forEach((id, at) => {
      if (id in this.returned) this.returned[id]++;
      else this.strangers++;
      this.confusion[labels[at] * CLASSES + classes[at]]++;
      this.confidence += scores[at];
    });
  }

  /** @param bytes moved so far */
  result(bytes: number): Result {
    const { returned, confusion, confidence, strangers } = this;
    const latencies = Float64Array.from(this.latencies);
    const elapsedMs = latencies.length === 0 ? 0 : this.lastMs - this.startedMs;
    return { returned, confusion, latencies, confidence, strangers, elapsedMs, bytes };
  }
}

import type { TensorductError } from '../../errors.js';
import type { HostMemory } from '../../message/bytes.js';

/**
 * What came of a range: how many of its bytes, from its start on, have crossed. Fewer than all where it was stopped or
 * cancelled, or the lanes are closed. From now on nothing touches its memory.
 */
export type RangeCallback = (bytes: number) => void;

/**
 * All lanes of a channel. They carry ranges of transfers in chunks, each by whichever lane is free: so a slow one carries
 * fewer. Knows nothing of verdicts. Ranges begin and end at multiples of `CHUNK_BYTES`, or end with their transfer.
 *
 * Callbacks come once, in any order, never inside a call.
 */
export interface Lanes {
  /** Sends the range of a transfer that follows those before. The memory is in use until the callback. */
  send(transfer: number, offset: number, source: HostMemory, callback: RangeCallback): void;
  /** Begins no chunk of the transfer any more. Its ranges are called back once those that were begun are out. */
  stop(transfer: number): void;

  /** The peer may send chunks of a transfer of so many bytes, as far as there are ranges for them. */
  expect(transfer: number, length: number): void;
  /** Receives a range of an expected transfer. The memory is in use until the callback. */
  receive(transfer: number, offset: number, target: Uint8Array, callback: RangeCallback): void;
  /** What still comes of the transfer is dropped. Its ranges are called back as soon as nothing is being put there. */
  cancel(transfer: number): void;
  /** Of a cancelled transfer no more than `total` bytes come. @returns false where more have come already */
  end(transfer: number, total: number): boolean;

  /** Calls back every range, as soon as nothing touches its memory; for that the lanes must be closed, too. Idempotent. */
  close(): void;
}

/** What {@link Lanes} tell their channel, never inside a call. */
export interface LanesOwner {
  /** A lane has ended, or the peer has broken its protocol. */
  onLaneError(error: TensorductError): void;
  /** Chunks of so many bytes in all have crossed a lane, in either direction. */
  onCrossed(index: number, bytes: number): void;
  /** Of received bytes so many were copied on their way, by the JS thread. */
  onCopied(bytes: number): void;
}

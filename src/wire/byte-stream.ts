import type { Completion, TensorductError } from '../errors.js';

/** The part of a connection that framing needs. The full contract is `TransportConnection`. */
export interface ByteStream {
  /**
   * Writes all buffers, in order, as one piece. Buffers of length 0 and an empty list are valid.
   * @param callback once the buffers' memory is needed no more
   */
  write(buffers: readonly Uint8Array[], callback: Completion): void;

  /**
   * Reads at least `minimum` and at most `into.length` bytes into the start of `into`. Several may be queued.
   * @param into where the bytes land
   * @param minimum 0 to `into.length`; 0 completes as soon as the reads before it have
   * @param callback with the number of bytes read; 0 with an error
   */
  read(into: Uint8Array, minimum: number, callback: (error: TensorductError | null, length: number) => void): void;
}

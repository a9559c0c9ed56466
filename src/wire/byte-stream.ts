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

  /**
   * As {@link read}, to where `into` begins at `from`: saves a view for each read. The lengths do not count what lies before.
   * Absent where it would save nothing.
   */
  readAt?(
    into: Uint8Array,
    from: number,
    minimum: number,
    callback: (error: TensorductError | null, length: number) => void,
  ): void;

  /**
   * Writes bytes by copying them within the call, as far as the medium itself.
   * @param from first of the bytes
   * @param to behind the last of them
   * @returns false where not all of them can be taken at once: then none are, and `write` is the way. Absent where they
   *   never can
   */
  put?(bytes: Uint8Array, from: number, to: number): boolean;
}

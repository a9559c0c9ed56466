import type { HostMemory } from '../message/bytes.js';
import type { DeviceBuffer } from '../message/device.js';
import type { DType } from '../message/dtype.js';
import type { ReceivedTensor } from '../message/received-tensor.js';

/**
 * Memory of a value that is to travel beside the payload. It is the program's own, not a copy: whoever moves it has to
 * be done before the program may change it.
 */
export interface Block {
  /** The bytes. */
  readonly data: HostMemory | DeviceBuffer;
  /** Their length. */
  readonly byteLength: number;
  /** `uint8`, unless one typed array or tensor of the value is the whole block. */
  readonly dtype: DType;
  /** In elements of `dtype`. */
  readonly shape: readonly number[];
}

/**
 * A value that has been walked: its structure is written, its large memory has not moved yet. Who sends it says where
 * each block went, then gets the payload.
 */
export interface Draft {
  /** What goes beside the payload, in a fixed order. Overlapping memory is one block, however often it is referenced. */
  readonly blocks: readonly Block[];
  /**
   * The payload; to be called once.
   * @param places for each block where it went, an integer from 0 that `BlockSource` is asked for at the other end; null
   *   copies the block into the payload
   */
  finish(places: readonly (number | null)[]): Uint8Array;
}

/**
 * Gives the memory of a block back: as a view of exactly `byteLength` bytes, or as the tensor that was received. Asked at
 * most once for each block of a payload. It must check `place`, which comes from the peer, and throw for one that is not
 * there. Views of the value stand over this memory: it must stay as long as the value is used.
 */
export type BlockSource = (place: number, byteLength: number) => Uint8Array | ReceivedTensor;

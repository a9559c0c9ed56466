import { constants } from 'node:buffer';
import { TensorductError } from '../errors.js';
import type { HostMemory } from '../message/bytes.js';
import { formatDevice, type DeviceBuffer } from '../message/device.js';
import type { DType } from '../message/dtype.js';
import { holdableOf } from '../message/holdable.js';
import type { Block } from './block.js';
import type { ByteWriter } from './byte-writer.js';

/** More blocks than this stay in the payload: a peer accepts 4096 tensors in a message by default. */
const MOST_BLOCKS = 1024;

/** Memory of one view or tensor of the value. */
export interface Piece {
  /** The buffer that it lies in, whatever else does. */
  readonly owner: ArrayBufferLike | DeviceBuffer;
  /** Where it begins in the owner. */
  readonly start: number;
  readonly byteLength: number;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Bytes of an element: whoever views it needs memory aligned to this. */
  readonly alignment: number;
  /** The owner itself stands in the value, not a view of it. */
  readonly whole: boolean;
}

/** Pieces that overlap or touch: what travels at once, so that views that share memory do so at the other end. */
interface Run {
  readonly owner: ArrayBufferLike | DeviceBuffer;
  readonly start: number;
  end: number;
  readonly pieces: number[];
}

/**
 * The memory of one value. What no view of the value shows is never sent, so two views of one buffer with a gap between
 * them arrive in buffers of their own.
 */
export class MemoryCollector {
  private readonly pieces: Piece[] = [];

  /** Notes a piece; its number is the order of the calls. */
  add(piece: Piece): void {
    this.pieces.push(piece);
  }

  /**
   * Divides what was collected.
   * @param threshold blocks from this length travel beside the payload; what is in shared memory does at any length
   */
  settle(threshold: number): Layout {
    const runs = this.runs();
    const large: number[] = [];
    const blocks: Block[] = [];
    runs.forEach((run, i) => {
      if (!isLarge(run, threshold) || (isHost(run.owner) && blocks.length >= MOST_BLOCKS)) return;
      large.push(i);
      blocks.push(this.blockOf(run));
    });
    return { pieces: this.pieces, runs, large, blocks };
  }

  /** Runs by buffer, in the order in which the buffers were met. */
  private runs(): Run[] {
    const { pieces } = this;
    if (pieces.length === 1) return [newRun(pieces[0], 0)];
    const byOwner = new Map<ArrayBufferLike | DeviceBuffer, number[]>();
    pieces.forEach(({ owner }, i) => {
      const others = byOwner.get(owner);
      if (others === undefined) byOwner.set(owner, [i]);
      else others.push(i);
    });
    const runs: Run[] = [];
    for (const numbers of byOwner.values()) {
      numbers.sort((a, b) => pieces[a].start - pieces[b].start);
      let run: Run | null = null;
      for (const i of numbers) {
        const { start, byteLength } = pieces[i];
        if (run === null || start > run.end) runs.push((run = newRun(pieces[i], i)));
        else {
          run.end = Math.max(run.end, start + byteLength);
          run.pieces.push(i);
        }
      }
    }
    return runs;
  }

  private blockOf({ owner, start, end, pieces }: Run): Block {
    const byteLength = end - start;
    const data = isHost(owner) ? hostMemory(owner, start, byteLength) : owner;
    const whole = pieces.map((i) => this.pieces[i]).filter((piece) => piece.byteLength === byteLength && !piece.whole);
    // A tensor says more than the typed array that it was made from.
    const named = whole.find(({ shape }) => shape.length !== 1) ?? whole[0];
    if (named === undefined) return { data, byteLength, dtype: 'uint8', shape: [byteLength] };
    return { data, byteLength, dtype: named.dtype, shape: named.shape };
  }
}

/** What goes where. */
export interface Layout {
  readonly pieces: readonly Piece[];
  readonly runs: readonly Run[];
  /** Numbers of the runs that are {@link blocks}. */
  readonly large: readonly number[];
  readonly blocks: readonly Block[];
}

/** Flags beside a block's phase and alignment. */
export const WHOLE_BUFFER = 0x20;

/**
 * The table of memory: every run with its place (0: in the payload; else one more than the place), length, and how it
 * lay: its start modulo 8 (3 bits), the logarithm of the largest element (2 bits), {@link WHOLE_BUFFER}; then every piece
 * with run, offset and length; then the bytes of the runs in the payload.
 */
export function writeMemory(writer: ByteWriter, layout: Layout, places: readonly (number | null)[]): void {
  const { pieces, runs, large } = layout;
  const placeOf = new Map(large.map((run, i) => [run, places[i]]));
  writer.varint(runs.length);
  runs.forEach((run, i) => {
    const members = run.pieces.map((number) => pieces[number]);
    const alignment = Math.max(...members.map((piece) => piece.alignment));
    const whole = members.some((piece) => piece.whole);
    writer.varint((placeOf.get(i) ?? -1) + 1);
    writer.varint(run.end - run.start);
    writer.byte((run.start % 8) | (Math.log2(alignment) << 3) | (whole ? WHOLE_BUFFER : 0));
  });
  const runOf = new Map(runs.flatMap((run, i) => run.pieces.map((piece) => [piece, i] as const)));
  writer.varint(pieces.length);
  pieces.forEach(({ start, byteLength }, i) => {
    const run = runOf.get(i) ?? 0;
    writer.varint(run);
    writer.varint(start - runs[run].start);
    writer.varint(byteLength);
  });
  runs.forEach(({ owner, start, end }, i) => {
    if (typeof placeOf.get(i) === 'number') return;
    if (isHost(owner)) return writer.raw(new Uint8Array(owner, start, end - start));
    throw new TensorductError('ERR_INVALID_ARGUMENT', `memory of ${formatDevice(owner.device)} needs a place`, {
      advice: 'only what lies in host memory can be put into the payload',
    });
  });
}

function newRun({ owner, start, byteLength }: Piece, number: number): Run {
  return { owner, start, end: start + byteLength, pieces: [number] };
}

function isLarge({ owner, start, end }: Run, threshold: number): boolean {
  if (!isHost(owner)) return true;
  return end > start && (end - start >= threshold || holdableOf(owner) !== undefined);
}

function isHost(owner: ArrayBufferLike | DeviceBuffer): owner is ArrayBufferLike {
  return !('device' in owner);
}

/** Where more than a Uint8Array can be, a DataView. */
function hostMemory(buffer: ArrayBufferLike, start: number, length: number): HostMemory {
  return length > constants.MAX_LENGTH ? new DataView(buffer, start, length) : new Uint8Array(buffer, start, length);
}

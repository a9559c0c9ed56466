import { EMPTY } from '../message/bytes.js';
import { CPU, sameDevice } from '../message/device.js';
import { byteLengthOf, type DType } from '../message/dtype.js';
import { ReceivedTensor } from '../message/received-tensor.js';
import type { BlockSource } from './block.js';
import type { ByteReader } from './byte-reader.js';
import { malformed } from './format.js';
import { WHOLE_BUFFER } from './memory-collector.js';

/** A stretch of memory that arrived at once, as the table describes it. */
interface Run {
  /** -1: in the payload. */
  readonly place: number;
  readonly byteLength: number;
  /** Where it lay, modulo 8. */
  readonly phase: number;
  readonly alignment: number;
  /** An ArrayBuffer of just this memory is needed. */
  readonly whole: boolean;
  /** Once somebody has asked for it. */
  bytes: Uint8Array | null;
  tensor: ReceivedTensor | null;
}

interface Piece {
  readonly run: Run;
  readonly offset: number;
  readonly byteLength: number;
}

/** The memory of a value that has arrived: that beside the payload where it lies, that in the payload as a copy. */
export class MemoryRestorer {
  private readonly pieces: Piece[] = [];
  private next = 0;

  /**
   * Reads the table of memory, and asks for every block.
   * @throws TensorductError `ERR_MALFORMED_VALUE`, and what `source` throws
   */
  constructor(reader: ByteReader, source: BlockSource) {
    const runs: Run[] = [];
    for (let left = countOf(reader); left > 0; left--) runs.push(readRun(reader));
    for (let left = countOf(reader); left > 0; left--) this.pieces.push(readPiece(reader, runs));
    for (const run of runs) load(run, reader, source);
    if (reader.left > 0) throw malformed('there is more in the payload than its memory');
  }

  /** Whether each piece was asked for. */
  get exhausted(): boolean {
    return this.next === this.pieces.length;
  }

  /** The bytes of the next piece, aligned to elements of `size` as far as the table told the truth. */
  view(): Uint8Array {
    const { run, offset, byteLength } = this.take();
    if (run.bytes === null) throw malformed('there is a view of memory of a device');
    return run.bytes.subarray(offset, offset + byteLength);
  }

  /** The next piece as a tensor: the one that was received, where it is the whole of it. */
  tensor(dtype: DType, shape: readonly number[]): ReceivedTensor {
    const { run, offset, byteLength } = this.take();
    if (byteLengthOf(dtype, shape) !== byteLength) throw malformed('a tensor has another length than its shape');
    const { tensor, bytes } = run;
    if (tensor?.dtype === dtype && byteLength === run.byteLength && sameShape(tensor.shape, shape)) return tensor;
    if (bytes === null) throw malformed('a tensor is not the memory of the device that it lies on');
    const descriptor = { length: byteLength, dtype, shape, metadata: EMPTY };
    return new ReceivedTensor(descriptor, { data: bytes.subarray(offset, offset + byteLength) });
  }

  private take(): Piece {
    const piece = this.pieces[this.next++];
    if (piece === undefined) throw malformed('the value has more views than memory');
    return piece;
  }
}

/** A count of things that take at least three bytes each. */
function countOf(reader: ByteReader): number {
  const count = reader.varint();
  if (count > reader.left / 3) throw malformed('the payload ends too early');
  return count;
}

function readRun(reader: ByteReader): Run {
  const place = reader.varint() - 1;
  const byteLength = reader.varint();
  const flags = reader.byte();
  const alignment = 1 << ((flags >> 3) & 3);
  return {
    place,
    byteLength,
    phase: flags & 7,
    alignment,
    whole: (flags & WHOLE_BUFFER) !== 0,
    bytes: null,
    tensor: null,
  };
}

function readPiece(reader: ByteReader, runs: readonly Run[]): Piece {
  const run = runs[reader.varint()];
  const offset = reader.varint();
  const byteLength = reader.varint();
  if (run === undefined || offset + byteLength > run.byteLength) throw malformed('a view lies outside of its memory');
  return { run, offset, byteLength };
}

function load(run: Run, reader: ByteReader, source: BlockSource): void {
  if (run.place < 0) {
    // Never a view of the payload: its buffer would show all the rest, and live as long as one small array.
    run.bytes = placed(run, reader.raw(run.byteLength), true);
    return;
  }
  const memory = source(run.place, run.byteLength);
  if (memory instanceof ReceivedTensor) {
    run.tensor = memory;
    if (memory.byteLength !== run.byteLength) throw malformed('a tensor has another length than the value says');
    if (!sameDevice(memory.device, CPU)) return;
  }
  const bytes = memory instanceof ReceivedTensor ? memory.data : memory;
  if (!(bytes instanceof Uint8Array) || bytes.length !== run.byteLength) {
    throw malformed('a tensor has another length than the value says, or went into a sink');
  }
  run.bytes = placed(run, bytes, false);
}

/** The memory itself where every view can stand over it; else a copy that is aligned as the original was. */
function placed({ phase, alignment, whole }: Run, bytes: Uint8Array, copy: boolean): Uint8Array {
  const { buffer, byteOffset, length } = bytes;
  const aligned = byteOffset % alignment === phase % alignment;
  const exact = !whole || (buffer instanceof ArrayBuffer && buffer.byteLength === length);
  if (!copy && aligned && exact) return bytes;
  const shift = phase % alignment;
  const placed = new Uint8Array(shift + length).subarray(shift);
  placed.set(bytes);
  return placed;
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((dimension, i) => dimension === b[i]);
}

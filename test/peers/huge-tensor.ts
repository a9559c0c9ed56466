import { constants } from 'node:buffer';

/** Bytes of a tensor that no Uint8Array can hold. */
export const HUGE_BYTES = Number(process.env.TENSORDUCT_HUGE_BYTES ?? 2 ** 32 + 8);
/** Distance of the places where its elements are not zero: on either side of each multiple, and at its end. */
const STAMP_BYTES = 2 ** 26;

if (HUGE_BYTES <= constants.MAX_LENGTH) throw new Error('this runtime has larger arrays: choose a larger tensor');

/** Its elements: nearly all of its pages are never touched, so that they take no memory. */
export function createHuge(): Float64Array {
  const elements = new Float64Array(HUGE_BYTES / 8);
  for (const offset of stamps(0, HUGE_BYTES)) elements[offset / 8] = valueAt(offset);
  return elements;
}

/** Whether a piece of it has the right bytes. */
export function isPieceOfHuge(piece: Uint8Array, offset: number): boolean {
  const expected = Buffer.alloc(piece.length);
  for (const stamp of stamps(offset, offset + piece.length)) expected.writeDoubleLE(valueAt(stamp), stamp - offset);
  return expected.equals(piece);
}

/** Offsets of elements that are not zero, which begin from `start` up to `end`. Pieces never cut an element in two. */
function* stamps(start: number, end: number): Generator<number> {
  for (let multiple = start - (start % STAMP_BYTES); multiple <= end; multiple += STAMP_BYTES) {
    for (const offset of [multiple - 8, multiple]) if (offset >= start && offset < end) yield offset;
  }
}

function valueAt(offset: number): number {
  return offset + 0.5;
}

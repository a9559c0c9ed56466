import type { MessageShape } from './names.js';

/** Memory for messages of a shape, in ordinary buffers: the parts of each lie one after another. */
export function ordinaryMessages(shape: MessageShape, count: number): readonly (readonly Uint8Array[])[] {
  return Array.from({ length: count }, () => partsOf(new Uint8Array(shape.parts * shape.bytes), shape));
}

/** The parts of one message that lies in one piece. */
export function partsOf(whole: Uint8Array, { parts, bytes }: MessageShape): readonly Uint8Array[] {
  return Array.from({ length: parts }, (_, index) => whole.subarray(index * bytes, (index + 1) * bytes));
}

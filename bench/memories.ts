import type { MessageShape } from './names.js';

/** From so many bytes on a message's memory is kept for the next course. */
const KEPT_BYTES = 2 ** 20;
const kept = new Map<string, Uint8Array[]>();

/**
 * Memory for messages of a shape, in ordinary buffers: the parts of each lie one after another.
 *
 * Courses of one process take turns, and large memory is the same for all of them: to touch new memory for the first time
 * takes ten times as long as a copy. What is to be received into is empty at first, so that nothing that another course has
 * received is taken for a message.
 */
export function ordinaryMessages(
  shape: MessageShape,
  count: number,
  use: 'sends' | 'receives',
): readonly (readonly Uint8Array[])[] {
  const bytes = shape.parts * shape.bytes;
  const key = `${use} ${bytes}`;
  const wholes = kept.get(key) ?? [];
  if (bytes >= KEPT_BYTES) kept.set(key, wholes);
  while (wholes.length < count) wholes.push(new Uint8Array(bytes));
  const messages = wholes.slice(0, count);
  if (use === 'receives') for (const message of messages) message.fill(0);
  return messages.map((whole) => partsOf(whole, shape));
}

/** The parts of one message that lies in one piece. */
export function partsOf(whole: Uint8Array, { parts, bytes }: MessageShape): readonly Uint8Array[] {
  return Array.from({ length: parts }, (_, index) => whole.subarray(index * bytes, (index + 1) * bytes));
}

/**
 * The sizes of slots. Powers of two up to 1 MiB, many to a segment; above, a segment for each, in steps of a quarter of
 * a power of two, so that at most a fifth of it lies idle and the next tensor of about the same size finds it again.
 */

const KIB = 1024;
const MIB = 1024 * KIB;

/** Smaller tensors share this one: a slot costs bookkeeping, and small tensors travel inside of messages anyway. */
const SMALLEST = KIB;
/** The largest slot that shares its segment with others. */
const LARGEST_SHARED = MIB;
/** Segments of shared slots: few descriptors for many small tensors, and little idle memory for a few. */
const SEGMENT_BYTES = 4 * MIB;

/** The size of the slot for so many bytes. */
export function slotBytes(bytes: number): number {
  if (bytes <= SMALLEST) return SMALLEST;
  const power = 2 ** Math.ceil(Math.log2(bytes));
  if (power <= LARGEST_SHARED) return power;
  const step = power / 8;
  return Math.ceil(bytes / step) * step;
}

/** The size of a segment for slots of a size. */
export function segmentBytes(slot: number): number {
  return slot <= LARGEST_SHARED ? SEGMENT_BYTES : slot;
}

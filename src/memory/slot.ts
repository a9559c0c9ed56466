import type { Segment } from './native.js';

/** A segment of this context's own. */
export interface OwnSegment {
  /** Names the segment to peers; never used again. */
  readonly index: number;
  readonly memory: Segment;
  readonly bytes: number;
  /** What its slots measure. */
  readonly slotBytes: number;
  /** Slots in use. */
  busy: number;
}

/** A piece of shared memory of this context's own. Free when nobody uses it: see {@link Arena}. */
export class Slot {
  /** Leases that are out, and the owner's own uses. */
  uses = 0;
  /** Whether all who have it work on the same bytes: then it is lent however small it is, and never copied for a reader. */
  inPlace = false;
  /** Called when the owner's own use is the only one left. */
  readonly settling = new Set<() => void>();

  constructor(
    readonly segment: OwnSegment,
    /** Where it begins in its segment: a multiple of 64. */
    readonly offset: number,
  ) {}

  /** Copies bytes in. */
  write(source: ArrayBufferView): void {
    this.segment.memory.write(this.offset, source);
  }

  /** An ArrayBuffer over its first bytes themselves. */
  view(length: number): ArrayBuffer {
    return this.segment.memory.view(this.offset, length);
  }
}

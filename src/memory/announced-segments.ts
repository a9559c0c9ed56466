import { faultPoint } from '../fault-point.js';
import type { tensorduct } from '../wire/generated/link.js';
import type { Enclosure } from './packet-socket.js';
import type { OwnSegment } from './slot.js';

/** Segments that one peer is told of at most: each costs it a mapping. */
export const MOST_SEGMENTS = 4096;

/** The segments of this context that one peer knows of: nothing is lent from another. */
export class AnnouncedSegments {
  /** Those whose descriptor the system has taken. */
  private readonly announced = new Set<OwnSegment>();
  private readonly announcing = new Set<OwnSegment>();

  constructor(private readonly send: (packet: tensorduct.link.v1.Packet.$Properties, enclosure?: Enclosure) => void) {}

  /** @returns whether the peer has, or will have, the segment before what is sent to it now by another way */
  announce(segment: OwnSegment): boolean {
    if (this.announced.has(segment)) return true;
    return this.announceLater(segment) && this.announced.has(segment);
  }

  /** @returns whether the peer has, or will have, the segment before what is sent to it over the link; false for too many */
  announceLater(segment: OwnSegment): boolean {
    if (this.announced.has(segment) || this.announcing.has(segment)) return true;
    if (this.announced.size + this.announcing.size >= MOST_SEGMENTS) return false;
    this.announcing.add(segment);
    faultPoint('segment-announcing');
    this.send(
      { segment: { index: segment.index, bytes: segment.bytes } },
      {
        fds: () => (this.announcing.has(segment) ? [segment.memory.fd] : null),
        sent: () => {
          this.announcing.delete(segment);
          this.announced.add(segment);
          faultPoint('segment-announced');
        },
      },
    );
    return true;
  }

  /** The segment was given back to the system. */
  retired(segment: OwnSegment): void {
    this.announcing.delete(segment);
    if (this.announced.delete(segment)) this.send({ retired: { index: segment.index } });
  }
}

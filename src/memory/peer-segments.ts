import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { MOST_SEGMENTS } from './announced-segments.js';
import type { Descriptor, Native, Segment } from './native.js';
import { closeSegment } from './views.js';

type MapCallback = (error: TensorductError | null, segment: Segment | null) => void;

/** A segment of the peer's: on its way, mapped, or impossible to map. */
interface PeerSegment {
  readonly bytes: number;
  memory: Segment | null;
  error: TensorductError | null;
  waiting: MapCallback[];
}

/** The shared memory of a peer, as far as it is mapped into this process. */
export class PeerSegments {
  private readonly segments = new Map<number, PeerSegment>();
  private closed: TensorductError | null = null;

  /** @param reserve asks for so many bytes of the budget for mapped memory; negative ones are given back */
  constructor(
    private readonly native: Native,
    private readonly reserve: (bytes: number) => boolean,
  ) {}

  /**
   * The peer has announced one. It is mapped at once, off the JS thread.
   * @throws TensorductError `ERR_PROTOCOL`
   */
  announced(index: number, bytes: number, descriptor: Descriptor): void {
    if (this.segments.has(index) || this.segments.size === MOST_SEGMENTS || bytes <= 0) {
      descriptor.close();
      throw new TensorductError('ERR_PROTOCOL', 'the peer announces a segment that cannot be');
    }
    const segment: PeerSegment = { bytes, memory: null, error: null, waiting: [] };
    this.segments.set(index, segment);
    faultPoint('segment-received');
    if (!this.reserve(bytes)) {
      descriptor.close();
      segment.error = new TensorductError('ERR_OUT_OF_MEMORY', 'the budget for mapped memory of peers is used up');
      return;
    }
    this.native.Segment.adopt(descriptor, bytes, (error, memory) => {
      if (memory === null) {
        this.reserve(-bytes);
        segment.error = TensorductError.from(error, 'ERR_OUT_OF_MEMORY', 'memory of the peer could not be mapped');
      } else if (this.closed !== null || this.segments.get(index) !== segment) {
        this.reserve(-bytes);
        memory.close();
        segment.error = this.closed ?? unknown(index);
      } else {
        segment.memory = memory;
        faultPoint('segment-mapped');
      }
      for (const callback of segment.waiting.splice(0)) callback(segment.error, segment.memory);
    });
  }

  /** The peer lends it no more. Views of it that are out stay valid. */
  retired(index: number): void {
    const segment = this.segments.get(index);
    if (segment === undefined)
      throw new TensorductError('ERR_PROTOCOL', 'the peer retires a segment that it never announced');
    this.segments.delete(index);
    this.unmap(segment);
  }

  /** Whether it was announced. */
  has(index: number): boolean {
    return this.segments.has(index);
  }

  /**
   * Calls back with the segment, perhaps within this call. `ERR_PROTOCOL` for one that was not announced,
   * `ERR_OUT_OF_MEMORY` for one that cannot be mapped here.
   */
  get(index: number, callback: MapCallback): void {
    const segment = this.segments.get(index);
    if (this.closed !== null) return callback(this.closed, null);
    if (segment === undefined) return callback(unknown(index), null);
    if (segment.memory !== null || segment.error !== null) return callback(segment.error, segment.memory);
    segment.waiting.push(callback);
  }

  /** Unmaps all; views that are out stay valid. Idempotent. */
  close(error: TensorductError): void {
    this.closed ??= error;
    for (const segment of this.segments.values()) this.unmap(segment);
    this.segments.clear();
  }

  private unmap(segment: PeerSegment): void {
    if (segment.memory === null) return;
    closeSegment(this.native, segment.memory);
    segment.memory = null;
    this.reserve(-segment.bytes);
  }
}

function unknown(index: number): TensorductError {
  return new TensorductError('ERR_PROTOCOL', `the peer lends from segment ${index}, which it has not announced`);
}

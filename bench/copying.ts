import type { Terms } from './contestant.js';
import type { Course } from './course.js';
import { GaugeReader } from './gauges.js';
import { ordinaryMessages } from './memories.js';
import type { Answer, Measure } from './requests.js';
import { fillPattern, stampMessage, Verifier } from './stamps.js';

/**
 * memcpy: copies within the driver, over as many messages as others have, the least that moving the bytes can cost. A round
 * trip is two of them.
 */
export class CopyingCourse implements Course {
  private readonly sources: readonly (readonly Uint8Array[])[];
  private readonly targets: readonly (readonly Uint8Array[])[];
  private stamp = 1;

  constructor(private readonly terms: Terms) {
    // There and back are verified together.
    const count = Math.max(2, terms.depth);
    this.sources = ordinaryMessages(terms.sends, count, 'sends');
    this.targets = ordinaryMessages(terms.sends, count, 'receives');
    for (const parts of this.sources) parts.forEach(fillPattern);
  }

  async roundTrips(count: number): Promise<Answer> {
    const times = new Float64Array(count);
    const verifier = new Verifier(this.terms.sends, 2 * count);
    const first = this.stamp;
    for (let trip = 0; trip < count; trip++) {
      const start = performance.now();
      const there = this.copy();
      const back = this.copy();
      times[trip] = (performance.now() - start) * 1e3;
      verifier.note(there);
      verifier.note(back);
    }
    verifier.check(first);
    return { times };
  }

  async stream(count: number, _pauseMs: number, measure: Measure): Promise<Answer> {
    const verifier = new Verifier(this.terms.sends, count);
    const first = this.stamp;
    const gauges = new GaugeReader(measure.loop, measure.memory);
    const start = performance.now();
    for (let number = 0; number < count; number++) verifier.note(this.copy());
    const seconds = (performance.now() - start) / 1e3;
    const figures = gauges.read();
    verifier.check(first);
    return { seconds, gauges: [figures] };
  }

  async establish(): Promise<Answer> {
    throw new Error('memcpy has no links');
  }

  async idle(): Promise<Answer> {
    throw new Error('memcpy has no links');
  }

  async close(): Promise<void> {}

  private copy(): readonly Uint8Array[] {
    const index = this.stamp % this.sources.length;
    const [source, target] = [this.sources[index], this.targets[index]];
    stampMessage(source, this.stamp++);
    for (let part = 0; part < source.length; part++) target[part].set(source[part]);
    return target;
  }
}

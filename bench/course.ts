import { setTimeout as delay } from 'node:timers/promises';
import type { Link, Station, Terms } from './contestant.js';
import { contestantNamed } from './contestants/index.js';
import { GaugeReader, type Gauges } from './gauges.js';
import { Outbox } from './outbox.js';
import type { Port } from './port.js';
import type { Answer, Asker, Expectation, Measure, PartnerRequest } from './requests.js';
import { Verifier } from './stamps.js';

/** Another process or thread, as its driver sees it. */
export interface Partner {
  readonly port: Port;
  readonly asker: Asker<PartnerRequest>;
}

/** Work of one kind that a driver can do again and again. */
export interface Course {
  /** Messages there and back, one after another. Each is timed until the answer is there, then verified. */
  roundTrips(count: number, pauseMs: number): Promise<Answer>;
  /** Messages one way, timed until the last partner says that it has had them all. */
  stream(count: number, pauseMs: number, measure: Measure): Promise<Answer>;
  /** New links, each timed until its first message has come back. */
  establish(count: number): Promise<Answer>;
  /** Links that have had one message each, and what they cost. */
  idle(count: number, idleMs: number): Promise<Answer>;
  close(): Promise<void>;
}

const NOTHING: Measure = { loop: false, memory: false };

/** Of the next message: courses share memory, but no stamps, so that no message is taken for one of another course. */
let nextStamp = 1;

/** A course with links to partners. */
export class LinkedCourse implements Course {
  private readonly outbox: Outbox;
  private readonly links: Link[] = [];
  private onMessage: (parts: readonly Uint8Array[]) => void = () => {};
  private channel: string | undefined;

  private constructor(
    private readonly name: string,
    private readonly terms: Terms,
    private readonly station: Station,
    private readonly partners: readonly Partner[],
    private readonly addresses: readonly string[],
    corrupt: boolean,
  ) {
    this.outbox = new Outbox(station, corrupt);
  }

  /**
   * @param corrupt spoils a message, which must not go unnoticed
   * @returns with the partners' thread, where they are threads
   */
  static async open(
    name: string,
    terms: Terms,
    partners: readonly Partner[],
    corrupt: boolean,
  ): Promise<[LinkedCourse, Answer]> {
    const theirs: Terms = { ...terms, sends: terms.receives, receives: terms.sends };
    const answers: Answer[] = [];
    for (const { asker } of partners) answers.push(await asker.ask({ task: 'listen', course: name, terms: theirs }));
    const station = await (await contestantNamed(terms.contestant)).open(terms);
    const addresses = answers.map(({ address = '' }) => address);
    const course = new LinkedCourse(name, terms, station, partners, addresses, corrupt);
    for (const number of partners.keys()) course.links.push(await course.connect(number));
    return [course, answers[0]];
  }

  async roundTrips(count: number, pauseMs: number): Promise<Answer> {
    const first = await this.expect({ answers: 'each', messages: count, pauseMs: 0, measure: NOTHING });
    const verifier = new Verifier(this.terms.receives, count);
    const times = new Float64Array(count);
    await new Promise<void>((resolve) => {
      let trip = 0;
      let start = 0;
      const next = (): void => {
        start = performance.now();
        void this.outbox.send(first + trip, this.links);
      };
      this.onMessage = (parts) => {
        times[trip] = (performance.now() - start) * 1e3;
        verifier.note(parts);
        if (++trip === count) resolve();
        else if (pauseMs > 0) setTimeout(next, pauseMs);
        else next();
      };
      next();
    });
    verifier.check(first);
    await this.verify();
    return { times, ...this.chosen() };
  }

  async stream(count: number, pauseMs: number, measure: Measure): Promise<Answer> {
    const first = await this.expect({ answers: 'last', messages: count, pauseMs, measure });
    let answers = 0;
    const answered = new Promise<void>((resolve) => {
      this.onMessage = () => {
        if (++answers === this.links.length) resolve();
      };
    });
    const gauges = new GaugeReader(measure.loop, measure.memory);
    const start = performance.now();
    for (let stamp = first; stamp < first + count; stamp++) {
      const waits = this.outbox.send(stamp, this.links);
      if (waits !== undefined) await waits;
    }
    await answered;
    const seconds = (performance.now() - start) / 1e3;
    const own = gauges.read();
    const threads = this.terms.contestant === 'worker_threads';
    return { seconds, gauges: [own, ...(await this.verify())], threads, ...this.chosen() };
  }

  async establish(count: number): Promise<Answer> {
    const first = await this.expect({ answers: 'each', messages: count, pauseMs: 0, measure: NOTHING });
    const verifier = new Verifier(this.terms.receives, count);
    const times = new Float64Array(count);
    for (let number = 0; number < count; number++) {
      const start = performance.now();
      const link = await this.connect(0);
      const answered = new Promise<void>((resolve) => {
        this.onMessage = (parts) => {
          times[number] = (performance.now() - start) * 1e3;
          verifier.note(parts);
          resolve();
        };
      });
      await this.outbox.send(first + number, [link]);
      await answered;
      await link.close();
    }
    verifier.check(first);
    await this.verify();
    return { times };
  }

  async idle(count: number, idleMs: number): Promise<Answer> {
    const first = await this.expect({
      answers: 'each',
      messages: count,
      pauseMs: 0,
      measure: { loop: false, memory: true },
    });
    const gauges = new GaugeReader(false, true);
    const verifier = new Verifier(this.terms.receives, count);
    for (let number = 0; number < count; number++) {
      const link = await this.connect(0);
      this.links.push(link);
      const answered = new Promise<void>((resolve) => {
        this.onMessage = (parts) => {
          verifier.note(parts);
          resolve();
        };
      });
      await this.outbox.send(first + number, [link]);
      await answered;
    }
    verifier.check(first);
    const opened = [gauges.read(), ...(await this.verify())];
    await this.expect({ answers: 'each', messages: 0, pauseMs: 0, measure: NOTHING });
    const idle = new GaugeReader(false, false);
    await delay(idleMs);
    return { gauges: opened, idleGauges: [idle.read(), ...(await this.verify())], seconds: idleMs / 1e3 };
  }

  async close(): Promise<void> {
    await this.station.close();
    for (const { asker } of this.partners) await asker.ask({ task: 'close', course: this.name });
    this.links.length = 0;
  }

  private async connect(partner: number): Promise<Link> {
    const link = await this.station.connect(this.addresses[partner], this.partners[partner].port);
    link.receive((parts) => this.onMessage(parts));
    return link;
  }

  /** @returns the first stamp */
  private async expect(how: Omit<Expectation, 'firstStamp'>): Promise<number> {
    const firstStamp = nextStamp;
    nextStamp += how.messages;
    for (const { asker } of this.partners) await asker.ask({ task: 'expect', course: this.name, firstStamp, ...how });
    return firstStamp;
  }

  private async verify(): Promise<Gauges[]> {
    const figures: Gauges[] = [];
    for (const { asker } of this.partners) {
      const { gauges = [] } = await asker.ask({ task: 'verify', course: this.name });
      figures.push(...gauges);
    }
    return figures;
  }

  /** Known once a message was there and back. */
  private chosen(): { channel?: string } {
    this.channel ??= this.links[0].channel?.();
    return this.channel === undefined ? {} : { channel: this.channel };
  }
}

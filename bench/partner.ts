/** The other end of a contestant: a process, or a thread, that a driver has started. It answers what comes. */
import { readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parentPort } from 'node:worker_threads';
import type { Link, Station, Terms } from './contestant.js';
import { contestantNamed } from './contestants/index.js';
import { GaugeReader, type Gauges } from './gauges.js';
import { Outbox } from './outbox.js';
import { processPort, threadPort } from './port.js';
import { Answerer, type Answer, type Expectation, type PartnerRequest } from './requests.js';
import { stampOf, Verifier } from './stamps.js';

const port = parentPort === null ? processPort(process) : threadPort(parentPort);
// It lives as long as its driver does, and ends without a word.
process.on('disconnect', () => process.exit());

const courses = new Map<string, ServedCourse>();

new Answerer<PartnerRequest>(port, async (request): Promise<Answer> => {
  if (request.task === 'listen') {
    const contestant = await contestantNamed(request.terms.contestant);
    const course = new ServedCourse(request.terms, await contestant.open(request.terms));
    courses.set(request.course, course);
    // `/proc/thread-self` is a link to PID/task/TID.
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    return { address: await course.listen(), ...(parentPort === null ? {} : { threadId }) };
  }
  const course = courses.get(request.course);
  if (course === undefined) throw new Error(`there is no course ${request.course}`);
  if (request.task === 'expect') course.expect(request);
  if (request.task === 'verify') return { gauges: [course.verify()] };
  if (request.task === 'close') {
    courses.delete(request.course);
    await course.close();
    globalThis.gc?.();
  }
  return {};
});

/** One course, as the partner sees it. */
class ServedCourse {
  private readonly outbox: Outbox;
  private expected: { readonly how: Expectation; readonly verifier: Verifier; readonly gauges: GaugeReader } | null =
    null;

  constructor(
    private readonly terms: Terms,
    private readonly station: Station,
  ) {
    this.outbox = new Outbox(station);
  }

  listen(): Promise<string> {
    return this.station.listen(port, (link) => link.receive((parts) => this.take(link, parts)));
  }

  expect(how: Expectation): void {
    const verifier = new Verifier(this.terms.receives, how.messages);
    this.expected = { how, verifier, gauges: new GaugeReader(how.measure.loop, how.measure.memory) };
  }

  verify(): Gauges {
    if (this.expected === null) throw new Error('nothing was expected');
    const { how, verifier, gauges } = this.expected;
    const figures = gauges.read();
    verifier.check(how.firstStamp);
    return figures;
  }

  async close(): Promise<void> {
    await this.station.close();
  }

  private take(link: Link, parts: readonly Uint8Array[]): void | Promise<void> {
    if (this.expected === null) throw new Error('a message came before it was expected');
    const { how, verifier } = this.expected;
    verifier.note(parts);
    if (how.answers === 'each' || verifier.messages === how.messages) void this.outbox.send(stampOf(parts), [link]);
    return how.pauseMs > 0 ? delay(how.pauseMs) : undefined;
  }
}

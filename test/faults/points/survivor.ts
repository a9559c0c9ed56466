import { expect } from 'vitest';
import { DEATH_DEADLINE_MS, within } from '../../../src/testing/deadlines.js';
import type { Failure } from '../programs/exchange.js';
import type { Answer, Holdings, Question } from '../programs/survivor.js';
import type { Peer } from '../../support/peer.js';
import { startProgram } from './fault-build.js';

type Asked = Question extends infer Each ? (Each extends Question ? Omit<Each, 'id'> : never) : never;

/** A process that lives through the deaths of others: see `test/faults/programs/survivor.ts`. */
export class Survivor implements AsyncDisposable {
  /** Of all that there have been. */
  static readonly pids = new Set<number>();
  /** Sockets that each needs for itself, once it has met somebody. */
  private static ownSockets = 0;

  private readonly questions = new Map<number, (answer: unknown) => void>();
  private asked = 0;

  private constructor(private readonly peer: Peer) {
    peer.process.on('message', (message) => {
      if (!isAnswer(message)) return;
      this.questions.get(message.id)?.(message.answer);
      this.questions.delete(message.id);
    });
  }

  /** @param fault where it is stopped: see `TENSORDUCT_FAULT` */
  static async start(fault = ''): Promise<Survivor> {
    const survivor = new Survivor(startProgram('survivor', [], fault));
    Survivor.pids.add(survivor.peer.pid);
    await within(survivor.url(), 'the start of a survivor');
    return survivor;
  }

  /** What it wrote to standard error. */
  get stderr(): string {
    return this.peer.stderr;
  }

  /** Lets it go on after a stop. */
  goOn(): void {
    this.peer.kill('SIGCONT');
  }

  async url(): Promise<string> {
    return String(await this.ask({ ask: 'url' }));
  }

  /** Exchanges with a partner. @param url null where the partner connects */
  async meet(partner: string, url: string | null, connectMs: number): Promise<Failure[]> {
    const answer = await this.ask({ ask: 'meet', partner, connectMs, ...(url === null ? {} : { url }) });
    if (!Array.isArray(answer)) throw new Error('this is no list of failures');
    return answer as Failure[];
  }

  /** Waits no longer for a partner that is dead. */
  async forget(partner: string): Promise<void> {
    await this.ask({ ask: 'forget', partner });
  }

  /** It has all that it needs for itself, and nothing else. */
  async noteOwnSockets(): Promise<void> {
    Survivor.ownSockets = (await this.holdings()).sockets;
  }

  /** Nothing is left of any partner: no link, no lease, no memory, no descriptor, no mapping. */
  async expectClean(): Promise<void> {
    const clean: Holdings = {
      links: 0,
      leases: 0,
      usedSlots: 0,
      usedBytes: 0,
      mappedBytes: 0,
      memfds: 0,
      mappings: 0,
      sockets: Survivor.ownSockets,
    };
    const end = performance.now() + DEATH_DEADLINE_MS;
    let holdings = await this.holdings();
    while (performance.now() < end && JSON.stringify(holdings) !== JSON.stringify(clean)) {
      holdings = await this.holdings();
    }
    expect(holdings, 'what the survivor holds').toEqual(clean);
  }

  /** Opens a context of that name, where there is none. */
  async open(name: string, alone: boolean): Promise<void> {
    await this.ask({ ask: 'open', name, alone });
  }

  /** Closes its context, with which every memfd goes. */
  async close(): Promise<void> {
    await within(this.ask({ ask: 'close' }), 'the close of the context');
    const { memfds, mappings } = await this.holdings();
    expect({ memfds, mappings }, 'what the survivor holds without a context').toEqual({ memfds: 0, mappings: 0 });
  }

  /** Closes its context and makes another one. */
  async renew(): Promise<void> {
    await this.close();
    await this.url();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.peer[Symbol.asyncDispose]();
  }

  private async holdings(): Promise<Holdings> {
    return (await this.ask({ ask: 'holdings' })) as Holdings;
  }

  private ask(question: Asked): Promise<unknown> {
    const id = ++this.asked;
    const answer = new Promise<unknown>((resolve) => this.questions.set(id, resolve));
    const death = this.peer.exited.then(({ code, signal }) => {
      throw new Error(`the survivor has ended (${signal ?? code})\n${this.peer.stderr}`);
    });
    this.peer.send({ id, ...question });
    return Promise.race([answer, death]);
  }
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === 'object' && message !== null && 'id' in message && 'answer' in message;
}

/** What the programs of a benchmark ask of each other: the runner of a driver, a driver of its partners. */
import type { Terms } from './contestant.js';
import type { Gauges } from './gauges.js';
import type { Port } from './port.js';

/** A partner does these. */
export type PartnerRequest =
  /** Answered with the address to connect to. */
  | { readonly task: 'listen'; readonly course: string; readonly terms: Terms }
  /** Messages are about to come: each is sent back, or only the last one is answered. Answered when ready. */
  | ({ readonly task: 'expect'; readonly course: string } & Expectation)
  /** They have come: answered with what they have cost, or with an error where one of them was corrupt. */
  | { readonly task: 'verify'; readonly course: string }
  | { readonly task: 'close'; readonly course: string };

export interface Expectation {
  readonly answers: 'each' | 'last';
  readonly messages: number;
  readonly firstStamp: number;
  /** After each message, for a slow reader. */
  readonly pauseMs: number;
  /** How the ends are measured meanwhile. */
  readonly measure: Measure;
}

export interface Measure {
  readonly loop: boolean;
  readonly memory: boolean;
}

/** A driver does these. */
export type DriverRequest =
  /** Its partners are to listen. */
  | {
      readonly task: 'open';
      readonly course: string;
      readonly terms: Terms;
      readonly partners: number;
      readonly corrupt: boolean;
    }
  | { readonly task: 'round-trips'; readonly course: string; readonly count: number; readonly pauseMs: number }
  | {
      readonly task: 'stream';
      readonly course: string;
      readonly count: number;
      readonly pauseMs: number;
      readonly measure: Measure;
    }
  /** So many times a new link, a message there and back, and its end. */
  | { readonly task: 'establish'; readonly course: string; readonly count: number }
  /** So many links more, each with a message there and back; then nothing for so long. */
  | { readonly task: 'idle'; readonly course: string; readonly count: number; readonly idleMs: number }
  | { readonly task: 'close'; readonly course: string };

/** A joiner does this: without an address it only makes ready. */
export interface JoinRequest {
  readonly terms: Terms;
  readonly address: string;
  readonly stamp: number;
}

/** What a driver or partner has to say; what does not belong to the task is absent. */
export interface Answer {
  readonly pids?: readonly number[];
  /** The partner's thread, where it is none of another process. */
  readonly threadId?: number;
  readonly address?: string;
  readonly channel?: string;
  /** Of single round trips, in microseconds. */
  readonly times?: Float64Array;
  readonly seconds?: number;
  /** CPU time of the receiver's process and of the sender's. */
  readonly cpuSeconds?: readonly number[];
  /** The driver's own first, then its partners'. */
  readonly gauges?: readonly Gauges[];
  /** Both ends are threads of one process. */
  readonly threads?: boolean;
  /** During the time of nothing. */
  readonly idleGauges?: readonly Gauges[];
}

/** A request on its way. */
interface Envelope<R> {
  readonly number: number;
  readonly request: R;
}
interface Reply {
  readonly number: number;
  readonly answer: Answer | null;
  readonly problem: string | null;
}

/** No task takes nearly as long. */
const DEADLINE_MS = 120_000;

/** Asks the program at the other end of a port. */
export class Asker<R> {
  private readonly waiting = new Map<number, (reply: Reply) => void>();
  private asked = 0;

  constructor(
    private readonly port: Port,
    private readonly name: string,
  ) {
    port.on((message) => {
      if (!isReply(message)) return;
      this.waiting.get(message.number)?.(message);
      this.waiting.delete(message.number);
    });
  }

  /** @throws Error what the other program says, or that it says nothing */
  ask(request: R): Promise<Answer> {
    const number = this.asked++;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${this.name} does not answer`)), DEADLINE_MS);
      this.waiting.set(number, ({ answer, problem }) => {
        clearTimeout(late);
        if (answer === null) reject(new Error(`${this.name}: ${problem}`));
        else resolve(answer);
      });
      const envelope: Envelope<R> = { number, request };
      this.port.send(envelope);
    });
  }

  /** Nothing will be answered any more. */
  fail(problem: string): void {
    for (const [number, reply] of this.waiting) reply({ number, answer: null, problem });
    this.waiting.clear();
  }
}

/** Does what the program at the other end of a port asks for. */
export class Answerer<R> {
  constructor(
    private readonly port: Port,
    private readonly serve: (request: R) => Promise<Answer>,
  ) {
    port.on((message) => {
      if (this.isEnvelope(message)) void this.take(message);
    });
  }

  private async take({ number, request }: Envelope<R>): Promise<void> {
    let reply: Reply;
    try {
      reply = { number, answer: await this.serve(request), problem: null };
    } catch (error) {
      const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
      reply = { number, answer: null, problem };
    }
    this.port.send(reply);
  }

  private isEnvelope(message: unknown): message is Envelope<R> {
    return typeof message === 'object' && message !== null && 'number' in message && 'request' in message;
  }
}

function isReply(message: unknown): message is Reply {
  return typeof message === 'object' && message !== null && 'number' in message && 'problem' in message;
}

/**
 * Lives through the deaths of its partners, or through many contexts of its own as a witness that others are well. Does what
 * the test asks, several things at a time, and answers each question by its number: see {@link Question}.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { Context, type Listener, type Pipe } from 'tensorduct';
import { parent } from '../../peers/parent.js';
import { exchange } from './exchange.js';

/** Answered with an {@link Answer}. */
export type Question = { readonly id: number } &
  /** Waits for the pipe of a partner, or connects to it, and does the exchange. Answered with its failures. */
  (
    | { readonly ask: 'meet'; readonly partner: string; readonly url?: string; readonly connectMs: number }
    /** That partner is dead: it is not waited for any longer. */
    | { readonly ask: 'forget'; readonly partner: string }
    /** Opens its context by that name, with shared memory or `alone`. Without this it is called `survivor`, and has some. */
    | { readonly ask: 'open'; readonly name: string; readonly alone: boolean }
    /** Where it listens. */
    | { readonly ask: 'url' }
    /** What this process holds. Answered with {@link Holdings}. */
    | { readonly ask: 'holdings' }
    /** Closes its context. */
    | { readonly ask: 'close' }
  );

export interface Answer {
  readonly id: number;
  readonly answer: unknown;
}

/** What a process holds of everything that it could keep of a peer. */
export interface Holdings {
  readonly links: number;
  readonly leases: number;
  readonly usedSlots: number;
  readonly usedBytes: number;
  readonly mappedBytes: number;
  /** Beyond one for each segment of its own. */
  readonly memfds: number;
  /** Likewise. */
  readonly mappings: number;
  readonly sockets: number;
}

let context: Context | null = null;
let listener: Listener | null = null;
/** Partners whose next pipe is awaited, and pipes that are there before. */
const awaited = new Map<string, (pipe: Pipe | null) => void>();
const early = new Map<string, Pipe>();
const forgotten = new Set<string>();

function open(name: string, alone: boolean): Context {
  return new Context({ name, arena: alone ? false : { budgetBytes: 256 * 2 ** 20 } });
}

async function listen(): Promise<Listener> {
  context ??= open('survivor', false);
  if (listener !== null) return listener;
  listener = await context.listen('unix://');
  void accept(listener);
  return listener;
}

async function accept(from: Listener): Promise<void> {
  try {
    for await (const pipe of from) {
      const { remoteName: partner } = pipe;
      const take = awaited.get(partner);
      awaited.delete(partner);
      if (take !== undefined) take(pipe);
      else if (forgotten.has(partner)) pipe.on('error', () => {}).destroy();
      else
        early.set(
          partner,
          pipe.on('error', () => {}),
        );
    }
  } catch {
    // The context was closed.
  }
}

/** The next pipe of a partner; null when it is dead before. */
function pipeOf(partner: string): Promise<Pipe | null> {
  const pipe = early.get(partner);
  if (pipe !== undefined || forgotten.has(partner)) {
    early.delete(partner);
    return Promise.resolve(pipe ?? null);
  }
  return new Promise((resolve) => awaited.set(partner, resolve));
}

function holdings(): Holdings {
  const statistics = context?.memory?.current?.statistics();
  const { links = 0, leases = 0, usedSlots = 0, usedBytes = 0, mappedBytes = 0, segments = 0 } = statistics ?? {};
  let memfds = -segments;
  let sockets = 0;
  for (const descriptor of readdirSync('/proc/self/fd')) {
    try {
      const target = readlinkSync(`/proc/self/fd/${descriptor}`);
      if (target.startsWith('/memfd:')) memfds++;
      if (target.startsWith('socket:')) sockets++;
    } catch {
      // The one that was open for reading the list.
    }
  }
  // By their inodes: views are mappings of their own, of segments that are there.
  const lines = readFileSync('/proc/self/maps', 'utf8').split('\n');
  const files = new Set(lines.filter((line) => line.includes('/memfd:')).map((line) => line.split(/\s+/)[4]));
  return { links, leases, usedSlots, usedBytes, mappedBytes, memfds, mappings: files.size - segments, sockets };
}

async function answer(question: Question): Promise<unknown> {
  switch (question.ask) {
    case 'meet': {
      const { partner, url, connectMs } = question;
      await listen();
      const own = context;
      if (own === null) throw new Error('there is no context');
      if (url === undefined) return exchange(own, () => pipeOf(partner));
      return exchange(own, async (sockets) =>
        (sockets ?? own).connect(url, { remoteName: partner, timeoutMs: connectMs }),
      );
    }
    case 'forget':
      forgotten.add(question.partner);
      awaited.get(question.partner)?.(null);
      awaited.delete(question.partner);
      return null;
    case 'open':
      context = open(question.name, question.alone);
      return null;
    case 'url':
      return (await listen()).urls[0];
    case 'holdings':
      return holdings();
    case 'close':
      await context?.close();
      context = listener = null;
      return null;
  }
}

function isQuestion(message: unknown): message is Question {
  return typeof message === 'object' && message !== null && 'ask' in message;
}

for (let word = await parent.next(); isQuestion(word); word = await parent.next()) {
  const { id } = word;
  void answer(word).then((given) => parent.send({ id, answer: given } satisfies Answer));
}
parent.release();

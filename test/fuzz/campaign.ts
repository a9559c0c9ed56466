import { setImmediate as nextTurn } from 'node:timers/promises';
import { TensorductError, type ErrorCode } from '../../src/errors.js';
import type { Message } from '../../src/message/message.js';
import type { Pipe } from '../../src/pipe/pipe.js';
import { within } from '../../src/testing/deadlines.js';
import { FrameType } from '../../src/wire/frame.js';
import type { Dialogue, Step } from './dialogues.js';
import { MUTATIONS, Random, type Kind, type Mutation, type Verdict } from './mutations.js';

/** How often each state is reached at least. */
const INPUTS_PER_STATE = 500;
/** Attacks at a time. */
const WORKERS = 64;

/** What a peer may make of our end of a pipe: never an error that speaks of us. */
const CODES_OF_PEERS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ERR_PROTOCOL',
  'ERR_LIMIT_EXCEEDED',
  'ERR_VERSION_MISMATCH',
  'ERR_AUTHENTICATION',
  'ERR_NEGOTIATION',
  'ERR_UNREACHABLE',
  'ERR_PEER_LOST',
  'ERR_PEER_FAILED',
  'ERR_TIMEOUT',
]);

/**
 * What a program does with a pipe: answers every message with an empty one, and closes when the peer has. The first
 * word of the peer's name says whether it sends a tensor before.
 * @returns the code with which the pipe ended; null for an orderly end
 */
export async function behave(pipe: Pipe): Promise<ErrorCode | null> {
  let code: ErrorCode | null = null;
  const writes: Promise<void>[] = [];
  const write = (message: Message): void => {
    writes.push(pipe.write(message).catch(expectOurs));
  };
  const over = new Promise<void>((resolve) => pipe.once('close', resolve));
  pipe.once('error', (error) => (code = error.code));
  whenEstablished(pipe, () => {
    const sends = ['receiveTensor', 'decide'].includes(pipe.remoteName.split(' ')[0]);
    if (!sends) return;
    write({ tensors: [{ data: new Uint8Array(100_000) }] });
    void writes[0].then(() => write({}));
  });
  try {
    for await (const message of pipe) {
      message.release();
      write({});
    }
    await pipe.close();
  } catch (thrown) {
    expectOurs(thrown);
  }
  await within(over, 'the end of the pipe');
  await within(Promise.all(writes), 'the end of every write');
  return code;
}

/** Calls back once the peer's name is known; never where the handshake fails. */
export function whenEstablished(pipe: Pipe, callback: () => void): void {
  if (pipe.explain().state === 'established') callback();
  else pipe.once('established', callback);
}

function expectOurs(thrown: unknown): void {
  if (!(thrown instanceof TensorductError)) throw thrown;
}

/** One attack: a dialogue with one mutation in one of its states. */
export interface Attack {
  /** Counts the attacks of a campaign. */
  readonly number: number;
  readonly dialogue: string;
}

/** Where attacks are made. */
export interface Target {
  /** The dialogues by their names. */
  readonly dialogues: Readonly<Record<string, unknown>>;
  begin(attack: Attack): Promise<Dialogue> | Dialogue;
  /** Whether `end` tells of every pipe. @default true */
  readonly knowsEnds?: boolean;
  /** How our end of the attacked pipe has ended; undefined where there never was one. */
  end(attack: Attack): Promise<ErrorCode | null | undefined>;
  /** What the innocent notice. Rejects when they do. */
  witness(): Promise<void>;
}

interface Place {
  readonly dialogue: string;
  readonly state: string;
  readonly kind: Kind;
}

/** Makes all attacks on every state of all dialogues. @returns a table of the inputs by the state they reached */
export async function attackEverything(target: Target): Promise<Record<string, Record<Verdict, number>>> {
  const places: Place[] = [];
  for (const dialogue of Object.keys(target.dialogues)) {
    const attack = { number: -1 - places.length, dialogue };
    for await (const { state, kind, from, bytes } of await target.begin(attack)) {
      places.push({ dialogue, state, kind });
      await from.send(bytes);
    }
    await target.end(attack);
  }
  const table: Record<string, Record<Verdict, number>> = {};
  const inputs = places.flatMap((place) => {
    const mutations = MUTATIONS[place.kind];
    const rounds = Math.ceil(INPUTS_PER_STATE / mutations.length);
    table[place.state] = { refused: 0, accepted: 0, any: 0 };
    return Array.from({ length: rounds }, () => mutations.map((mutation) => ({ place, mutation }))).flat();
  });
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < inputs.length) {
      const number = next++;
      const { place, mutation } = inputs[number];
      const { state, dialogue } = place;
      try {
        const verdict = await attackOnce(target, { number, dialogue }, state, mutation);
        table[state][verdict]++;
        await target.witness();
      } catch (cause) {
        next = inputs.length;
        throw new Error(`attack ${number}: ${dialogue}, state "${state}", ${mutation.name}`, { cause });
      }
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return table;
}

/** Makes one attack and checks how our end of the pipe has ended, where the target knows. */
export async function attackOnce(target: Target, attack: Attack, state: string, mutation: Mutation): Promise<Verdict> {
  const random = new Random(attack.number);
  let verdict: Verdict | null = null;
  let hit: Step | null = null;
  for await (const step of await target.begin(attack)) {
    if (step.state !== state) {
      await step.from.send(step.bytes);
      continue;
    }
    hit = step;
    verdict = verdictOf(mutation, step);
    const sent = step.from.send(mutation.mutate(step.bytes, random));
    if (verdict === 'accepted') {
      await sent;
      continue;
    }
    if (verdict === 'refused') await step.from.hungUp();
    else await Promise.race([sent, nextTurn()]);
    break;
  }
  if (hit === null || verdict === null) throw new Error('the state was not reached');
  const code = await within(target.end(attack), 'the end of the attacked pipe');
  if (code !== null && code !== undefined && !CODES_OF_PEERS.has(code)) throw new Error(`the pipe ended with ${code}`);
  const violated = hit.kind === 'pipe' && verdict === 'refused' && target.knowsEnds !== false;
  if (violated && code !== 'ERR_PROTOCOL' && code !== 'ERR_LIMIT_EXCEEDED') {
    throw new Error(`a violation ended the pipe with ${String(code)}`);
  }
  return verdict;
}

function verdictOf({ verdict, inHead }: Mutation, { kind, bytes }: Step): Verdict {
  const fieldless = kind === 'pipe' && bytes[0] === FrameType.goodbyeAnswer;
  return inHead && fieldless ? 'any' : verdict;
}

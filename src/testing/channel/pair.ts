import { randomBytes } from 'node:crypto';
import { Counters } from '../../counters.js';
import { TensorductError } from '../../errors.js';
import type { Channel, ChannelContext, ChannelEnvironment, Received, ReceiveTarget } from '../../channels/channel.js';
import type { DeviceBuffer } from '../../message/device.js';
import type { TransportConnection } from '../../transports/transport.js';
import { DEADLINE_MS, within } from '../deadlines.js';
import { connectLanes } from './loopback.js';

/** What the suite needs to know of a channel. */
export interface ChannelFixtures {
  /** A fresh context. Each case makes its own, and closes them. */
  createContext(): ChannelContext;
  /** A fresh context for the other end. @default createContext */
  createPeerContext?(): ChannelContext;
  /**
   * Whether a borrower gets the sender's very memory: then `release` cannot empty views, and the send completes with
   * it. @default false
   */
  readonly sharesMemory?: boolean;
  /** The longest transfer whose send is complete as soon as the medium has it, whatever the peer does. @default 0 */
  readonly eagerBytes?: number;
  /** A pair of connected lanes. @default loopback sockets */
  connectLanes?(): Promise<[TransportConnection, TransportConnection]>;
}

type LaneCallback = (error: TensorductError | null, lane: TransportConnection | null) => void;

/** What came of a `recv`. */
export interface ReceiveOutcome {
  readonly error: TensorductError | null;
  readonly received: Received | null;
}

/** A transfer that was sent. */
export interface Sending {
  readonly transfer: number;
  readonly offer: Uint8Array;
  readonly length: number;
  /** What the callback was given. */
  readonly outcome: Promise<TensorductError | null>;
}

/**
 * Both ends of a channel in one process, with environments that do what a pipe does: lanes over real sockets, answers
 * in order and deferred, and the end of everything when one end fails.
 */
export class ChannelPair {
  readonly connect: ChannelEnd;
  readonly listen: ChannelEnd;
  private readonly lanes: Promise<TransportConnection>[] = [];

  private constructor(
    private readonly fixtures: ChannelFixtures,
    private readonly contexts: readonly [ChannelContext, ChannelContext],
    descriptors: readonly [ReadonlyMap<string, string>, ReadonlyMap<string, string>],
  ) {
    const [near, far] = contexts;
    const [nearDescriptors, farDescriptors] = descriptors;
    const pipe = randomBytes(16).toString('hex');
    this.connect = new ChannelEnd('connect', pipe, near, farDescriptors, this);
    this.listen = new ChannelEnd('listen', pipe, far, nearDescriptors, this);
  }

  /** Makes both contexts and, once the connecting one is sure of the medium, both ends of a channel. */
  static async create(fixtures: ChannelFixtures): Promise<ChannelPair> {
    const near = fixtures.createContext();
    const far = (fixtures.createPeerContext ?? fixtures.createContext)();
    const nearDescriptors = near.deviceDescriptors();
    const farDescriptors = far.deviceDescriptors(nearDescriptors);
    const evidence = await near.prove?.(farDescriptors, AbortSignal.timeout(DEADLINE_MS), process.pid);
    far.confirm?.(nearDescriptors, evidence ?? new Uint8Array(0), process.pid);
    return new ChannelPair(fixtures, [near, far], [nearDescriptors, farDescriptors]);
  }

  /** The length of a transfer that is complete only with its receiver. */
  get rendezvousBytes(): number {
    return (this.fixtures.eagerBytes ?? 0) + 100;
  }

  /** Whether a send of so many bytes is complete once the medium has them, whatever the peer does. */
  isEager(length: number): boolean {
    return length <= (this.fixtures.eagerBytes ?? 0);
  }

  other(end: ChannelEnd): ChannelEnd {
    return end === this.connect ? this.listen : this.connect;
  }

  /** Opens lane `index`, at the wish of the connecting end. */
  openLane(index: number): void {
    const lanes = (this.fixtures.connectLanes ?? connectLanes)();
    this.lanes.push(
      lanes.then(([near, far]) => {
        this.connect.giveLane(index, near);
        this.listen.giveLane(index, far);
        return near;
      }),
    );
  }

  /** Cuts the lanes; the pipe's own connection, where answers travel, holds on. */
  async cutLanes(): Promise<void> {
    for (const lane of await Promise.all(this.lanes)) lane.close();
  }

  /** Ends everything, and fails if a callback came inside a call or more than once, or a channel failed. */
  async close(): Promise<void> {
    const { connect, listen } = this;
    const failure = connect.failure ?? listen.failure;
    const closed = new TensorductError('ERR_PIPE_CLOSED', 'the pipe was closed');
    connect.close(closed);
    listen.close(closed);
    for (const context of this.contexts) context.close();
    await within(Promise.all(this.lanes), 'the opening of the lanes');
    await within(Promise.all(this.contexts.map((context) => context.join())), 'the join of both contexts');
    await within(Promise.all([connect.allCalledBack(), listen.allCalledBack()]), 'the callback of every operation');
    await turns(3);
    const complaints = [...connect.complaints, ...listen.complaints];
    if (complaints.length > 0) throw new Error(complaints.join('; '));
    if (failure !== null && !connect.failureExpected && !listen.failureExpected) throw failure;
  }

  /** Lets go of everything after a case has failed. */
  abandon(): void {
    const error = new TensorductError('ERR_PIPE_CLOSED', 'the case has failed');
    for (const end of [this.connect, this.listen]) end.close(error);
    for (const context of this.contexts) context.close();
  }
}

/** Runs `body` on a fresh pair and closes it, with all that {@link ChannelPair.close} checks. */
export async function withPair(fixtures: ChannelFixtures, body: (pair: ChannelPair) => Promise<void>): Promise<void> {
  const pair = await within(ChannelPair.create(fixtures), 'the proof of the medium');
  try {
    await within(body(pair), 'the end of the case');
  } catch (error) {
    pair.abandon();
    throw error;
  }
  await pair.close();
}

/** One end of a {@link ChannelPair}: the channel, and what a pipe would hold beside it. */
export class ChannelEnd implements ChannelEnvironment {
  readonly name = 'under-test';
  readonly counters = new Counters();
  readonly channel: Channel;
  /** What `fail` was first called with. */
  failure: TensorductError | null = null;
  /** Whether a case has provoked the failure. */
  failureExpected = false;
  /** What the channel did wrong. */
  readonly complaints: string[] = [];
  /** Sees every answer to the peer; returns what is delivered in its place. */
  tamper: ((answer: Uint8Array) => readonly Uint8Array[]) | null = null;

  private readonly waiting = new Map<number, LaneCallback[]>();
  private readonly given = new Map<number, TransportConnection>();
  private readonly requested = new Set<number>();
  private readonly pending = new Set<Promise<unknown>>();
  private readonly answers: Uint8Array[] = [];
  private resolveFailure: (error: TensorductError) => void = () => {};
  private readonly failed = new Promise<TensorductError>((resolve) => (this.resolveFailure = resolve));
  private nextTransfer = 1;
  private closed = false;
  private inCall = 0;

  /** Both ends live here. */
  readonly peerPid = process.pid;

  constructor(
    readonly role: 'connect' | 'listen',
    readonly pipe: string,
    readonly context: ChannelContext,
    readonly remoteDescriptors: ReadonlyMap<string, string>,
    private readonly pair: ChannelPair,
  ) {
    this.channel = context.createChannel(this);
  }

  // ---- what the channel asks of its pipe ----

  lane(index: number, callback: LaneCallback): void {
    if (!(index >= 0 && index < this.context.lanes)) this.complaints.push(`it asked for lane ${index}`);
    const lane = this.given.get(index);
    if (lane !== undefined) return queueMicrotask(() => callback(null, lane));
    this.waiting.set(index, [...(this.waiting.get(index) ?? []), callback]);
    if (this.role !== 'connect' || this.requested.has(index)) return;
    this.requested.add(index);
    this.pair.openLane(index);
  }

  answer(bytes: Uint8Array): void {
    if (bytes.length > 256) this.complaints.push(`an answer has ${bytes.length} bytes`);
    const copy = new Uint8Array(bytes);
    this.answers.push(...(this.tamper === null ? [copy] : this.tamper(copy)));
    setImmediate(this.deliverAnswers);
  }

  fail(error: TensorductError): void {
    this.failure ??= error;
    this.resolveFailure(error);
    this.close(error);
    const lost = new TensorductError('ERR_PEER_LOST', 'the peer ended the pipe');
    setImmediate(() => this.pair.other(this).close(lost));
  }

  // ---- what a pipe does with its channel ----

  /** Offers bytes to the other end. */
  send(source: Uint8Array | DeviceBuffer): Sending {
    const transfer = this.nextTransfer++;
    const { promise, callback } = this.watch<[TensorductError | null]>(`send ${transfer}`);
    const offer = new Uint8Array(this.call(() => this.channel.send(transfer, source, callback)));
    if (offer.length > 256) this.complaints.push(`an offer has ${offer.length} bytes`);
    return { transfer, offer, length: source.byteLength, outcome: promise.then(([error]) => error) };
  }

  /** Takes what the other end has sent. */
  recv(sending: Omit<Sending, 'outcome'>, target: ReceiveTarget): Promise<ReceiveOutcome> {
    const { transfer, offer, length } = sending;
    const { promise, callback } = this.watch<[TensorductError | null, Received | null]>(`recv ${transfer}`);
    const transient = new Uint8Array(offer);
    this.call(() => this.channel.recv(transfer, transient, length, target, callback));
    transient.fill(0xee);
    return promise.then(([error, received]) => ({ error, received }));
  }

  withdraw({ transfer }: Sending): void {
    this.call(() => this.channel.withdraw(transfer));
  }

  cancel({ transfer }: Sending): void {
    this.call(() => this.channel.cancel(transfer));
  }

  refuse({ transfer, offer }: Sending): void {
    this.call(() => this.channel.refuse(transfer, offer));
  }

  /** Hands over an answer that the peer's channel never gave. */
  answered(bytes: Uint8Array): void {
    this.channel.answered(bytes);
  }

  /** How many lanes the channel has asked for. */
  get openLanes(): number {
    return this.given.size;
  }

  /** Puts bytes on a lane that the channel never wrote. */
  corruptLane(index: number, bytes: Uint8Array): void {
    this.given.get(index)?.write([bytes], () => {});
  }

  /** Waits for the channel to fail. */
  expectFailure(): Promise<TensorductError> {
    this.failureExpected = true;
    return within(this.failed, `the failure of the ${this.role}ing end`);
  }

  giveLane(index: number, lane: TransportConnection): void {
    this.given.set(index, lane);
    if (this.closed) lane.close();
    for (const callback of this.waiting.get(index) ?? []) callback(null, lane);
    this.waiting.delete(index);
  }

  close(error: TensorductError): void {
    if (this.closed) return;
    this.closed = true;
    this.call(() => this.channel.close(error));
    for (const lane of this.given.values()) lane.close();
    for (const callbacks of this.waiting.values()) for (const callback of callbacks) callback(error, null);
    this.waiting.clear();
  }

  /** Resolves once nothing is pending. */
  async allCalledBack(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending);
  }

  private readonly deliverAnswers = (): void => {
    const other = this.pair.other(this);
    for (const bytes of this.answers.splice(0)) {
      if (other.closed) return;
      other.channel.answered(bytes);
      bytes.fill(0xee);
    }
  };

  private call<T>(operation: () => T): T {
    this.inCall++;
    try {
      return operation();
    } finally {
      this.inCall--;
    }
  }

  /** A callback that complains when it comes inside a call, or twice. */
  private watch<Args extends unknown[]>(what: string): { promise: Promise<Args>; callback: (...args: Args) => void } {
    let calls = 0;
    let resolve: (args: Args) => void;
    const promise = new Promise<Args>((settle) => (resolve = settle));
    this.pending.add(promise);
    void promise.then(() => this.pending.delete(promise));
    const callback = (...args: Args): void => {
      calls++;
      if (this.inCall > 0) this.complaints.push(`the callback of ${what} came inside a call`);
      if (calls > 1) this.complaints.push(`the callback of ${what} came ${calls} times`);
      resolve(args);
    };
    return { promise, callback };
  }
}

/** Lets the event loop go round. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

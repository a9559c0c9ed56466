import type { Counters } from '../counters.js';
import type { Completion, TensorductError } from '../errors.js';
import type { ReceiveTarget } from '../message/allocation.js';
import type { HostMemory } from '../message/bytes.js';
import type { Device, DeviceBuffer } from '../message/device.js';
import type { TransportConnection, Viability } from '../transports/transport.js';

export type { ReceiveTarget, Sink } from '../message/allocation.js';

/**
 * The contract of a channel. A channel moves the bytes of tensors, in ways that a stream of messages cannot: beside
 * the pipe's connection, between devices, or not at all. It needs no signalling of its own: the pipe carries a small
 * *offer* to the receiver with the descriptor, and *answers* back to the sender. `testChannel` of
 * `tensorduct/testing` checks all that is said here.
 */

/** Makes channels of one kind. Belongs to one `Context` once registered. */
export interface ChannelContext {
  /** Whether it can work here. Cheap; may be called often. */
  viability(): Viability;

  /**
   * The local devices it serves (`cpu:0`) and, for each, what the peer must know to decide.
   * @param remoteDescriptors those of the peer that is to be told, by device, where they are known: at the listening end
   */
  deviceDescriptors(remoteDescriptors?: ReadonlyMap<string, string>): ReadonlyMap<string, string>;

  /** Whether bytes can move between devices with these descriptors. Must be symmetric. */
  canReach(localDescriptor: string, remoteDescriptor: string): boolean;

  /**
   * Makes sure that the two ends really share the medium, where equal descriptors do not prove it: containers and
   * namespaces lie. Asked of the connecting end, before the channel is made. Absent where the descriptors suffice.
   * @param remoteDescriptors of the peer, by device
   * @param peerPid see `TransportConnection.peerPid`
   * @returns for the listening end's {@link confirm}, where there is one: a few bytes, else undefined; (rejection) then the next
   *   channel is taken for these devices, and `explain()` says why
   */
  prove?(
    remoteDescriptors: ReadonlyMap<string, string>,
    signal: AbortSignal,
    peerPid?: number,
  ): Promise<Uint8Array | undefined>;

  /**
   * Makes sure of the other direction, where that which the connecting end has proven says nothing of it. Asked of the
   * listening end, once the connecting end has proven the channel. Absent where one proof suffices.
   * @param evidence what the peer's {@link prove} gave, unchecked
   * @throws then the next channel is taken, and `explain()` says why
   */
  confirm?(remoteDescriptors: ReadonlyMap<string, string>, evidence: Uint8Array, peerPid?: number): void;

  /** How many lanes (connections of the pipe's transport) it may ask for: 0 to 64. */
  readonly lanes: number;

  /** Makes this end of a channel for one pipe. Both ends are made before anything is sent. */
  createChannel(environment: ChannelEnvironment): Channel;

  /**
   * A pipe has ended before its channel was made at this end; the peer may have made its own, and sent already. Nothing
   * of it will be received. Absent where the medium holds nothing for a receiver that never was.
   */
  forgo?(environment: Pick<ChannelEnvironment, 'pipe' | 'role' | 'remoteDescriptors'>): void;

  /** Closes every channel. Idempotent. */
  close(): void;

  /** `close`, then waits until everything native and every timer of this context is gone. */
  join(): Promise<void>;
}

/** What a pipe gives to each of its channels. */
export interface ChannelEnvironment {
  /** The name under which the channel was negotiated, for counters and errors. */
  readonly name: string;
  /** Which end of the pipe this is. */
  readonly role: 'connect' | 'listen';
  /** Names the pipe, in the same way at both ends: 32 hex digits that nobody else can guess. */
  readonly pipe: string;
  /** What the peer's channel context says of its devices. */
  readonly remoteDescriptors: ReadonlyMap<string, string>;
  /** Of the pipe's connection: see `TransportConnection.peerPid`. */
  readonly peerPid?: number | undefined;
  /** Where to count copies and the bytes that cross. */
  readonly counters: Counters;

  /**
   * Gives lane `index`. The connecting end opens it on the first call; the listening end gets it once the peer has
   * opened it. Both ends must therefore ask for a lane that they use; the lane is closed with the pipe.
   */
  lane(index: number, callback: (error: TensorductError | null, lane: TransportConnection | null) => void): void;

  /**
   * Sends an answer, of at most 256 bytes, to the peer's {@link Channel.answered}: ordered and reliable. Answers are
   * not flow-controlled, so their number must be bounded by what the peer has offered. The bytes are copied.
   */
  answer(bytes: Uint8Array): void;

  /**
   * Ends the pipe: the channel is broken, or the peer has violated its protocol (`ERR_PROTOCOL`). When the peer is gone
   * (`ERR_PEER_LOST`), the pipe waits a moment for its connection to say why; callbacks that get this error reach the
   * user with that reason.
   */
  fail(error: TensorductError): void;
}

/** What a finished `recv` gives. */
export interface Received {
  /** The memory with the bytes; an empty array after a sink. May be made when it is asked for. */
  readonly data: Uint8Array | DeviceBuffer;
  /** Where it lies; absent where `data` says so. */
  readonly device?: Device;
  /** Lets borrowed memory go, so that views of it have length 0; absent where the memory is the receiver's own. */
  release?(): void;
}

/**
 * One end of a channel. Sends and receives match one to one by the transfer number, which the sending pipe chooses,
 * unique in its direction and increasing. A transfer is *offered* by `send`; then it is *taken* by the peer's `recv`,
 * or *refused*, or *withdrawn*. Both ends always agree on which.
 *
 * A channel may also be *eager*: where the medium itself holds the bytes, a send is complete as soon as they are in it,
 * and what becomes of them is the receiver's affair alone. Such a transfer can be withdrawn no more.
 *
 * - Callbacks may come in any order, never inside the call, and each exactly once, also on close and error.
 * - A callback comes only when the memory is needed no more.
 * - Transfers of length 0 never reach a channel.
 * - After `close`, and when the peer is gone (the pipe then closes the channel), pending callbacks get the error.
 */
export interface Channel {
  /** Whether a receiver that borrows is given memory without a copy. @default false */
  readonly borrowable?: boolean;

  /** How it moves bytes on this pipe, for people, as far as that is known by now. Absent where it has no choice. */
  readonly note?: string;

  /**
   * Whether `source` reaches the peer where it lies, without a copy, so that the pipe is not to put it inside of its frame
   * though it is small. Absent where nothing does.
   */
  lends?(source: HostMemory | DeviceBuffer): boolean;

  /**
   * Offers `source` to the peer.
   * @param source a DataView where the memory is longer than a Uint8Array can be
   * @param callback null once the peer has received all bytes and its sink, if any, has consumed them, or has cancelled
   *   its `recv`, or, where the channel is eager, once the medium has the bytes; `ERR_REJECTED` when it refused;
   *   `ERR_ABORTED` after `withdraw`
   * @returns the offer that the pipe carries to the peer's `recv` or `refuse`: at most 256 bytes, copied by the pipe
   */
  send(transfer: number, source: HostMemory | DeviceBuffer, callback: Completion): Uint8Array;

  /**
   * Takes a pending send back. Its callback gets `ERR_ABORTED`, or null when the peer had already received all.
   * The peer's `recv` gets `ERR_MESSAGE_WITHDRAWN`. Unknown or finished transfers are ignored.
   */
  withdraw(transfer: number): void;

  /**
   * Takes what the peer has offered.
   * @param offer from the peer, unchecked: a bad one is answered with `ERR_PROTOCOL` to the callback and `fail`
   * @param length in bytes, at least 1; given memory has exactly this length
   */
  recv(
    transfer: number,
    offer: Uint8Array,
    length: number,
    target: ReceiveTarget,
    callback: (error: TensorductError | null, received: Received | null) => void,
  ): void;

  /** Gives up a pending recv: its callback gets `ERR_ABORTED`. Unknown or finished transfers are ignored. */
  cancel(transfer: number): void;

  /** Declines what the peer has offered and `recv` was not called for. */
  refuse(transfer: number, offer: Uint8Array): void;

  /** The pipe hands over an answer of the peer's channel, unchecked. The bytes are valid only during the call. */
  answered(bytes: Uint8Array): void;

  /**
   * The peer is gone, in good order or not, and no answer reaches it any more: ends with `error` what needs it. What the
   * medium holds already can still be taken, and what is being taken goes on; `close` follows once all is dealt with.
   * Absent where the medium holds nothing: then `close` comes at once.
   */
  finish?(error: TensorductError): void;

  /** Ends every transfer with `error`. Lanes are closed by the pipe. Idempotent. */
  close(error: TensorductError): void;
}

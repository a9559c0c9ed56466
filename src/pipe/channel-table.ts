import type { Channel, ChannelEnvironment, Received } from '../channels/channel.js';
import type { Counters } from '../counters.js';
import { TensorductError, type Completion } from '../errors.js';
import type { ReceiveTarget } from '../message/allocation.js';
import type { HostMemory } from '../message/bytes.js';
import { CPU, formatDevice, type DeviceBuffer } from '../message/device.js';
import type { TransportConnection } from '../transports/transport.js';
import { MAX_OFFER_BYTES } from '../wire/descriptor.js';
import type { ChosenChannel } from './negotiation.js';

/** What channels need of their pipe. */
export interface ChannelHost {
  readonly role: 'connect' | 'listen';
  /** Names the pipe at both ends. */
  readonly pipeId: string;
  /** See `TransportConnection.peerPid`. */
  readonly peerPid: number | undefined;
  readonly counters: Counters;
  /** Joins the lane, or waits until the peer has. */
  lane(
    channel: number,
    index: number,
    callback: (error: TensorductError | null, lane: TransportConnection | null) => void,
  ): void;
  /** Sends an answer of channel number `channel`. */
  answer(channel: number, bytes: Uint8Array): void;
  /** A channel is broken, or its peer is gone: ends the pipe. */
  failed(error: TensorductError): void;
}

const HOST = formatDevice(CPU);

/**
 * This end's channels of one pipe, by their number on the wire, and which of them connects which devices.
 *
 * A channel can notice that the peer is gone before the pipe's connection brings the reason. So a transfer that is lost
 * with the peer is called back when the pipe ends, with the error of the pipe.
 */
export class ChannelTable {
  /** Null where the channel is not used. */
  private readonly channels: readonly (Channel | null)[];
  private readonly numbers = new Map<string, number>();
  /** From host memory to host memory. */
  private readonly hostChannel: Channel | null;
  /** Callbacks of transfers that were lost with the peer. */
  private readonly lost: ((error: TensorductError) => void)[] = [];
  private ended: TensorductError | null = null;

  constructor(
    readonly chosen: readonly ChosenChannel[],
    private readonly host: ChannelHost,
  ) {
    this.channels = chosen.map(({ name, context, pairs, remoteDescriptors }, number) => {
      if (pairs.length === 0) return null;
      for (const { local, remote } of pairs) this.numbers.set(`${local} ${remote}`, number);
      return context.createChannel({ ...environment(name, context.lanes, number, host), remoteDescriptors });
    });
    this.hostChannel = this.channels[this.between(HOST, HOST)] ?? null;
  }

  /** The number of the channel between two devices, or -1. */
  between(local: string, remote: string): number {
    return this.numbers.get(`${local} ${remote}`) ?? -1;
  }

  /** How many of the peer's devices can be reached from a device of ours. */
  reachableFrom(local: string): number {
    let reachable = 0;
    for (const { pairs } of this.chosen) for (const pair of pairs) if (pair.local === local) reachable++;
    return reachable;
  }

  /** The number of the one channel that leads from a device of ours, or -1. */
  only(local: string): number {
    for (const [pair, number] of this.numbers) if (pair.startsWith(`${local} `)) return number;
    return -1;
  }

  /**
   * A channel by its number, which may be of the peer's saying.
   * @throws TensorductError `ERR_PROTOCOL`
   */
  get(number: number): Channel {
    const channel = this.channels[number];
    if (channel) return channel;
    throw new TensorductError('ERR_PROTOCOL', `there is no channel ${number} on this pipe`);
  }

  /** Whether host memory reaches that of the peer where it lies. */
  lends(source: HostMemory | DeviceBuffer): boolean {
    return this.hostChannel?.lends?.(source) === true;
  }

  /** Whether what a channel brings can be borrowed. False for one that is not there. */
  isBorrowable(number: number): boolean {
    return this.channels[number]?.borrowable === true;
  }

  /** `send` of a channel. */
  send(channel: number, transfer: number, source: HostMemory | DeviceBuffer, callback: Completion): Uint8Array {
    return this.get(channel).send(transfer, source, (error) => {
      if (error?.code === 'ERR_PEER_LOST') this.lose(error, callback);
      else callback(error);
    });
  }

  /** `recv` of a channel. */
  recv(
    channel: number,
    transfer: number,
    offer: Uint8Array,
    length: number,
    target: ReceiveTarget,
    callback: (error: TensorductError | null, received: Received | null) => void,
  ): void {
    this.get(channel).recv(transfer, offer, length, target, (error, received) => {
      if (error?.code === 'ERR_PEER_LOST') this.lose(error, (reason) => callback(reason, null));
      else callback(error, received);
    });
  }

  /** Hands an answer of the peer's channel to ours. */
  answered(number: number, bytes: Uint8Array): void {
    this.get(number).answered(bytes);
  }

  /** How a channel moves bytes, for people. */
  note(number: number): string | undefined {
    return this.channels[number]?.note;
  }

  /** Whether what a channel's medium holds can be taken after the peer is gone. */
  outlivesPeer(number: number): boolean {
    return this.channels[number]?.finish !== undefined;
  }

  /** The pipe is over, but what has arrived is still read: {@link close} follows. */
  finish(error: TensorductError): void {
    for (const channel of this.channels) {
      if (channel?.finish === undefined) channel?.close(error);
      else channel.finish(error);
    }
    this.callBackLost(error);
  }

  /** The pipe is over. Idempotent. */
  close(error: TensorductError): void {
    for (const channel of this.channels) channel?.close(error);
    this.callBackLost(error);
  }

  private callBackLost(error: TensorductError): void {
    this.ended = error;
    for (const callback of this.lost.splice(0)) callback(error);
  }

  private lose(error: TensorductError, callback: (error: TensorductError) => void): void {
    if (this.ended !== null) return callback(this.ended);
    this.lost.push(callback);
    this.host.failed(error);
  }
}

/** A pipe ends before it has channels at this end: the peer may have sent by its own. */
export function forgoChannels(chosen: readonly ChosenChannel[], pipe: string, role: ChannelHost['role']): void {
  for (const { context, pairs, remoteDescriptors } of chosen) {
    if (pairs.length > 0) context.forgo?.({ pipe, role, remoteDescriptors });
  }
}

function environment(
  name: string,
  lanes: number,
  number: number,
  host: ChannelHost,
): Omit<ChannelEnvironment, 'remoteDescriptors'> {
  return {
    name,
    role: host.role,
    pipe: host.pipeId,
    peerPid: host.peerPid,
    counters: host.counters,
    lane(index, callback) {
      if (index >= 0 && index < lanes) {
        host.lane(number, index, callback);
        return;
      }
      const error = new TensorductError('ERR_INVALID_ARGUMENT', `channel ${name} has declared ${lanes} lanes`);
      queueMicrotask(() => callback(error, null));
    },
    answer(bytes) {
      if (bytes.length > MAX_OFFER_BYTES) {
        throw new TensorductError('ERR_INVALID_ARGUMENT', `an answer of channel ${name} has ${bytes.length} bytes`);
      }
      host.answer(number, bytes);
    },
    fail(error) {
      host.failed(error);
    },
  };
}

import type { Channel, ChannelEnvironment } from '../channels/channel.js';
import type { Counters } from '../counters.js';
import { TensorductError } from '../errors.js';
import type { TransportConnection } from '../transports/transport.js';
import { MAX_OFFER_BYTES } from '../wire/descriptor.js';
import type { ChosenChannel } from './negotiation.js';

/** What channels need of their pipe. */
export interface ChannelHost {
  readonly role: 'connect' | 'listen';
  readonly counters: Counters;
  /** Joins the lane, or waits until the peer has. */
  lane(
    channel: number,
    index: number,
    callback: (error: TensorductError | null, lane: TransportConnection | null) => void,
  ): void;
  /** Sends an answer of channel number `channel`. */
  answer(channel: number, bytes: Uint8Array): void;
  /** Ends the pipe. */
  destroy(error: TensorductError): void;
}

/** This end's channels of one pipe, by their number on the wire, and which of them connects which devices. */
export class ChannelTable {
  readonly channels: readonly Channel[];
  private readonly numbers = new Map<string, number>();

  constructor(
    readonly chosen: readonly ChosenChannel[],
    host: ChannelHost,
  ) {
    this.channels = chosen.map(({ name, context, pairs }, number) => {
      for (const { local, remote } of pairs) this.numbers.set(`${local} ${remote}`, number);
      return context.createChannel(environment(name, context.lanes, number, host));
    });
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

  /** Hands an answer of the peer's channel to ours. */
  answered(number: number, bytes: Uint8Array): void {
    const channel = this.channels[number];
    if (channel === undefined) throw new TensorductError('ERR_PROTOCOL', `there is no channel ${number} on this pipe`);
    channel.answered(bytes);
  }

  close(error: TensorductError): void {
    for (const channel of this.channels) channel.close(error);
  }
}

function environment(name: string, lanes: number, number: number, host: ChannelHost): ChannelEnvironment {
  return {
    name,
    role: host.role,
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
      host.destroy(error);
    },
  };
}

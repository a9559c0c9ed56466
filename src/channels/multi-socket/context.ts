import { TensorductError } from '../../errors.js';
import { loadNative, type Native } from '../../memory/native.js';
import type { Viability } from '../../transports/transport.js';
import type { Channel, ChannelContext, ChannelEnvironment } from '../channel.js';
import { OpenChannels } from '../open-channels.js';
import { MultiSocketChannel } from './channel.js';
import { describeLanes, readLanes } from './codec.js';

const DEVICE = 'cpu:0';
const MAX_LANES = 64;

/** How a `multi-socket` channel moves bytes. */
export interface MultiSocketOptions {
  /** Connections of a pipe that carry tensors, 1 to 64; the lesser number of the two ends counts. @default 2 */
  readonly lanes?: number;
  /**
   * Whether native threads may read and write the lanes, where these are sockets without TLS and the addon is there. Each end
   * chooses for itself. @default true
   */
  readonly threads?: boolean;
}

/** Bytes over several lanes of whatever transport the pipe is on. */
export class MultiSocketChannelContext implements ChannelContext {
  readonly lanes: number;
  private readonly addon: Native | null;
  private readonly channels = new OpenChannels<MultiSocketChannel>('multi-socket');

  /** @throws TensorductError `ERR_INVALID_ARGUMENT` */
  constructor({ lanes = 2, threads = true }: MultiSocketOptions = {}) {
    if (!Number.isInteger(lanes) || lanes < 1 || lanes > MAX_LANES) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `multiSocket.lanes is ${String(lanes)}`, {
        advice: `give an integer from 1 to ${MAX_LANES}`,
      });
    }
    this.lanes = lanes;
    const loaded = threads ? loadNative() : null;
    this.addon = loaded?.ok === true ? loaded.native : null;
  }

  viability(): Viability {
    return { ok: true };
  }

  deviceDescriptors(): ReadonlyMap<string, string> {
    return new Map([[DEVICE, describeLanes(this.lanes)]]);
  }

  canReach(localDescriptor: string, remoteDescriptor: string): boolean {
    return readLanes(localDescriptor) !== null && readLanes(remoteDescriptor) !== null;
  }

  createChannel(environment: ChannelEnvironment): Channel {
    const theirs = readLanes(environment.remoteDescriptors.get(DEVICE) ?? '') ?? this.lanes;
    const channel = new MultiSocketChannel(environment, Math.min(this.lanes, theirs), this.addon, this.channels.remove);
    return this.channels.add(channel);
  }

  close(): void {
    this.channels.close();
  }

  async join(): Promise<void> {
    this.close();
  }
}

import { randomUUID } from 'node:crypto';
import type { Viability } from '../../transports/transport.js';
import type { Channel, ChannelContext, ChannelEnvironment } from '../channel.js';
import { OpenChannels } from '../open-channels.js';
import { InProcessChannel } from './channel.js';

/** Every isolate loads this module once: no two have the same. */
const ISOLATE = randomUUID();

/** How the ends of an `in-process` channel behave. */
export interface InProcessOptions {
  /**
   * Lends the sender's very memory to a receiver that borrows: nothing is copied, a byte changed by one is seen by
   * the other, and the send completes when the receiver releases it. Views of it keep their length after release,
   * since the memory is the sender's. Both ends must say so. @default false
   */
  readonly share?: boolean;
}

/** Joins two pipes' ends that live in one isolate. */
export class InProcessChannelContext implements ChannelContext {
  readonly lanes = 0;
  private readonly share: boolean;
  private readonly descriptor: string;
  private readonly channels = new OpenChannels<InProcessChannel>('in-process');

  constructor(options: InProcessOptions = {}) {
    this.share = options.share ?? false;
    this.descriptor = this.share ? `${ISOLATE} shared` : ISOLATE;
  }

  viability(): Viability {
    return { ok: true };
  }

  deviceDescriptors(): ReadonlyMap<string, string> {
    return new Map([['cpu:0', this.descriptor]]);
  }

  canReach(localDescriptor: string, remoteDescriptor: string): boolean {
    return localDescriptor === remoteDescriptor && localDescriptor.startsWith(ISOLATE);
  }

  createChannel(environment: ChannelEnvironment): Channel {
    return this.channels.add(new InProcessChannel(environment, this.share, this.channels.remove));
  }

  close(): void {
    this.channels.close();
  }

  async join(): Promise<void> {
    this.close();
  }
}

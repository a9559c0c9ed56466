import type { Viability } from '../../transports/transport.js';
import type { Channel, ChannelContext, ChannelEnvironment } from '../channel.js';
import { OpenChannels } from '../open-channels.js';
import { BasicChannel } from './channel.js';

const DEVICES: ReadonlyMap<string, string> = new Map([['cpu:0', 'any']]);

/** The channel that always works: bytes over one lane of whatever transport the pipe is on. */
export class BasicChannelContext implements ChannelContext {
  readonly lanes = 1;
  private readonly channels = new OpenChannels<BasicChannel>('basic');

  viability(): Viability {
    return { ok: true };
  }

  deviceDescriptors(): ReadonlyMap<string, string> {
    return DEVICES;
  }

  canReach(localDescriptor: string, remoteDescriptor: string): boolean {
    return localDescriptor === 'any' && remoteDescriptor === 'any';
  }

  createChannel(environment: ChannelEnvironment): Channel {
    return this.channels.add(new BasicChannel(environment, this.channels.remove));
  }

  close(): void {
    this.channels.close();
  }

  async join(): Promise<void> {
    this.close();
  }
}

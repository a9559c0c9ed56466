import type { Channel, ChannelContext, ChannelEnvironment, Viability } from 'tensorduct';
import { TensorductError } from 'tensorduct';
import { ChecksummedChannel } from './channel.js';

/** Version of what the two ends say to each other: ends of different versions must not meet. */
const DESCRIPTOR = 'checksummed 1';

/** Makes channels that check every piece they move. */
export class ChecksummedContext implements ChannelContext {
  readonly lanes = 1;
  private readonly channels = new Set<ChecksummedChannel>();
  private closed: TensorductError | null = null;

  viability(): Viability {
    return { ok: true };
  }

  deviceDescriptors(): ReadonlyMap<string, string> {
    return new Map([['cpu:0', DESCRIPTOR]]);
  }

  canReach(local: string, remote: string): boolean {
    return local === DESCRIPTOR && remote === DESCRIPTOR;
  }

  createChannel(environment: ChannelEnvironment): Channel {
    const channel = new ChecksummedChannel(environment, () => this.channels.delete(channel));
    this.channels.add(channel);
    if (this.closed !== null) channel.close(this.closed);
    return channel;
  }

  close(): void {
    this.closed ??= new TensorductError('ERR_CONTEXT_CLOSED', 'the context of checksummed channels was closed');
    for (const channel of this.channels) channel.close(this.closed);
  }

  async join(): Promise<void> {
    this.close();
  }
}

/** CPU to CPU over one lane, with a CRC on every piece. */
export function checksummed(): ChannelContext {
  return new ChecksummedContext();
}

import { TensorductError } from '../../errors.js';
import { SeenLeases } from '../../memory/lease-table.js';
import { canLink, parseLinkAddress } from '../../memory/link-address.js';
import type { Link } from '../../memory/link.js';
import type { SharedMemoryHolder } from '../../memory/shared-memory-holder.js';
import type { Viability } from '../../transports/transport.js';
import type { Channel, ChannelContext, ChannelEnvironment } from '../channel.js';
import { OpenChannels } from '../open-channels.js';
import { ArenaChannel } from './channel.js';

const DEVICE = 'cpu:0';

/** Shared memory between the contexts of one host and user. */
export class ArenaChannelContext implements ChannelContext {
  readonly lanes: number;
  private readonly channels = new OpenChannels<ArenaChannel>('shm-arena');

  constructor(
    private readonly holder: SharedMemoryHolder,
    private readonly fallback: ChannelContext,
  ) {
    this.lanes = fallback.lanes;
  }

  viability(): Viability {
    const { sharing, lendsViews } = this.holder;
    if (!sharing.ok) return sharing;
    return lendsViews
      ? { ok: true }
      : { ok: true, note: 'by copying: this runtime forbids buffers over shared memory' };
  }

  deviceDescriptors(): ReadonlyMap<string, string> {
    return new Map([[DEVICE, this.holder.memory.descriptor()]]);
  }

  canReach(localDescriptor: string, remoteDescriptor: string): boolean {
    const local = parseLinkAddress(localDescriptor);
    const remote = parseLinkAddress(remoteDescriptor);
    return local !== null && remote !== null && canLink(local, remote);
  }

  async prove(remoteDescriptors: ReadonlyMap<string, string>, signal: AbortSignal): Promise<undefined> {
    const descriptor = remoteDescriptors.get(DEVICE);
    if (descriptor === undefined) throw new TensorductError('ERR_PROTOCOL', 'the peer does not say where its link is');
    await this.holder.memory.connect(descriptor, signal);
  }

  createChannel(environment: ChannelEnvironment): Channel {
    const { memory } = this.holder;
    const link = this.linkOf(environment);
    return this.channels.add(new ArenaChannel(environment, memory, link, this.fallback, this.channels.remove));
  }

  forgo(environment: Pick<ChannelEnvironment, 'pipe' | 'role' | 'remoteDescriptors'>): void {
    this.linkOf(environment)?.end(environment.pipe, new SeenLeases());
  }

  close(): void {
    this.channels.close();
    this.fallback.close();
    this.holder.close();
  }

  async join(): Promise<void> {
    this.close();
    await this.fallback.join();
  }

  /** The link to the peer of a pipe; null where it is gone. */
  private linkOf({ remoteDescriptors, role }: Pick<ChannelEnvironment, 'role' | 'remoteDescriptors'>): Link | null {
    const address = parseLinkAddress(remoteDescriptors.get(DEVICE) ?? '');
    return address === null ? null : this.holder.memory.find(address.contextId, role);
  }
}

import { TensorductError } from '../errors.js';
import { canShare, type Host } from './host.js';
import { lendsViews, SharedMemory, type SharedMemoryOptions } from './shared-memory.js';

/** Peers map no larger ring of returns. */
const MOST_LEASES_PER_PEER = 2 ** 20;

/** Makes the shared memory of a context when it is first needed: most of what it takes is a socket. */
export class SharedMemoryHolder {
  private made: SharedMemory | null = null;
  private closed = false;

  /**
   * @param name of the context, for people
   * @throws TensorductError `ERR_INVALID_ARGUMENT`
   */
  constructor(
    private readonly options: SharedMemoryOptions = {},
    private readonly name = '',
  ) {
    const { leasesPerPeer = 1 } = options;
    if (Number.isInteger(leasesPerPeer) && leasesPerPeer >= 1 && leasesPerPeer <= MOST_LEASES_PER_PEER) return;
    throw new TensorductError('ERR_INVALID_ARGUMENT', `arena.leasesPerPeer is ${leasesPerPeer}`, {
      advice: `give an integer from 1 to ${MOST_LEASES_PER_PEER}`,
    });
  }

  /** Whether memory can be shared from here. */
  get sharing(): Host {
    return canShare();
  }

  /** Whether JavaScript may have views of the memory. */
  get lendsViews(): boolean {
    const { sharing } = this;
    return sharing.ok && lendsViews(sharing.native);
  }

  /**
   * The shared memory.
   * @throws TensorductError `ERR_NOT_VIABLE`, `ERR_CONTEXT_CLOSED`, `ERR_SYSTEM`
   */
  get memory(): SharedMemory {
    return (this.made ??= this.make());
  }

  /** The shared memory, if it is needed already. */
  get current(): SharedMemory | null {
    return this.made;
  }

  close(): void {
    this.closed = true;
    this.made?.close();
  }

  private make(): SharedMemory {
    const { sharing } = this;
    if (!sharing.ok) throw new TensorductError('ERR_NOT_VIABLE', sharing.reason, { advice: sharing.hint });
    const memory = new SharedMemory(sharing.native, sharing.identity, this.options, this.name);
    if (this.closed) memory.close();
    return memory;
  }
}

import { TensorductError } from '../../errors.js';
import type { HostIdentity } from '../../memory/host-identity.js';
import type { Native } from '../../memory/native.js';
import { canShare } from '../../memory/shared-memory.js';
import { Enrollment } from '../enrollment.js';
import type { TransportConnection, TransportContext, TransportListener, Viability } from '../transport.js';
import { connectShm, DEFAULT_RING_BYTES } from './connection.js';
import { MOST_RING_BYTES } from './greeting.js';
import { listenShm } from './listener.js';

/** Options of the transport `shm`. */
export interface ShmOptions {
  /**
   * Bytes of each of the two rings of a connection that is begun here: whole pages of 4096 bytes, up to 2^24.
   * @default 65536
   */
  readonly ringBytes?: number;
}

/** Connects processes of one user on one host. */
export class ShmContext implements TransportContext {
  readonly scope = 'host';
  private readonly enrollment = new Enrollment('shm');
  private readonly ringBytes: number;

  /** @throws TensorductError `ERR_INVALID_ARGUMENT` */
  constructor({ ringBytes = DEFAULT_RING_BYTES }: ShmOptions) {
    if (!(ringBytes > 0 && ringBytes <= MOST_RING_BYTES && ringBytes % 4096 === 0)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `a ring cannot have ${ringBytes} bytes`, {
        backend: 'shm',
        advice: 'give ringBytes a multiple of 4096 up to 2^24',
      });
    }
    this.ringBytes = ringBytes;
  }

  viability(): Viability {
    const sharing = canShare();
    return sharing.ok ? { ok: true } : sharing;
  }

  domainDescriptor(): string {
    const sharing = canShare();
    return sharing.ok ? describeHost(sharing.identity) : 'shm';
  }

  canReach(remoteDescriptor: string): boolean {
    const sharing = canShare();
    return sharing.ok && remoteDescriptor === describeHost(sharing.identity);
  }

  async listen(address: string): Promise<TransportListener> {
    const { native, identity } = this.usable('listen');
    return listenShm(native, identity.uid, address, this.enrollment);
  }

  async connect(address: string, options: { readonly signal?: AbortSignal } = {}): Promise<TransportConnection> {
    const { native, identity } = this.usable('connect');
    return connectShm({ native, uid: identity.uid, address, ringBytes: this.ringBytes, ...options }, this.enrollment);
  }

  close(): void {
    this.enrollment.close();
  }

  join(): Promise<void> {
    return this.enrollment.join();
  }

  private usable(operation: string): { native: Native; identity: HostIdentity } {
    this.enrollment.assertOpen(operation);
    const sharing = canShare();
    if (sharing.ok) return sharing;
    throw new TensorductError('ERR_NOT_VIABLE', sharing.reason, { operation, backend: 'shm', advice: sharing.hint });
  }
}

/** The running kernel, the namespace of abstract names, and the user. */
function describeHost({ boot, network, uid }: HostIdentity): string {
  return ['shm', '1', boot, network, uid].join(':');
}

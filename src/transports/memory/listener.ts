import { TensorductError } from '../../errors.js';
import { AcceptQueue } from '../accept-queue.js';
import type { Enrolled, Enrollment } from '../enrollment.js';
import type { TransportConnection, TransportListener } from '../transport.js';
import type { MemoryConnection } from './connection.js';

/** Accepts connections to one name. */
export class MemoryListener implements TransportListener, Enrolled {
  readonly gone: Promise<void>;
  private readonly queue = new AcceptQueue();
  private markGone = (): void => {};

  /** @param unlisten frees the name; called once */
  constructor(
    readonly address: string,
    private readonly enrollment: Enrollment,
    private readonly unlisten: () => void,
  ) {
    this.gone = new Promise((resolve) => (this.markGone = resolve));
  }

  accept(callback: (error: TensorductError | null, connection: TransportConnection | null) => void): void {
    this.queue.accept(callback);
  }

  /** A connection has come in. */
  offer(connection: MemoryConnection): void {
    this.enrollment.add(connection);
    this.queue.offer(connection);
  }

  close(): void {
    this.unlisten();
    this.queue.fail(new TensorductError('ERR_LISTENER_CLOSED', 'the listener is closed', { local: this.address }));
    this.markGone();
  }

  ref(): void {}

  unref(): void {}
}

import type { MessagePort } from 'node:worker_threads';
import { TensorductError, type TransportConnection, type TransportListener } from 'tensorduct';
import { PortConnection } from './connection.js';

type AcceptCallback = (error: TensorductError | null, connection: TransportConnection | null) => void;

/** Accepts ports. */
export class PortListener implements TransportListener {
  private readonly callbacks: AcceptCallback[] = [];
  private readonly waiting: PortConnection[] = [];
  private closed = false;

  /**
   * @param keep the context's, for each connection
   * @param forget the context's, called once at close
   */
  constructor(
    readonly address: string,
    private readonly keep: (connection: PortConnection) => void,
    private readonly forget: () => void,
  ) {}

  accept(callback: AcceptCallback): void {
    this.callbacks.push(callback);
    queueMicrotask(this.match);
  }

  /** A peer has sent its port. */
  offer(port: MessagePort): void {
    const connection = new PortConnection(port, this.address, '');
    this.keep(connection);
    this.waiting.push(connection);
    queueMicrotask(this.match);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.forget();
    for (const connection of this.waiting.splice(0)) connection.close();
    queueMicrotask(this.match);
  }

  ref(): void {}

  unref(): void {}

  private readonly match = (): void => {
    while (this.callbacks.length > 0 && (this.closed || this.waiting.length > 0)) {
      const connection = this.waiting.shift() ?? null;
      const error = connection === null ? new TensorductError('ERR_LISTENER_CLOSED', 'the listener is closed') : null;
      this.callbacks.shift()?.(error, connection);
    }
  };
}

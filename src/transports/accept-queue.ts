import type { TensorductError } from '../errors.js';
import type { TransportConnection } from './transport.js';
import { throwLater } from '../soon.js';

type AcceptCallback = (error: TensorductError | null, connection: TransportConnection | null) => void;

/** Connections that nobody has accepted yet; more are closed at once. */
const MAX_WAITING = 1024;

/** Matches accepts with incoming connections, both in order. */
export class AcceptQueue {
  private readonly callbacks: AcceptCallback[] = [];
  private readonly waiting: TransportConnection[] = [];
  private failure: TensorductError | null = null;
  private busy = false;

  /** As `TransportListener.accept`. */
  accept(callback: AcceptCallback): void {
    this.callbacks.push(callback);
    this.matchSoon();
  }

  /** A connection has come in. */
  offer(connection: TransportConnection): void {
    if (this.failure !== null || this.waiting.length >= MAX_WAITING) return connection.close();
    this.waiting.push(connection);
    this.matchSoon();
  }

  /** Closes what was not accepted; pending and later accepts get `error`. Only the first counts. */
  fail(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    for (const connection of this.waiting.splice(0)) connection.close();
    this.matchSoon();
  }

  private get ready(): boolean {
    return this.callbacks.length > 0 && (this.waiting.length > 0 || this.failure !== null);
  }

  private matchSoon(): void {
    if (this.busy || !this.ready) return;
    this.busy = true;
    queueMicrotask(this.match);
  }

  private readonly match = (): void => {
    while (this.ready) {
      try {
        this.callbacks.shift()?.(this.failure, this.failure === null ? (this.waiting.shift() ?? null) : null);
      } catch (thrown) {
        throwLater(thrown);
      }
    }
    this.busy = false;
  };
}

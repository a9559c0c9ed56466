import { TensorductError, type Completion } from '../errors.js';
import { ReadQueue } from './read-queue.js';
import type { TransportConnection } from './transport.js';
import { throwLater } from '../soon.js';
import { WriteQueue } from './write-queue.js';

/**
 * What connections have in common: queues of reads and writes, one sticky error, one end.
 *
 * A backend implements how bytes come and go; it reports with `reads.push`, `reads.landed`, `reads.end`,
 * `writes.completed` and `fail`.
 */
export abstract class QueuedConnection implements TransportConnection {
  abstract readonly localAddress: string;
  abstract readonly remoteAddress: string;

  protected readonly writes = new WriteQueue();
  protected readonly reads = new ReadQueue({
    bytesWanted: () => this.receive(),
    allRead: (error) => this.fail(error),
  });

  /** Resolves when nothing of the connection is left. Never rejects. */
  readonly gone: Promise<void>;
  protected markGone = (): void => {};

  private failure: TensorductError | null = null;
  private closedHere = false;
  private readonly closeCallbacks: Completion[] = [];

  /** Name of the transport, for errors. */
  protected abstract readonly backend: string;

  constructor() {
    this.gone = new Promise((resolve) => (this.markGone = resolve));
  }

  /** Lets bytes come until `reads` does not wait any more. Must not push inside the call. */
  protected abstract receive(): void;

  /** Starts a write of at least one buffer, none empty; `writes.completed` tells its end. */
  protected abstract send(buffers: readonly Uint8Array[]): void;

  /** Lets everything go; `markGone` tells the end. On return no memory of a read or write is in use. Called once. */
  protected abstract release(): void;

  abstract ref(): void;
  abstract unref(): void;

  write(buffers: readonly Uint8Array[], callback: Completion): void {
    const filled = buffers.every(isFilled) ? buffers : buffers.filter(isFilled);
    this.writes.add(callback, filled.length === 0);
    if (filled.length > 0 && this.failure === null) this.send(filled);
  }

  read(into: Uint8Array, minimum: number, callback: (error: TensorductError | null, length: number) => void): void {
    this.reads.read(into, 0, minimum, callback);
  }

  readAt(
    into: Uint8Array,
    from: number,
    minimum: number,
    callback: (error: TensorductError | null, length: number) => void,
  ): void {
    this.reads.read(into, from, minimum, callback);
  }

  close(): void {
    if (this.failure !== null) return;
    this.closedHere = true;
    this.fail(new TensorductError('ERR_CONNECTION_CLOSED', 'the connection is closed', this.where()));
  }

  onClose(callback: Completion): void {
    this.closeCallbacks.push(callback);
    if (this.failure !== null) queueMicrotask(this.tellClosed);
  }

  /** Ends the connection: everything pending, and everything later, gets `error`. Only the first counts. */
  protected fail(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.release();
    this.reads.fail(error);
    this.writes.fail(error);
    queueMicrotask(this.tellClosed);
  }

  /** The error of an end that the peer, or the medium, has brought about. */
  protected peerLost(what: string, cause?: unknown): TensorductError {
    return new TensorductError('ERR_PEER_LOST', what, { ...this.where(), cause });
  }

  protected get over(): boolean {
    return this.failure !== null;
  }

  private readonly tellClosed = (): void => {
    for (const callback of this.closeCallbacks.splice(0)) {
      try {
        callback(this.closedHere ? null : this.failure);
      } catch (thrown) {
        throwLater(thrown);
      }
    }
  };

  private where(): { backend: string; local: string; peer: string } {
    return { backend: this.backend, local: this.localAddress, peer: this.remoteAddress };
  }
}

function isFilled(buffer: Uint8Array): boolean {
  return buffer.length > 0;
}

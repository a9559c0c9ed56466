import { TensorductError } from '../errors.js';
import type { Descriptor, Socket } from './native.js';

const WRITABLE = 2;

/** What a packet socket tells its owner. Nothing is told after `onEnd`, nor after `close`. */
export interface PacketHandler {
  onPacket(bytes: Uint8Array, descriptors: readonly Descriptor[]): void;
  /** The peer is gone, or the socket has failed; it is closed. */
  onEnd(error: TensorductError): void;
}

/** Descriptors that go with a packet. */
export interface Enclosure {
  /** Asked for when the packet is sent; null when there is no point in it any more, so that the packet is dropped. */
  fds(): readonly number[] | null;
  /** The system has both, perhaps within the call of `send`. */
  sent?(): void;
}

interface Waiting {
  readonly bytes: Uint8Array;
  readonly enclosure: Enclosure | undefined;
}

/** Packets and descriptors, in order. What the system does not take at once waits; a packet is small, and its sender counts. */
export class PacketSocket {
  private readonly outbox: Waiting[] = [];
  private polling = false;
  private closed = false;

  constructor(
    private readonly socket: Socket,
    private readonly handler: PacketHandler,
  ) {
    this.poll(false);
    this.socket.unref();
  }

  /** Packets that the system has not taken yet. */
  get waiting(): number {
    return this.outbox.length;
  }

  send(bytes: Uint8Array, enclosure?: Enclosure): void {
    if (this.closed) return;
    this.outbox.push({ bytes, enclosure });
    if (this.outbox.length === 1) this.flush();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.outbox.length = 0;
    this.socket.close();
  }

  private poll(writable: boolean): void {
    this.polling = writable;
    this.socket.poll(writable, this.onEvents);
  }

  private readonly onEvents = (events: number): void => {
    if ((events & WRITABLE) !== 0) this.flush();
    this.receive();
  };

  /** Handles what has arrived, without waiting for the event loop. */
  receive(): void {
    try {
      while (!this.closed) {
        const message = this.socket.receive();
        if (message === null) return;
        if (message === undefined) return this.end(new TensorductError('ERR_PEER_LOST', 'the link hung up'));
        this.handler.onPacket(message.bytes, message.descriptors);
      }
    } catch (thrown) {
      this.end(TensorductError.from(thrown, 'ERR_PEER_LOST', 'the link failed'));
    }
  }

  private flush(): void {
    try {
      for (let next = this.outbox.at(0); next !== undefined && !this.closed; next = this.outbox.at(0)) {
        const { bytes, enclosure } = next;
        const fds = enclosure === undefined ? [] : enclosure.fds();
        if (fds !== null && !this.socket.send(bytes, fds)) {
          if (!this.polling) this.poll(true);
          return;
        }
        this.outbox.shift();
        if (fds !== null) enclosure?.sent?.();
      }
      if (this.polling && !this.closed) this.poll(false);
    } catch (thrown) {
      const error = TensorductError.from(thrown, 'ERR_PEER_LOST', 'the link failed');
      // Not inside of the caller's call. What the peer has sent before its end can still be received.
      queueMicrotask(() => {
        this.receive();
        this.end(error);
      });
    }
  }

  private end(error: TensorductError): void {
    if (this.closed) return;
    this.close();
    this.handler.onEnd(error);
  }
}

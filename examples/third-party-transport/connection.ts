import type { MessagePort } from 'node:worker_threads';
import { TensorductError, type Completion, type TransportConnection } from 'tensorduct';

/** Bytes that may be on their way, or wait for a read, in each direction: what bounds memory. */
const WINDOW_BYTES = 256 * 1024;
const PIECE_BYTES = 64 * 1024;

/** What crosses a port: a piece of the stream, room for more, or the end of the stream. */
type Packet = { readonly piece: Uint8Array } | { readonly credit: number } | { readonly end: true };

interface PendingRead {
  readonly into: Uint8Array;
  readonly minimum: number;
  readonly callback: (error: TensorductError | null, length: number) => void;
  filled: number;
}

interface PendingWrite {
  /** What is not sent yet. */
  readonly buffers: Uint8Array[];
  readonly callback: Completion;
}

/**
 * A stream of bytes over a port.
 *
 * All work is done in `advance`, which never runs inside a call of the user's: that keeps every callback out of the
 * calls, in order, and single.
 */
export class PortConnection implements TransportConnection {
  /** Resolves when the port is closed. */
  readonly gone: Promise<void>;
  private readonly reads: PendingRead[] = [];
  private readonly writes: PendingWrite[] = [];
  private readonly arrived: Uint8Array[] = [];
  private readonly closeCallbacks: Completion[] = [];
  private credit = WINDOW_BYTES;
  private peerEnded = false;
  private failure: TensorductError | null = null;
  private closedHere = false;
  private scheduled = false;

  constructor(
    private readonly port: MessagePort,
    readonly localAddress: string,
    readonly remoteAddress: string,
  ) {
    this.gone = new Promise((resolve) => port.once('close', resolve));
    port.on('message', (packet: Packet) => this.onPacket(packet));
    port.once('close', () => this.onPacket({ end: true }));
  }

  write(buffers: readonly Uint8Array[], callback: Completion): void {
    this.writes.push({ buffers: [...buffers], callback });
    this.schedule();
  }

  read(into: Uint8Array, minimum: number, callback: PendingRead['callback']): void {
    this.reads.push({ into, minimum, callback, filled: 0 });
    this.schedule();
  }

  close(): void {
    if (this.failure !== null) return;
    this.closedHere = true;
    this.arrived.length = 0;
    this.end(new TensorductError('ERR_CONNECTION_CLOSED', 'the connection is closed'));
  }

  onClose(callback: Completion): void {
    this.closeCallbacks.push(callback);
    this.schedule();
  }

  ref(): void {
    this.port.ref();
  }

  unref(): void {
    this.port.unref();
  }

  private onPacket(packet: Packet): void {
    if (this.failure !== null) return;
    if ('piece' in packet) this.arrived.push(packet.piece);
    else if ('credit' in packet) this.credit += packet.credit;
    else this.peerEnded = true;
    this.advance();
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    queueMicrotask(this.advance);
  }

  private readonly advance = (): void => {
    this.scheduled = false;
    this.advanceReads();
    this.advanceWrites();
    if (this.failure === null) return;
    for (const callback of this.closeCallbacks.splice(0)) callback(this.closedHere ? null : this.failure);
  };

  private advanceReads(): void {
    for (let read = this.reads[0]; read !== undefined; read = this.reads[0]) {
      this.fill(read);
      const drained = this.arrived.length === 0;
      if (this.peerEnded && drained) this.end(new TensorductError('ERR_PEER_LOST', 'the peer has closed'));
      const failed = this.failure !== null && (read.filled < read.minimum || read.filled === 0);
      if (read.filled < read.minimum && !failed) return;
      this.reads.shift();
      if (failed) read.callback(this.failure, 0);
      else read.callback(null, read.filled);
    }
    if (this.peerEnded && this.arrived.length === 0) {
      this.end(new TensorductError('ERR_PEER_LOST', 'the peer has closed'));
    }
  }

  /** Copies what has arrived, and gives as much credit back. */
  private fill(read: PendingRead): void {
    const before = read.filled;
    for (let piece = this.arrived[0]; piece !== undefined && read.filled < read.into.length; piece = this.arrived[0]) {
      const taken = Math.min(piece.length, read.into.length - read.filled);
      read.into.set(piece.subarray(0, taken), read.filled);
      read.filled += taken;
      if (taken === piece.length) this.arrived.shift();
      else this.arrived[0] = piece.subarray(taken);
    }
    if (read.filled > before) this.post({ credit: read.filled - before });
  }

  private advanceWrites(): void {
    for (let write = this.writes[0]; write !== undefined; write = this.writes[0]) {
      if (this.failure === null && !this.peerEnded && !this.sendAll(write.buffers)) return;
      this.writes.shift();
      const lost = this.peerEnded ? new TensorductError('ERR_PEER_LOST', 'the peer has closed') : null;
      write.callback(this.failure ?? lost);
    }
  }

  /** Sends what there is credit for, and takes it off the list. @returns whether that was all */
  private sendAll(buffers: Uint8Array[]): boolean {
    for (let buffer = buffers[0]; buffer !== undefined; buffer = buffers[0]) {
      const length = Math.min(buffer.length, PIECE_BYTES, this.credit);
      if (length === 0 && buffer.length > 0) return false;
      if (length > 0) {
        this.credit -= length;
        // A copy that then changes hands: a view would be cloned with all of its memory.
        const piece = new Uint8Array(length);
        piece.set(buffer.subarray(0, length));
        this.port.postMessage({ piece } satisfies Packet, [piece.buffer]);
      }
      if (length === buffer.length) buffers.shift();
      else buffers[0] = buffer.subarray(length);
    }
    return true;
  }

  private end(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    this.post({ end: true });
    this.port.close();
    this.schedule();
  }

  private post(packet: Packet): void {
    this.port.postMessage(packet);
  }
}

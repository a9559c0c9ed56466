import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { Outcome, type ChunkReceiver, type ChunkSender, type Descriptor, type Native } from './native.js';
import type { Enclosure } from './packet-socket.js';

/**
 * The rings of chunks of a link, one in each direction: by them bytes go from ordinary memory here to ordinary memory
 * there, while both ends copy at once. The receiver makes its ring when it first wants something, and asks for each
 * stream by a number of its own.
 */
export class LinkStreams {
  private receiver: ChunkReceiver | null = null;
  /** Who waits for the ring that is being made. */
  private opening: ((isOpen: boolean) => void)[] | null = null;
  /** Streams that are under way to here. */
  private readonly incoming = new Set<number>();
  private lastStream = 0;
  private sender: ChunkSender | null = null;
  /** Streams that are under way from here. */
  private readonly outgoing = new Set<number>();
  private isAnnounced = false;
  private ended = false;

  /**
   * @param announce tells the peer of the ring
   * @param catchUp handles what the peer has sent by the link already
   */
  constructor(
    private readonly native: Native,
    private readonly announce: (enclosure: Enclosure) => void,
    private readonly catchUp: () => void,
  ) {}

  // ---- inbound ----

  /** Makes the ring if need be. Calls back, perhaps within this call, with false where there can be none. */
  open(callback: (isOpen: boolean) => void): void {
    if (this.receiver !== null || this.ended) return callback(!this.ended);
    if (this.opening !== null) return void this.opening.push(callback);
    const waiting = [callback];
    this.opening = waiting;
    this.native.ChunkReceiver.create((_error, receiver) => {
      this.opening = null;
      if (this.ended) receiver?.close();
      else if (receiver !== null) {
        this.receiver = receiver;
        faultPoint('chunk-ring-made');
        this.announce({ fds: () => (this.receiver === null ? null : receiver.fds), sent: () => receiver.sent() });
      }
      for (const opened of waiting) opened(this.receiver !== null);
    });
  }

  /**
   * Prepares for a stream. Only after {@link open}.
   * @param target not to be touched before the callback, which always comes, and not within this call
   * @returns its number, for the peer
   */
  receive(target: Uint8Array, callback: (outcome: Outcome) => void): number {
    const stream = ++this.lastStream;
    this.incoming.add(stream);
    const settle = (outcome: Outcome): void => {
      this.incoming.delete(stream);
      callback(outcome);
    };
    if (this.receiver === null || this.ended) queueMicrotask(() => settle(Outcome.Lost));
    else this.receiver.receive(stream, target, settle);
    return stream;
  }

  /** Has a stream end early. */
  cancel(stream: number): void {
    this.receiver?.cancel(stream);
  }

  /** The peer sends no more of a stream: it ends once what is in the ring has been taken. */
  expire(stream: number): void {
    this.receiver?.expire(stream);
  }

  // ---- outbound ----

  /**
   * Sends what the peer has asked for.
   * @param source not to be touched before the callback, which does not come within this call
   * @returns false where there is no way to its ring
   * @throws TensorductError `ERR_PROTOCOL` where it asks for two streams by one number
   */
  send(stream: number, source: ArrayBufferView, callback: (outcome: Outcome) => void): boolean {
    // The peer has sent its ring before it asked, so it is here, if not yet looked at.
    if (!this.isAnnounced) this.catchUp();
    if (this.sender === null) return false;
    if (this.outgoing.has(stream)) {
      throw new TensorductError('ERR_PROTOCOL', `the peer asks for two streams as number ${stream}`);
    }
    this.outgoing.add(stream);
    this.sender.send(stream, source, (outcome) => {
      this.outgoing.delete(stream);
      callback(outcome);
    });
    return true;
  }

  /** Has a stream end early. */
  withdraw(stream: number): void {
    this.sender?.withdraw(stream);
  }

  /**
   * The peer has made its ring. Where it cannot be mapped here, nothing is sent by it.
   * @throws TensorductError `ERR_PROTOCOL`
   */
  announced(memory: Descriptor, bell: Descriptor): void {
    if (this.isAnnounced) throw new TensorductError('ERR_PROTOCOL', 'the peer announces two rings of chunks');
    this.isAnnounced = true;
    try {
      this.sender = this.native.ChunkSender.adopt(memory, bell);
      faultPoint('chunk-ring-adopted');
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EINVAL') {
        throw new TensorductError('ERR_PROTOCOL', 'the peer announces a ring of chunks that is none', {
          cause: thrown,
        });
      }
    } finally {
      memory.close();
      bell.close();
    }
  }

  // ---- the end ----

  /** The peer is gone: what it has put into the ring is taken yet. */
  end(): void {
    this.ended = true;
    this.sender?.close();
    this.sender = null;
    for (const stream of this.incoming) this.receiver?.expire(stream);
  }

  /** Gives the rings back. What is under way is lost; copies that are being made are waited for. Idempotent. */
  close(): void {
    this.end();
    this.receiver?.close();
    this.receiver = null;
  }
}

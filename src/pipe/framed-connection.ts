import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import type { TransportConnection } from '../transports/transport.js';
import { FrameReader, type FrameHandler } from '../wire/frame-reader.js';
import { FrameWriter } from '../wire/frame-writer.js';
import { FrameType } from '../wire/frame.js';
import { tensorduct } from '../wire/generated/control.js';
import { printable } from '../log.js';
import { PrefixedConnection } from './prefixed-connection.js';
import { checkVersion, decodePreamble, encodePreamble, PREAMBLE_BYTES } from '../wire/preamble.js';

const { Failure } = tensorduct.v1;

/** The most bytes that the head of a Failure may have. */
export const FAILURE_BYTES = 1024;
/** Characters of an error's message that the peer is told. */
const MAX_REASON = 300;
/** How long a dying connection tries to deliver its last words. */
export const FAREWELL_MS = 250;

/**
 * A connection that speaks in frames. During the handshake frames are asked for one at a time; `handOver` gives all
 * that follow to the pipe.
 */
export class FramedConnection implements FrameHandler {
  readonly reader: FrameReader;
  readonly writer: FrameWriter;
  /** Whether the peer has sent its preamble: from then on it is known to be one of us. */
  heard = false;

  private expected: FrameType | null = null;
  private limit = 0;
  private head: Uint8Array = new Uint8Array(0);
  private waiting: { resolve: (head: Uint8Array) => void; reject: (error: TensorductError) => void } | null = null;
  private error: TensorductError | null = null;

  /**
   * @param transport name of the transport
   * @param connection owned by this object from now on
   */
  constructor(
    readonly transport: string,
    readonly connection: TransportConnection,
  ) {
    this.reader = new FrameReader(connection, this);
    this.writer = new FrameWriter(connection);
    this.reader.pause();
  }

  /** Sends our preamble. @returns it */
  sendPreamble(): Uint8Array {
    const preamble = encodePreamble();
    this.connection.write([preamble], () => {});
    faultPoint('preamble-sent');
    return preamble;
  }

  /**
   * Receives the peer's preamble, then begins to read frames.
   * @param onMismatch called before the error of another version is thrown
   * @returns the preamble, whose version is ours
   * @throws TensorductError `ERR_PROTOCOL`, `ERR_VERSION_MISMATCH`, `ERR_PEER_LOST`
   */
  async receivePreamble(onMismatch?: () => void): Promise<Uint8Array> {
    const bytes = await new Promise<Uint8Array>((resolve, reject) => {
      const into = new Uint8Array(PREAMBLE_BYTES);
      this.connection.read(into, PREAMBLE_BYTES, (error) => (error === null ? resolve(into) : reject(error)));
    });
    const preamble = decodePreamble(bytes);
    this.heard = true;
    try {
      checkVersion(preamble);
    } catch (error) {
      onMismatch?.();
      throw error;
    }
    this.reader.run();
    faultPoint('preamble-received');
    return bytes;
  }

  /**
   * Receives the head of one frame of the handshake.
   * @param type the only type that may come now, beside a Failure
   * @param limit bytes that its head may have
   * @throws TensorductError the connection's, or the peer's failure
   */
  receive(type: FrameType, limit: number): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      if (this.error !== null) return reject(this.error);
      this.expected = type;
      this.limit = limit;
      this.waiting = { resolve, reject };
      this.reader.resume();
    });
  }

  /**
   * Tells when the connection ends, or the peer fails, while no frame is expected.
   * @param onEnd called at most once, until `unwatch`
   */
  watch(onEnd: (error: TensorductError) => void): void {
    this.receive(FrameType.failure, FAILURE_BYTES).catch(onEnd);
  }

  /** Frames of the peer are expected again. */
  unwatch(): void {
    this.waiting = null;
    this.reader.pause();
  }

  /** Sends a frame of the handshake. */
  send(type: FrameType, head: Uint8Array): void {
    this.writer.send(type, head);
  }

  /** Says why, as far as the connection still carries it, and closes. */
  fail(error: TensorductError): void {
    const { code, message } = error;
    const head = Failure.encode({ code, reason: message.slice(0, MAX_REASON) }).finish();
    this.send(FrameType.failure, head);
    this.hangUp(error);
  }

  /** Closes once what was sent before is out, or cannot be sent. */
  hangUp(error: TensorductError): void {
    const close = (): void => {
      clearTimeout(timer);
      this.close(error);
    };
    const timer = setTimeout(close, FAREWELL_MS);
    this.reader.stop();
    this.writer.flushed(close);
  }

  /** Closes at once. Writes that the connection still holds, and later ones, complete with `error`. */
  close(error: TensorductError): void {
    this.error ??= error;
    this.reader.stop();
    this.writer.fail(error);
    this.connection.close();
    this.onError(error);
  }

  /** Gives the connection to a pipe: the frames that follow go to `handler`. */
  handOver(handler: FrameHandler): void {
    this.reader.handOver(handler);
    this.reader.resume();
  }

  /** Gives the bare connection to a channel, as its lane. */
  release(): TransportConnection {
    const early = this.reader.release();
    return early.length === 0 ? this.connection : new PrefixedConnection(early, this.connection);
  }

  headLimit(type: number): number {
    if (type === FrameType.failure) return FAILURE_BYTES;
    return type === this.expected ? this.limit : -1;
  }

  onHead(_type: number, head: Uint8Array, bodyLength: number): 'discard' {
    if (bodyLength !== 0) throw new TensorductError('ERR_PROTOCOL', 'a frame of the handshake has a body');
    this.head = head;
    return 'discard';
  }

  onFrame(type: number): void {
    this.reader.pause();
    this.expected = null;
    if (type === FrameType.failure) return this.onError(decodeFailure(this.head));
    this.waiting?.resolve(this.head);
    this.waiting = null;
  }

  onError(error: TensorductError): void {
    this.error ??= error;
    this.waiting?.reject(this.error);
    this.waiting = null;
  }
}

/** The error that a peer's Failure frame stands for. */
export function decodeFailure(head: Uint8Array): TensorductError {
  const { code, reason } = Failure.decode(head);
  const text = printable(reason);
  switch (code) {
    case 'ERR_NEGOTIATION':
    case 'ERR_LIMIT_EXCEEDED':
    case 'ERR_VERSION_MISMATCH':
      return new TensorductError(code, `the peer ended the pipe: ${text}`);
    case 'ERR_PIPE_CLOSED':
    case 'ERR_LISTENER_CLOSED':
    case 'ERR_CONTEXT_CLOSED':
      return new TensorductError('ERR_PIPE_CLOSED', 'the peer has closed the pipe at once');
    default:
      return new TensorductError('ERR_PEER_FAILED', `the peer ended the pipe: ${text || printable(code)}`);
  }
}

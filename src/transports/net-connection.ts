import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { descriptorOf } from './net-descriptor.js';
import { QueuedConnection } from './queued-connection.js';

/** Where libuv puts bytes that have no place of their own. Used within one callback only, so shared by all sockets. */
const SPILL = new Uint8Array(64 * 1024);

/** How long a closed connection goes on discarding what comes, in ms; see {@link NetConnection}. */
const LINGER_MS = 1_000;

/** What a {@link NetConnection} must know beside its socket. */
export interface NetTraits {
  /** Name of the transport. */
  readonly backend: string;
  /** Whether an end that closes with unread bytes makes the other lose bytes on their way, as in TCP. */
  readonly resets: boolean;
  /**
   * Reads of at least this size land in their own memory where Node allows it. A smaller one costs a copy, and leaves
   * the connection free to go on reading after a close.
   */
  readonly directBytes: number;
}

/** The two ends of a connection, for people and logs. */
export interface Ends {
  readonly local: string;
  readonly remote: string;
  /** See `TransportConnection.peerPid`. */
  readonly peerPid?: number | undefined;
}

/**
 * A connection over a socket of `node:net` or `node:tls`.
 *
 * Node destroys a socket whose write fails, with all that the peer had sent before. Here a failed write fails writes
 * only, and reads go on to the end of what is there.
 *
 * TCP answers bytes that a closed end has not read with a reset, which overtakes what that end had sent before. So
 * `close` ends the stream and discards what still comes, until the peer ends its own or `LINGER_MS` have passed. Where
 * a read into the caller's memory is under way, whose memory must be let go, nothing is read any more, and it lasts
 * `LINGER_MS`. Where a write is under way, it is cut off, and bytes before it may be lost with it.
 */
export class NetConnection extends QueuedConnection {
  localAddress = '';
  remoteAddress = '';
  peerPid: number | undefined;
  protected readonly backend: string;
  private readonly socket: Socket;
  private connected = false;
  /** Where libuv puts the next bytes. */
  private landing: Uint8Array = SPILL;
  private writesUnderWay = 0;
  private writeFailed = false;
  private ended = false;
  /** Who has the stream after {@link handOver}. */
  private heir: { close(): void } | null = null;

  private constructor(
    private readonly traits: NetTraits,
    open: (connection: NetConnection) => Socket,
  ) {
    super();
    this.backend = traits.backend;
    this.socket = open(this);
    this.shieldFromWriteErrors();
    this.socket.on('end', () => {
      this.ended = true;
      this.reads.end(this.peerLost('the peer has closed the connection'));
    });
    this.socket.on('error', (error) => this.reads.end(this.peerLost(`the connection broke: ${error.message}`, error)));
    this.socket.on('close', () => {
      if (this.heir !== null) return;
      this.reads.end(this.peerLost('the connection broke'));
      this.markGone();
    });
  }

  /** Starts to connect; `establish` once the socket has. Large reads land where they belong, without a copy. */
  static connecting(options: NetConnectOpts, traits: NetTraits): { connection: NetConnection; socket: Socket } {
    const connection = new NetConnection(traits, (self) =>
      connect({
        ...options,
        allowHalfOpen: true,
        onread: { buffer: self.nextLanding, callback: self.onLanded },
      }).pause(),
    );
    return { connection, socket: connection.socket };
  }

  /** Takes over a socket, paused or not yet flowing, with `allowHalfOpen`; `establish` once it is connected. */
  static over(socket: Socket, traits: NetTraits): NetConnection {
    return new NetConnection(traits, (self) => socket.pause().on('data', self.onData));
  }

  /** The socket is connected. */
  establish({ local, remote, peerPid }: Ends): this {
    this.localAddress = local;
    this.remoteAddress = remote;
    this.peerPid = peerPid;
    this.connected = true;
    return this;
  }

  /** TLS is Node's affair. The rest of the call runs in one turn of the event loop, so no byte is read behind its back. */
  handOver(adopt: (fd: number, early: Uint8Array) => { close(): void }): boolean {
    const { socket } = this;
    if (this.over || this.writesUnderWay > 0 || this.writeFailed || socket instanceof TLSSocket) return false;
    const fd = descriptorOf(socket);
    const rest = this.reads.takeRest();
    if (fd === null || rest === null) return false;
    const chunks = [rest];
    socket.off('data', this.onData);
    for (let chunk: unknown = socket.read(); chunk instanceof Uint8Array; chunk = socket.read()) chunks.push(chunk);
    const early = Buffer.concat(chunks);
    try {
      this.heir = adopt(fd, early);
    } catch (thrown) {
      this.reads.putBack(early);
      socket.pause().on('data', this.onData);
      throw thrown;
    }
    // Closes this descriptor; the stream goes on by the other.
    socket.destroy();
    return true;
  }

  ref(): void {
    this.socket.ref();
  }

  unref(): void {
    this.socket.unref();
  }

  protected receive(): void {
    this.socket.resume();
  }

  protected send(buffers: readonly Uint8Array[]): void {
    const { socket } = this;
    if (this.writeFailed) return;
    this.writesUnderWay++;
    if (buffers.length > 1) socket.cork();
    const last = buffers.length - 1;
    for (let i = 0; i < last; i++) socket.write(buffers[i]);
    socket.write(buffers[last], this.onWritten);
    if (buffers.length > 1) socket.uncork();
  }

  protected release(): void {
    const { socket, heir } = this;
    if (heir !== null) {
      heir.close();
      return this.markGone();
    }
    const writing = this.writesUnderWay > 0 || this.writeFailed;
    const lingers = this.traits.resets && this.connected && !writing && !this.ended;
    if (!lingers) {
      socket.destroy();
      return;
    }
    socket.end();
    if (this.landing === SPILL) socket.resume();
    else socket.pause();
    const timer = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once('close', () => clearTimeout(timer));
  }

  private readonly nextLanding = (): Uint8Array => {
    this.landing = this.reads.window(this.traits.directBytes) ?? SPILL;
    return this.landing;
  };

  /** @returns whether to go on reading */
  private readonly onLanded = (length: number): boolean => {
    if (this.over) return true; // discards
    const direct = this.landing !== SPILL;
    // Node asks for the next place as soon as this has returned.
    this.landing = SPILL;
    if (direct) this.reads.landed(length);
    else this.reads.push(SPILL.subarray(0, length), false);
    return this.reads.waiting || this.over;
  };

  private readonly onData = (chunk: Uint8Array): void => {
    if (this.over) return;
    this.reads.push(chunk, true);
    if (!this.reads.waiting && !this.over) this.socket.pause();
  };

  private readonly onWritten = (): void => {
    this.writesUnderWay--;
    if (!this.writeFailed) this.writes.completed();
  };

  /** Keeps failures of writes from the stream machinery, which would destroy the socket. */
  private shieldFromWriteErrors(): void {
    const { socket } = this;
    const write = socket._write.bind(socket);
    const writev = socket._writev?.bind(socket);
    socket._write = (chunk, encoding, callback) => write(chunk, encoding, (error) => callback(this.checkWrite(error)));
    if (writev !== undefined) {
      socket._writev = (chunks, callback) => writev(chunks, (error) => callback(this.checkWrite(error)));
    }
  }

  /** @returns no error, whatever came */
  private checkWrite(error: Error | null | undefined): null {
    if (error && !this.writeFailed && !this.over) {
      this.writeFailed = true;
      this.writes.fail(this.peerLost(`the peer takes no more bytes: ${error.message}`, error));
    }
    return null;
  }
}

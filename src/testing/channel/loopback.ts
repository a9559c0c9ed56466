import { connect, createServer, type Socket } from 'node:net';
import { type Completion, TensorductError } from '../../errors.js';
import type { TransportConnection } from '../../transports/transport.js';

interface PendingRead {
  readonly into: Uint8Array;
  readonly minimum: number;
  filled: number;
  readonly callback: (error: TensorductError | null, length: number) => void;
}

/** A pair of connected lanes over a real socket of this host, for suites that need no transport of the library. */
export async function connectLanes(): Promise<[TransportConnection, TransportConnection]> {
  const server = createServer({ pauseOnConnect: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve));
  const client = connect({ port: address.port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => client.once('connect', resolve).once('error', reject));
  const peer = await accepted;
  peer.setNoDelay(true);
  server.close();
  return [new LoopbackConnection(client), new LoopbackConnection(peer)];
}

/** The simplest correct `TransportConnection` over a socket. */
class LoopbackConnection implements TransportConnection {
  readonly localAddress: string;
  readonly remoteAddress: string;
  private readonly reads: PendingRead[] = [];
  private readonly onCloses: ((error: TensorductError | null) => void)[] = [];
  private error: TensorductError | null = null;
  private closedHere = false;

  constructor(private readonly socket: Socket) {
    this.localAddress = `${socket.localAddress}:${socket.localPort}`;
    this.remoteAddress = `${socket.remoteAddress}:${socket.remotePort}`;
    socket.on('readable', this.serve);
    socket.on('end', () => this.lost());
    socket.on('error', (cause) => this.lost(cause));
    socket.on('close', () => this.lost());
    // Turns the socket from paused, with nothing read, to one that announces what it has.
    socket.read(0);
  }

  write(buffers: readonly Uint8Array[], callback: Completion): void {
    const done = (error?: Error | null): void => {
      if (error) this.lost(error);
      callback(error ? this.error : null);
    };
    if (this.error !== null || buffers.length === 0) return void setImmediate(() => callback(this.error));
    this.socket.cork();
    buffers.forEach((buffer, index) => this.socket.write(buffer, index === buffers.length - 1 ? done : undefined));
    this.socket.uncork();
  }

  read(into: Uint8Array, minimum: number, callback: (error: TensorductError | null, length: number) => void): void {
    this.reads.push({ into, minimum, filled: 0, callback });
    setImmediate(this.serve);
  }

  close(): void {
    if (this.closedHere) return;
    this.closedHere = true;
    this.error ??= new TensorductError('ERR_CONNECTION_CLOSED', 'the connection was closed');
    this.socket.destroy();
    setImmediate(this.failReads);
  }

  onClose(callback: (error: TensorductError | null) => void): void {
    if (this.socket.closed) setImmediate(() => callback(this.closedHere ? null : this.error));
    else this.onCloses.push(callback);
  }

  ref(): void {
    this.socket.ref();
  }

  unref(): void {
    this.socket.unref();
  }

  private readonly serve = (): void => {
    for (let read = this.reads[0]; read !== undefined; read = this.reads[0]) {
      const wanted = Math.min(read.into.length - read.filled, this.socket.readableLength);
      const chunk: unknown = wanted > 0 ? this.socket.read(wanted) : null;
      if (chunk instanceof Uint8Array) {
        read.into.set(chunk, read.filled);
        read.filled += chunk.length;
      }
      if (read.filled < read.minimum) {
        if (this.error !== null) this.failReads();
        return;
      }
      this.reads.shift();
      read.callback(null, read.filled);
    }
  };

  /** The other end is gone: what it sent before is still read. */
  private lost(cause?: Error): void {
    this.error ??= new TensorductError('ERR_PEER_LOST', 'the other end is gone', { cause });
    if (this.socket.closed) {
      for (const callback of this.onCloses.splice(0)) callback(this.closedHere ? null : this.error);
    }
    this.serve();
  }

  private readonly failReads = (): void => {
    for (const { callback } of this.reads.splice(0)) callback(this.error, 0);
  };
}

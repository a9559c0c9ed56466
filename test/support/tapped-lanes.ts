import { randomUUID } from 'node:crypto';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { TensorductError, Completion } from '../../src/errors.js';
import { tcp } from '../../src/transports/tcp/index.js';
import type { TransportConnection, TransportContext } from '../../src/transports/transport.js';
import { unix } from '../../src/transports/unix/index.js';

/**
 * Lanes between two transports of this process, with something in the middle that a test holds: it can pause the bytes, cut
 * the lane, and put bytes on it that neither end wrote, also when native threads have the sockets of the ends.
 */
export class LaneWorkshop {
  readonly taps: Tap[] = [];
  private readonly contexts: TransportContext[] = [];
  private readonly servers: Server[] = [];

  constructor(private readonly name: 'tcp' | 'unix') {}

  /** A pair of connected lanes. */
  readonly connectLanes = async (): Promise<[TransportConnection, TransportConnection]> => {
    const context = this.name === 'tcp' ? tcp() : unix();
    this.contexts.push(context);
    const listener = await context.listen(this.name === 'tcp' ? '127.0.0.1:0' : `@tapped-${randomUUID()}`);
    const tap = new Tap();
    this.taps.push(tap);
    const server = createServer((socket) => tap.join(socket, dial(listener.address)));
    this.servers.push(server);
    const between = `@tap-${randomUUID()}`;
    await new Promise<void>((resolve) => {
      if (this.name === 'tcp') server.listen(0, '127.0.0.1', resolve);
      else server.listen({ path: pathOf(between) }, resolve);
    });
    const address = server.address();
    const near = context.connect(
      typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : between,
    );
    const far = new Promise<TransportConnection>((resolve, reject) => {
      listener.accept((error, connection) => (connection === null ? reject(error) : resolve(connection)));
    });
    const ends = await Promise.all([near, far]);
    server.close();
    listener.close();
    return [new Tapped(ends[0], (bytes) => tap.toFar(bytes)), new Tapped(ends[1], (bytes) => tap.toNear(bytes))];
  };

  async close(): Promise<void> {
    for (const tap of this.taps) tap.cut();
    for (const server of this.servers) server.close();
    await Promise.all(this.contexts.map((context) => context.join()));
  }
}

function dial(address: string): Socket {
  const [, port] = /:(\d+)$/.exec(address) ?? [];
  if (port === undefined) return connect({ path: pathOf(address) });
  return connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
}

/** An abstract name, as Node writes it. */
function pathOf(name: string): string {
  return name.replace(/^@/, '\0');
}

/** What is in the middle of a lane. */
class Tap {
  private near: Socket | null = null;
  private far: Socket | null = null;

  join(near: Socket, far: Socket): void {
    this.near = near;
    this.far = far;
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) socket.on('error', () => {}).on('close', () => this.cut());
  }

  /** Takes no more bytes from either end. */
  pause(): void {
    for (const socket of [this.near, this.far]) socket?.unpipe().pause();
  }

  resume(): void {
    const { near, far } = this;
    if (near === null || far === null) return;
    near.pipe(far);
    far.pipe(near);
  }

  cut(): void {
    this.near?.destroy();
    this.far?.destroy();
  }

  toFar(bytes: Uint8Array): void {
    this.far?.write(bytes);
  }

  toNear(bytes: Uint8Array): void {
    this.near?.write(bytes);
  }
}

/** A connection whose test may write although its socket was handed over. */
class Tapped implements TransportConnection {
  private handedOver = false;

  constructor(
    private readonly connection: TransportConnection,
    private readonly inject: (bytes: Uint8Array) => void,
  ) {}

  get localAddress(): string {
    return this.connection.localAddress;
  }

  get remoteAddress(): string {
    return this.connection.remoteAddress;
  }

  write(buffers: readonly Uint8Array[], callback: Completion): void {
    if (this.handedOver) for (const bytes of buffers) this.inject(bytes);
    else this.connection.write(buffers, callback);
  }

  read(into: Uint8Array, minimum: number, callback: (error: TensorductError | null, length: number) => void): void {
    this.connection.read(into, minimum, callback);
  }

  handOver(adopt: (fd: number, early: Uint8Array) => { close(): void }): boolean {
    this.handedOver = this.connection.handOver?.(adopt) ?? false;
    return this.handedOver;
  }

  close(): void {
    this.connection.close();
  }

  onClose(callback: Completion): void {
    this.connection.onClose(callback);
  }

  ref(): void {
    this.connection.ref();
  }

  unref(): void {
    this.connection.unref();
  }
}

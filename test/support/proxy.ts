import { connect, createServer, type Server, type Socket } from 'node:net';

/** The port on which a server of TCP listens. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen on TCP');
  return address.port;
}

/** Stands between two ends of TCP connections, and can stop to move bytes, as a dead network does. */
export class Proxy implements AsyncDisposable {
  private readonly sockets = new Set<Socket>();
  private frozen = false;

  private constructor(
    private readonly server: Server,
    private readonly port: number,
  ) {
    server.on('connection', (near) => this.join(near));
  }

  /** @param url what a listener on tcp says of itself */
  static async before(url: string): Promise<Proxy> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Proxy(server, Number(new URL(url).port));
  }

  get url(): string {
    return `tcp://127.0.0.1:${portOf(this.server)}`;
  }

  /** From now on no byte is moved, and none is lost. */
  freeze(): void {
    this.frozen = true;
    for (const socket of this.sockets) {
      socket.unpipe();
      socket.pause();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(near: Socket): void {
    const far = connect(this.port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ]) {
      this.sockets.add(from);
      from.on('error', () => {});
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      if (!this.frozen) from.pipe(to);
    }
  }
}

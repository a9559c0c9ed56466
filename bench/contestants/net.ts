import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect as connectSocket, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Contestant, Handler, Link, Slot, Station, Terms } from '../contestant.js';
import type { Port } from '../port.js';
import { ordinaryMessages, partsOf } from '../memories.js';
import type { MessageShape } from '../names.js';

/** Read at once where messages are small. */
const READ_BYTES = 65_536;

/**
 * `node:net` with messages of a known size, one after another: over a Unix socket or, without delay, over loopback.
 * `onread` reads straight into the reader's memory. Node has that for who connects, not for who listens, so there each end
 * has connected for what it reads.
 */
export const net: Contestant = {
  open(terms) {
    return new NetStation(terms);
  },
};

class NetStation implements Station {
  readonly slots: readonly Slot[];
  private readonly folder = mkdtempSync(join(tmpdir(), 'tensorduct-bench-'));
  private readonly servers: Server[] = [];
  private readonly links = new Set<NetLink>();

  constructor(private readonly terms: Terms) {
    this.slots = ordinaryMessages(terms.sends, terms.depth, 'sends').map((parts) => ({ parts }));
  }

  async listen(_port: Port, onLink: (link: Link) => void): Promise<string> {
    return this.serve((socket) => {
      if (!this.onread) return onLink(this.add(new NetLink(socket, new PlainReader(socket, this.terms), this.slots)));
      // The other end's address comes first: what it sends is read from there.
      socket.once('data', (address) => {
        const reader = new OnReadReader(String(address), this.terms);
        onLink(this.add(new NetLink(socket, reader, this.slots)));
      });
    });
  }

  async connect(address: string): Promise<NetLink> {
    if (!this.onread) {
      const socket = dial(address);
      await once(socket, 'connect');
      return this.add(new NetLink(socket, new PlainReader(socket, this.terms), this.slots));
    }
    const reader = new OnReadReader(address, this.terms);
    const socket = await new Promise<Socket>((resolve, reject) => {
      this.serve(resolve).then((own) => reader.socket.write(own), reject);
    });
    return this.add(new NetLink(socket, reader, this.slots));
  }

  async close(): Promise<void> {
    await Promise.all([...this.links].map((link) => link.close()));
    await Promise.all(this.servers.map((server) => new Promise((resolve) => server.close(resolve))));
    rmSync(this.folder, { recursive: true });
  }

  private get onread(): boolean {
    return this.terms.contestant.endsWith('-onread');
  }

  private add(link: NetLink): NetLink {
    this.links.add(link);
    link.onEnd(() => this.links.delete(link));
    return link;
  }

  private async serve(onSocket: (socket: Socket) => void): Promise<string> {
    const server = createServer({ noDelay: true }, onSocket);
    this.servers.push(server);
    const path = join(this.folder, String(this.servers.length));
    if (this.terms.contestant.startsWith('net-unix')) server.listen(path);
    else server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'string' ? address : String(address?.port);
  }
}

function dial(address: string): Socket {
  return connectSocket(
    address.startsWith('/') ? { path: address } : { port: Number(address), host: '127.0.0.1', noDelay: true },
  );
}

/** Takes messages out of a socket. */
interface Reader {
  readonly socket: Socket;
  read(handler: Handler): void;
}

class NetLink implements Link {
  private corked = false;
  private closing = false;

  constructor(
    private readonly socket: Socket,
    private readonly reader: Reader,
    private readonly slots: readonly Slot[],
  ) {
    for (const end of new Set([socket, reader.socket])) {
      end.on('error', (error) => {
        if (!this.closing && !('code' in error && error.code === 'ECONNRESET')) throw error;
      });
    }
  }

  onEnd(callback: () => void): void {
    this.socket.once('close', callback);
  }

  /** What is written in one turn of the loop goes in one call of the system, as Node recommends for small pieces. */
  post(slot: number, done: () => void): void {
    if (!this.corked) {
      this.corked = true;
      this.socket.cork();
      process.nextTick(() => {
        this.corked = false;
        this.socket.uncork();
      });
    }
    const { parts } = this.slots[slot];
    for (let index = 0; index < parts.length - 1; index++) this.socket.write(parts[index]);
    this.socket.write(parts[parts.length - 1], () => done());
  }

  waits(): Promise<void> | undefined {
    return this.socket.writableNeedDrain ? new Promise((resolve) => this.socket.once('drain', resolve)) : undefined;
  }

  receive(handler: Handler): void {
    this.reader.read(handler);
  }

  async close(): Promise<void> {
    this.closing = true;
    const ends = [...new Set([this.socket, this.reader.socket])];
    await Promise.all(
      ends.map((end) => {
        const closed = end.closed ? Promise.resolve() : once(end, 'close');
        end.destroy();
        return closed;
      }),
    );
  }
}

/** By `data` events, in chunks as they come. A message that lies within a chunk is taken from there. */
class PlainReader implements Reader {
  private readonly whole: Uint8Array;
  private readonly parts: readonly Uint8Array[];
  private readonly shape: MessageShape;
  private filled = 0;

  constructor(
    readonly socket: Socket,
    { receives }: Terms,
  ) {
    this.shape = receives;
    this.whole = new Uint8Array(receives.parts * receives.bytes);
    this.parts = partsOf(this.whole, receives);
  }

  read(handler: Handler): void {
    this.socket.on('data', (chunk: Buffer) => {
      const waits = this.take(chunk, handler);
      if (waits === undefined) return;
      this.socket.pause();
      void waits.then(() => this.socket.resume());
    });
  }

  /** @returns a promise where the handler wants time, and else nothing */
  private take(chunk: Uint8Array, handler: Handler): Promise<void> | undefined {
    const { whole, shape } = this;
    for (let at = 0; at < chunk.length;) {
      let parts: readonly Uint8Array[] | null = null;
      if (this.filled === 0 && chunk.length - at >= whole.length) {
        const message = chunk.subarray(at, at + whole.length);
        parts = shape.parts === 1 ? [message] : partsOf(message, shape);
        at += whole.length;
      } else {
        const piece = chunk.subarray(at, at + whole.length - this.filled);
        whole.set(piece, this.filled);
        this.filled += piece.length;
        at += piece.length;
        if (this.filled === whole.length) {
          this.filled = 0;
          ({ parts } = this);
        }
      }
      const waits = parts === null ? undefined : handler(parts);
      if (waits !== undefined) {
        const rest = chunk.subarray(at);
        return waits.then(() => this.take(rest, handler));
      }
    }
    return undefined;
  }
}

/** By `onread`: large messages straight to where they belong, small ones many at a time. */
class OnReadReader implements Reader {
  readonly socket: Socket;
  private readonly whole: Uint8Array;
  private readonly parts: readonly Uint8Array[];
  private readonly shape: MessageShape;
  private filled = 0;
  private handler: Handler | null = null;

  constructor(address: string, { receives }: Terms) {
    this.shape = receives;
    const bytes = receives.parts * receives.bytes;
    const direct = bytes >= READ_BYTES;
    this.whole = new Uint8Array(direct ? bytes : READ_BYTES);
    this.parts = direct ? partsOf(this.whole, receives) : [];
    this.socket = connectSocket({
      ...(address.startsWith('/') ? { path: address } : { port: Number(address), host: '127.0.0.1' }),
      noDelay: true,
      onread: {
        buffer: () => this.whole.subarray(this.filled),
        callback: (length) => {
          this.filled += length;
          if (direct) this.takeWhole();
          else this.takeMany(bytes);
          return true;
        },
      },
    });
  }

  read(handler: Handler): void {
    this.handler = handler;
  }

  private takeWhole(): void {
    if (this.filled < this.whole.length) return;
    this.filled = 0;
    this.give(this.parts);
  }

  private takeMany(bytes: number): void {
    let at = 0;
    for (; this.filled - at >= bytes; at += bytes) {
      const message = this.whole.subarray(at, at + bytes);
      this.give(this.shape.parts === 1 ? [message] : partsOf(message, this.shape));
    }
    this.whole.copyWithin(0, at, this.filled);
    this.filled -= at;
  }

  private give(parts: readonly Uint8Array[]): void {
    if (this.handler === null) throw new Error('a message came before it was wanted');
    if (this.handler(parts) !== undefined) throw new Error('onread: a slow reader is not written here');
  }
}

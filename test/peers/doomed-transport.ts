import type { TransportConnection, TransportContext, TransportListener } from 'tensorduct';

/** The moment in which this process kills itself: what happens on one of its connections. */
export interface Doom {
  /** Number of the connection, from 1, in the order in which they are opened and accepted. */
  readonly connection: number;
  readonly event: 'open' | 'sent' | 'received';
  /** Type of the frame that is sent or received; 0 is the preamble. */
  readonly frame?: number;
  /** How many bytes of the frame's body still cross. @default all */
  readonly bodyBytes?: number;
}

/** SIGKILL: no handler runs, nothing is flushed. */
function die(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Counts the connections of all transports of this process. */
export class Fate {
  private connections = 0;

  constructor(private readonly doom: Doom) {}

  /** What `transport` does, up to the fatal moment. */
  over(transport: TransportContext): TransportContext {
    return {
      scope: transport.scope,
      viability: () => transport.viability(),
      domainDescriptor: () => transport.domainDescriptor(),
      canReach: (descriptor) => transport.canReach(descriptor),
      listen: async (address, options) => this.watchListener(await transport.listen(address, options)),
      connect: async (address, options) => this.watch(await transport.connect(address, options)),
      close: () => transport.close(),
      join: () => transport.join(),
    };
  }

  private watchListener(listener: TransportListener): TransportListener {
    return {
      address: listener.address,
      accept: (callback) =>
        listener.accept((error, connection) => callback(error, connection && this.watch(connection))),
      close: () => listener.close(),
      ref: () => listener.ref(),
      unref: () => listener.unref(),
    };
  }

  private watch(connection: TransportConnection): TransportConnection {
    if (++this.connections !== this.doom.connection) return connection;
    if (this.doom.event === 'open') die();
    return doomed(connection, this.doom);
  }
}

function doomed(connection: TransportConnection, doom: Doom): TransportConnection {
  const tripwire = new Tripwire(doom);
  let dying = false;
  return {
    localAddress: connection.localAddress,
    remoteAddress: connection.remoteAddress,
    write(buffers, callback) {
      if (dying) return;
      if (doom.event !== 'sent') return connection.write(buffers, callback);
      const bytes = Buffer.concat(buffers);
      const last = tripwire.pass(bytes);
      if (last < 0) return connection.write([bytes], callback);
      dying = true;
      connection.write([bytes.subarray(0, last)], die);
    },
    read(into, minimum, callback) {
      connection.read(into, minimum, (error, length) => {
        if (doom.event === 'received' && tripwire.pass(into.subarray(0, length)) >= 0) die();
        callback(error, length);
      });
    },
    close: () => connection.close(),
    onClose: (callback) => connection.onClose(callback),
    ref: () => connection.ref(),
    unref: () => connection.unref(),
  };
}

const HEADER_BYTES = 16;

/** Finds the fatal frame in a stream of bytes; the preamble is as long as a header. */
class Tripwire {
  private readonly header = Buffer.alloc(HEADER_BYTES);
  private headerFilled = 0;
  private preambleSeen = false;
  private fatal = false;
  /** Bytes of the frame that are to come, or of a fatal one that still may. */
  private rest = 0;

  constructor(private readonly doom: Doom) {}

  /** Takes the next bytes. @returns how many of them come before the end; -1 when it is not reached */
  pass(bytes: Uint8Array): number {
    let position = 0;
    while (position < bytes.length) {
      if (this.rest > 0) {
        const skipped = Math.min(this.rest, bytes.length - position);
        this.rest -= skipped;
        position += skipped;
      } else {
        const filled = Math.min(HEADER_BYTES - this.headerFilled, bytes.length - position);
        this.header.set(bytes.subarray(position, position + filled), this.headerFilled);
        this.headerFilled += filled;
        position += filled;
        if (this.headerFilled === HEADER_BYTES) this.begin();
      }
      if (this.fatal && this.rest === 0) return position;
    }
    return -1;
  }

  /** A header is complete. */
  private begin(): void {
    this.headerFilled = 0;
    const type = this.preambleSeen ? this.header[0] : 0;
    this.fatal = type === this.doom.frame;
    if (this.preambleSeen) {
      const body = Number(this.header.readBigUInt64LE(8));
      this.rest = this.header.readUInt32LE(4) + Math.min(body, this.fatal ? (this.doom.bodyBytes ?? body) : body);
    }
    this.preambleSeen = true;
  }
}

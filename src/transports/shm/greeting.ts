import { TensorductError } from '../../errors.js';
import type { Descriptor, Native, RingPair, Socket } from '../../memory/native.js';

const MAGIC = 'tensorduct shm';
const VERSION = 1;
/** For what the other end has to say, in ms. */
const GREETING_MS = 5_000;
/** Bytes of one ring at most: the JS thread maps both, and touches every page. */
export const MOST_RING_BYTES = 2 ** 24;

/** Rings of a connection, or why there are none. */
export type Greeted = (error: TensorductError | null, rings: RingPair | null) => void;

/**
 * The first words over a socket, from both ends: who connects sends the rings that it has made, `MAGIC VERSION BYTES` with
 * a descriptor; who listens answers `MAGIC VERSION` when it has mapped them. From then on the socket is the bell.
 */
export class Greeting {
  private readonly timer: NodeJS.Timeout;
  private over = false;

  private constructor(
    private readonly socket: Socket,
    private readonly hear: (words: readonly string[], descriptors: readonly Descriptor[]) => RingPair,
    private readonly callback: Greeted,
    /** What was made for a connection that will not be. */
    private readonly made: RingPair | null,
  ) {
    this.timer = setTimeout(() => {
      this.end(new TensorductError('ERR_TIMEOUT', `the other end has said nothing for ${GREETING_MS} ms`), null);
    }, GREETING_MS).unref();
    socket.poll(false, this.onEvents);
  }

  /** Sends rings to who listens. The callback comes later. */
  static connect(native: Native, socket: Socket, ringBytes: number, callback: Greeted): Greeting {
    const rings = native.RingPair.create(ringBytes, socket);
    socket.send(encode(MAGIC, VERSION, ringBytes), [rings.fd]);
    const hear = (_words: readonly string[], descriptors: readonly Descriptor[]): RingPair => {
      if (descriptors.length > 0) throw new TensorductError('ERR_PROTOCOL', 'the peer answers with a descriptor');
      return rings;
    };
    return new Greeting(socket, hear, callback, rings);
  }

  /** Takes the rings of who connects. The callback comes later. */
  static accept(native: Native, socket: Socket, callback: Greeted): Greeting {
    const hear = ([bytes]: readonly string[], [descriptor]: readonly Descriptor[]): RingPair => {
      const ringBytes = Number(bytes);
      if (descriptor === undefined || !(ringBytes > 0 && ringBytes <= MOST_RING_BYTES)) {
        throw new TensorductError('ERR_PROTOCOL', 'the peer sends no rings');
      }
      const rings = native.RingPair.adopt(descriptor, ringBytes, socket);
      socket.send(encode(MAGIC, VERSION), []);
      return rings;
    };
    return new Greeting(socket, hear, callback, null);
  }

  /** Closes the socket, unless the greeting is over. Nothing more is called back. */
  close(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    this.socket.close();
    this.made?.close();
  }

  private readonly onEvents = (): void => {
    if (this.over) return;
    try {
      const message = this.socket.receive();
      if (message === null) return;
      if (message === undefined) throw new TensorductError('ERR_PEER_LOST', 'the other end has hung up');
      this.end(null, this.understand(message.bytes, message.descriptors));
    } catch (thrown) {
      this.end(TensorductError.from(thrown, 'ERR_SYSTEM', 'rings could not be shared'), null);
    }
  };

  private understand(bytes: Uint8Array, descriptors: readonly Descriptor[]): RingPair {
    try {
      const [magic, version, ...words] = Buffer.from(bytes).toString('latin1').split('\n');
      if (magic !== MAGIC) throw new TensorductError('ERR_PROTOCOL', 'the other end is no tensorduct');
      if (Number(version) !== VERSION) {
        throw new TensorductError('ERR_VERSION_MISMATCH', `the peer speaks version ${version} of shm, we ${VERSION}`);
      }
      return this.hear(words, descriptors);
    } finally {
      for (const descriptor of descriptors) descriptor.close();
    }
  }

  private end(error: TensorductError | null, rings: RingPair | null): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    if (rings === null) this.made?.close();
    this.callback(error, rings);
  }
}

function encode(...words: readonly (string | number)[]): Uint8Array {
  return Buffer.from(words.join('\n'), 'latin1');
}

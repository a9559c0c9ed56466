import { TensorductError } from '../../errors.js';
import { log } from '../../log.js';
import type { Native, Socket } from '../../memory/native.js';
import { isOfUser } from '../../memory/peer-credentials.js';
import { AcceptQueue } from '../accept-queue.js';
import type { Enrolled, Enrollment } from '../enrollment.js';
import type { TransportConnection, TransportListener } from '../transport.js';
import { freshShmAddress, parseShmAddress } from './address.js';
import { ShmConnection } from './connection.js';
import { Greeting } from './greeting.js';

/** Ends at a time that have connected and said nothing yet. */
const MOST_GREETINGS = 256;

/** Listens as {@link TransportContext.listen} says. */
export function listenShm(native: Native, uid: number, address: string, enrollment: Enrollment): ShmListener {
  const materialised = address === '' ? freshShmAddress() : address;
  const name = parseShmAddress(materialised);
  try {
    return new ShmListener(native, uid, materialised, native.Socket.listen(name), enrollment);
  } catch (thrown) {
    const taken = thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE';
    throw taken
      ? new TensorductError('ERR_ADDRESS_IN_USE', 'the name is taken', { backend: 'shm', local: materialised })
      : TensorductError.from(thrown, 'ERR_SYSTEM', 'cannot listen', { backend: 'shm', local: materialised });
  }
}

/** Accepts connections to one name. */
export class ShmListener implements TransportListener, Enrolled {
  readonly gone: Promise<void>;
  private readonly queue = new AcceptQueue();
  /** Who has connected and has not sent its rings yet. */
  private readonly greetings = new Set<Greeting>();
  private markGone = (): void => {};
  private closed = false;

  constructor(
    private readonly native: Native,
    private readonly uid: number,
    readonly address: string,
    private readonly socket: Socket,
    private readonly enrollment: Enrollment,
  ) {
    this.gone = new Promise((resolve) => (this.markGone = resolve));
    socket.poll(false, this.onConnections);
    enrollment.add(this);
  }

  accept(callback: (error: TensorductError | null, connection: TransportConnection | null) => void): void {
    this.queue.accept(callback);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.socket.close();
    for (const greeting of this.greetings) greeting.close();
    this.greetings.clear();
    this.queue.fail(
      new TensorductError('ERR_LISTENER_CLOSED', 'the listener is closed', { backend: 'shm', local: this.address }),
    );
    this.markGone();
  }

  ref(): void {
    if (!this.closed) this.socket.ref();
  }

  unref(): void {
    if (!this.closed) this.socket.unref();
  }

  private readonly onConnections = (): void => {
    try {
      for (let socket = this.next(); socket !== null; socket = this.next()) {
        if (isOfUser(this.uid, socket.credentials) && this.greetings.size < MOST_GREETINGS) this.greet(socket);
        else socket.close();
      }
    } catch (thrown) {
      // Descriptors or memory ran out: the peer waits in the system's queue, or is hung up on.
      log('a connection could not be accepted: %s', thrown instanceof Error ? thrown.message : String(thrown));
    }
  };

  private next(): Socket | null {
    return this.closed ? null : this.socket.accept();
  }

  private greet(socket: Socket): void {
    const greeting = Greeting.accept(this.native, socket, (error, rings) => {
      this.greetings.delete(greeting);
      if (rings === null) {
        socket.close();
        return log('a connection was refused: %s', error?.message);
      }
      const connection = new ShmConnection(socket, rings, { local: this.address, remote: '' });
      this.enrollment.add(connection);
      this.queue.offer(connection);
    });
    this.greetings.add(greeting);
  }
}

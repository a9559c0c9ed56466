import { TensorductError } from '../../errors.js';
import { Next, type Native, type RingPair, type Socket } from '../../memory/native.js';
import { isOfUser } from '../../memory/peer-credentials.js';
import type { Enrollment } from '../enrollment.js';
import { beginTurn, endTurn, soon } from '../../soon.js';
import { QueuedConnection } from '../queued-connection.js';
import { parseShmAddress } from './address.js';
import { Greeting } from './greeting.js';

/** Most messages and their answers fit in; a page of it that is not used costs nothing. */
export const DEFAULT_RING_BYTES = 64 * 1024;

const NOWHERE = new Uint8Array(0);

/** How a connection is opened. */
export interface ShmAttempt {
  readonly native: Native;
  readonly uid: number;
  readonly address: string;
  readonly ringBytes: number;
  readonly signal?: AbortSignal;
}

/** For errors. */
interface Where {
  readonly operation: string;
  readonly backend: string;
  readonly peer: string;
}

/** Connects as {@link TransportContext.connect} says. */
export function connectShm(attempt: ShmAttempt, enrollment: Enrollment): Promise<ShmConnection> {
  const { native, uid, address, ringBytes, signal } = attempt;
  const where = { operation: 'connect', backend: 'shm', peer: address };
  const name = parseShmAddress(address);
  return new Promise((resolve, reject) => {
    const aborted = (): TensorductError =>
      new TensorductError('ERR_ABORTED', 'connecting was aborted', { ...where, cause: signal?.reason });
    if (signal?.aborted === true) throw aborted();
    const socket = open(native, name, where);
    if (!isOfUser(uid, socket.credentials)) {
      socket.close();
      throw new TensorductError('ERR_AUTHENTICATION', 'who listens there belongs to another user', where);
    }
    let settle = (): void => {};
    const gone = new Promise<void>((finished) => (settle = finished));
    const end = (): void => {
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    const giveUp = (error: TensorductError): void => {
      end();
      greeting?.close();
      socket.close();
      reject(error);
    };
    const onAbort = (): void => giveUp(aborted());
    signal?.addEventListener('abort', onAbort, { once: true });
    let greeting: Greeting | null = null;
    try {
      greeting = Greeting.connect(native, socket, ringBytes, (error, rings) => {
        if (rings === null) return giveUp(unanswered(error, where));
        const connection = new ShmConnection(socket, rings, { local: '', remote: address });
        enrollment.add(connection);
        end();
        resolve(connection);
      });
      enrollment.add({ close: () => giveUp(enrollment.closedError('connect')), gone });
    } catch (thrown) {
      giveUp(unanswered(TensorductError.from(thrown, 'ERR_SYSTEM', 'rings could not be shared', where), where));
    }
  });
}

/** What becomes of an attempt: who has hung up, or is silent, may answer the next one. */
function unanswered(error: TensorductError | null, where: Where): TensorductError {
  const lost = error === null || error.code === 'ERR_PEER_LOST' || error.code === 'ERR_TIMEOUT';
  return lost ? new TensorductError('ERR_UNREACHABLE', 'nobody answers', { ...where, cause: error }) : error;
}

function open(native: Native, name: string, where: Where): Socket {
  try {
    return native.Socket.connect(name);
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    throw code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EAGAIN'
      ? new TensorductError('ERR_UNREACHABLE', `nobody answers: ${code}`, { ...where, cause: thrown })
      : TensorductError.from(thrown, 'ERR_SYSTEM', 'cannot connect', where);
  }
}

const settled = Promise.resolve();

/** Connections of this thread that have something to do: where there are several, none of them may spin. */
const awake = new Set<ShmConnection>();

/**
 * Two rings and the socket that wakes. What is written lies in the peer's memory at once, so it reaches a peer that lives,
 * whatever becomes of this end.
 *
 * A turn goes on as long as there is something to do, each piece in a tick of its own, so that what the program does with
 * one message (its promises included) is done before the next is looked for.
 */
export class ShmConnection extends QueuedConnection {
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly peerPid: number;
  protected readonly backend = 'shm';

  /** Buffers that are not in the ring yet; null behind the last one of each write. */
  private readonly outgoing: (Uint8Array | null)[] = [];
  /** Of the first outgoing buffer. */
  private sent = 0;
  private scheduled = false;
  private peerGone = false;

  /** @param socket greeted; owned from now on */
  constructor(
    private readonly socket: Socket,
    private readonly rings: RingPair,
    { local, remote }: { readonly local: string; readonly remote: string },
  ) {
    super();
    this.localAddress = local;
    this.remoteAddress = remote;
    this.peerPid = socket.credentials.pid;
    socket.poll(false, this.onBell);
  }

  ref(): void {
    if (!this.over && !this.peerGone) this.socket.ref();
  }

  unref(): void {
    if (!this.over && !this.peerGone) this.socket.unref();
  }

  protected receive(): void {
    this.wake();
  }

  protected send(buffers: readonly Uint8Array[]): void {
    if (this.peerGone) return;
    const idle = this.outgoing.length === 0;
    for (const buffer of buffers) this.outgoing.push(buffer);
    this.outgoing.push(null);
    if (idle) this.push();
  }

  put(bytes: Uint8Array, from: number, to: number): boolean {
    if (this.over || this.peerGone || !this.writes.idle) return false;
    return this.rings.put(bytes, from, to);
  }

  protected release(): void {
    this.outgoing.length = 0;
    awake.delete(this);
    this.rings.close();
    this.socket.close();
    // The event loop lets go of the socket in its next turn.
    setImmediate(this.markGone);
  }

  // ---- turns ----

  private readonly onBell = (): void => {
    if (this.over) return;
    if (!this.rings.woke(true)) this.endOfPeer();
    this.turn();
  };

  /** There may be something to do, or to wait for. */
  private wake(): void {
    if (this.scheduled || this.over) return;
    this.scheduled = true;
    // Ticks go before promises that are resolved already; a tick from among these comes after all of them.
    void settled.then(this.resumeLater);
  }

  private readonly resumeLater = (): void => process.nextTick(this.resume);

  private readonly resume = (): void => {
    this.scheduled = false;
    if (this.over) return;
    if (!awake.has(this)) this.rings.woke(false);
    this.turn();
  };

  /** What comes of it for the program is done in the same frame, but for promises. */
  private turn(): void {
    if (this.over) return;
    const outermost = beginTurn();
    try {
      this.look();
    } finally {
      endTurn(outermost);
    }
  }

  private look(): void {
    awake.add(this);
    const { peerGone, reads, outgoing } = this;
    const first = reads.first;
    const found = this.rings.next(
      first?.into ?? NOWHERE,
      first?.filled ?? 0,
      outgoing.length > 0,
      awake.size === 1 && !peerGone,
    );
    if (found > 0) {
      reads.landed(found);
      return this.wake();
    }
    switch (found) {
      case Next.Writable:
        this.push();
        return this.wake();
      case Next.Yield:
        awake.delete(this);
        this.scheduled = true;
        setImmediate(this.resume);
        return;
      case Next.Broken:
        return this.fail(new TensorductError('ERR_PROTOCOL', 'the peer has spoiled the rings', { backend: 'shm' }));
      case Next.Asleep:
        awake.delete(this);
        // Nothing is left of what it had written.
        if (peerGone && reads.waiting) reads.end(this.lost());
        return;
    }
  }

  private push(): void {
    for (let first = this.outgoing.at(0); first !== undefined; first = this.outgoing.at(0)) {
      if (first !== null) {
        const written = this.rings.write(first, this.sent);
        if (written < 0) return;
        this.sent += written;
        if (this.sent < first.length) return this.wake();
        this.sent = 0;
      } else {
        // Not inside of the caller's call.
        soon(this.written);
      }
      this.outgoing.shift();
    }
  }

  private readonly written = (): void => this.writes.completed();

  /** The peer has closed, or died. What it has written can still be read. */
  private endOfPeer(): void {
    this.peerGone = true;
    // It would ring for ever.
    this.socket.close();
    this.outgoing.length = 0;
    this.writes.fail(this.lost());
  }

  private lost(): TensorductError {
    return this.peerLost('the peer has closed the connection');
  }
}

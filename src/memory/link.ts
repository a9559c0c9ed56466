import { randomBytes, timingSafeEqual } from 'node:crypto';
import { TensorductError } from '../errors.js';
import { tensorduct } from '../wire/generated/link.js';
import type { LeaseTable, Seen } from './lease-table.js';
import type { Descriptor, Native, ReturnRing, Segment, Socket } from './native.js';
import { PacketSocket, type Enclosure, type PacketHandler } from './packet-socket.js';
import { PeerSegments } from './peer-segments.js';
import type { OwnSegment, Slot } from './slot.js';

const { Packet } = tensorduct.link.v1;

const ID_BYTES = 16;
/** Most leases that are out to one peer. The ring by which they return has as many entries, so a return finds room. */
const RING_CAPACITY = 8192;
/** Entries of a ring that a peer may ask us to map. */
const MOST_RING_CAPACITY = 2 ** 20;
/** For both hellos, in ms. */
const GREETING_MS = 5_000;
/** The share of the arena that is out to one peer at most. */
const SHARE = 1 / 2;

const SPOILED = 'it has spoiled the ring of returns';

/** The context, as its links see it. */
export interface LinkHost {
  readonly native: Native;
  readonly leases: LeaseTable<Link>;
  readonly budgetBytes: number;
  /** 16 random bytes. */
  readonly contextId: Uint8Array;
  /** What a peer that connects must say. */
  readonly key: Uint8Array;
  /** See {@link PeerSegments}. */
  reserveMapped(bytes: number): boolean;
  /** Leases have come back. */
  returned(): void;
  /** The link is over. */
  linkClosed(link: Link, error: TensorductError): void;
}

/** A lease, as its borrower gets it. */
export interface LentSlot {
  readonly id: number;
  readonly segment: number;
  readonly offset: number;
  readonly sequence: number;
}

/**
 * What two contexts on one host share: a socket, by which descriptors travel and whose hang-up means that the other
 * context is gone; and in each direction a ring by which leases return. All pipes between the two use it. It holds no
 * process.
 *
 * Leases belong to the link and not to a pipe: what a peer has borrowed stays valid when the pipe closes. Only its own
 * word, or its death, lets the owner have it back.
 */
export class Link implements PacketHandler {
  /** The peer's context in hex, once the link is established. */
  peer = '';
  /** Resolves once both ends know that they share memory. */
  readonly established: Promise<void>;

  private readonly socket: PacketSocket;
  private readonly nonce = randomBytes(ID_BYTES);
  private readonly greeting: NodeJS.Timeout;
  /** By which the peer gives our leases back. */
  private readonly ring: ReturnRing;
  /** By which we give the peer's back. */
  private peerRing: ReturnRing | null = null;
  private readonly segments: PeerSegments;
  /** Own segments whose descriptor the system has taken. */
  private readonly announced = new Set<OwnSegment>();
  private readonly announcing = new Set<OwnSegment>();
  /** Pipes that use the link; how many leases were given on each, and whether its other end is closed. */
  private readonly pipes = new Map<string, { sequence: number; ended: boolean }>();
  private readonly ids = new Float64Array(256);
  private settleEstablished: { resolve: () => void; reject: (error: TensorductError) => void } | null = null;
  private failure: TensorductError | null = null;

  /**
   * @param socket to a process of our own user
   * @param peerKey what to say to the listening end; null on that end itself, which speaks second
   */
  constructor(
    socket: Socket,
    private readonly host: LinkHost,
    private readonly peerKey: Uint8Array | null,
  ) {
    this.established = new Promise((resolve, reject) => (this.settleEstablished = { resolve, reject }));
    void this.established.catch(() => {});
    this.ring = host.native.ReturnRing.create(RING_CAPACITY, this.nonce);
    this.segments = new PeerSegments(host.native, (bytes) => host.reserveMapped(bytes));
    this.socket = new PacketSocket(socket, this);
    this.greeting = setTimeout(() => {
      this.close(new TensorductError('ERR_TIMEOUT', `a link was not established within ${GREETING_MS} ms`));
    }, GREETING_MS).unref();
    if (peerKey !== null) this.greet(peerKey);
  }

  get isClosed(): boolean {
    return this.failure !== null;
  }

  /** Which end of it this is. */
  get role(): 'connect' | 'listen' {
    return this.peerKey === null ? 'listen' : 'connect';
  }

  // ---- pipes ----

  /** A pipe begins to use the link. */
  open(pipe: string): void {
    this.pipes.set(pipe, { sequence: 0, ended: false });
  }

  /**
   * A pipe is over at this end.
   * @param seen the peer's leases that it has seen: each was given back or will be
   */
  end(pipe: string, seen: Seen): void {
    this.pipes.delete(pipe);
    if (this.failure !== null && this.pipes.size === 0) this.segments.close(this.failure);
    const ended = { pipe: Buffer.from(pipe, 'hex'), seen: seen.upTo, seenBeyond: [...seen.beyond] };
    this.send({ ended });
  }

  // ---- the owner's side ----

  /**
   * Lends a slot that is in use. Null where that cannot be now: then the bytes go another way.
   * @param pipe carries it to the peer
   */
  lend(slot: Slot, pipe: string): LentSlot | null {
    const account = this.pipes.get(pipe);
    if (this.failure !== null || account?.ended !== false) return null;
    if (!this.announce(slot.segment)) return null;
    const { leases, bytes } = this.host.leases.lentTo(this);
    if (leases >= RING_CAPACITY || bytes + slot.segment.slotBytes > this.host.budgetBytes * SHARE) return null;
    const sequence = account.sequence + 1;
    const id = this.host.leases.lend(slot, this, pipe, sequence);
    if (id < 0) return null;
    account.sequence = sequence;
    return { id, segment: slot.segment.index, offset: slot.offset, sequence };
  }

  /** Takes what the peer has given back. */
  drain(): void {
    if (this.failure !== null) return;
    const offence = this.takeReturns();
    if (offence !== null) this.close(violation(offence));
  }

  /** @returns what the peer has done wrong, or null */
  private takeReturns(): string | null {
    let count = this.ring.drain(this.ids);
    let returned = false;
    while (count > 0) {
      for (let index = 0; index < count; index++) {
        if (!this.host.leases.giveBack(this.ids[index], this)) return 'it gives back what it has not borrowed';
      }
      returned = true;
      count = this.ring.drain(this.ids);
    }
    if (count < 0) return SPOILED;
    if (returned) this.host.returned();
    return null;
  }

  /** Has the peer ring when it gives something back. Before, takes what is there already. */
  want(): void {
    while (this.failure === null && this.ring.want()) this.drain();
  }

  /** An own segment was given back to the system. */
  retired(segment: OwnSegment): void {
    this.announcing.delete(segment);
    if (this.announced.delete(segment)) this.send({ retired: { index: segment.index } });
  }

  // ---- the borrower's side ----

  /** Calls back with a segment of the peer's, perhaps within this call: see {@link PeerSegments.get}. */
  segment(index: number, callback: (error: TensorductError | null, segment: Segment | null) => void): void {
    // The peer has sent its descriptor before the message that names it, so it is here, if not yet looked at.
    if (!this.segments.has(index)) this.socket.receive();
    this.segments.get(index, callback);
  }

  /** Gives a lease back: its memory is not read any more. */
  giveBack(id: number): void {
    if (this.failure !== null || this.peerRing === null) return;
    const result = this.peerRing.push(id);
    if (result < 0) this.close(violation(SPOILED));
    else if (result > 0) this.send({ bell: {} });
  }

  // ---- its end ----

  /** Ends the link. What is lent to the peer comes back; what was borrowed has to be detached before. Idempotent. */
  close(error: TensorductError): void {
    this.disconnect(error);
    this.segments.close(error);
  }

  private disconnect(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    // The last returns of a peer that is gone still lie in the ring. What is wrong with them matters no more.
    if (this.peer !== '') this.takeReturns();
    clearTimeout(this.greeting);
    this.socket.close();
    this.host.leases.drop(this);
    this.ring.close();
    this.peerRing?.close();
    this.settleEstablished?.reject(error);
    this.host.linkClosed(this, error);
  }

  // ---- packets ----

  onPacket(bytes: Uint8Array, descriptors: readonly Descriptor[]): void {
    try {
      const { hello, segment, retired, bell, ended } = Packet.decode(bytes);
      const expected = hello || segment ? 1 : 0;
      if (descriptors.length !== expected) throw violation('it sends descriptors that nobody has asked for');
      if (hello) this.onHello(hello, descriptors[0]);
      else if (this.peer === '') throw violation('it speaks before its hello');
      else if (segment) this.segments.announced(segment.index ?? 0, segment.bytes ?? 0, descriptors[0]);
      else if (retired) this.segments.retired(retired.index ?? 0);
      else if (bell) this.drain();
      else if (ended) this.onEnded(ended);
    } catch (thrown) {
      for (const descriptor of descriptors) descriptor.close();
      this.close(TensorductError.from(thrown, 'ERR_PROTOCOL', 'the peer of a link broke the protocol'));
    }
  }

  /** The peer is gone. What its last messages have brought stays readable until their pipes are through with them. */
  onEnd(error: TensorductError): void {
    this.disconnect(error);
    if (this.pipes.size === 0) this.segments.close(error);
  }

  private greet(key: Uint8Array): void {
    const { contextId } = this.host;
    const hello = {
      layout: this.host.native.layoutVersion,
      contextId,
      key,
      ringCapacity: RING_CAPACITY,
      nonce: this.nonce,
    };
    this.send({ hello }, { fd: () => this.ring.fd });
  }

  private onHello(hello: tensorduct.link.v1.Hello.$Properties, descriptor: Descriptor): void {
    const { layout, contextId, key, ringCapacity, nonce } = hello;
    if (this.peer !== '') throw violation('it says hello twice');
    const { layoutVersion } = this.host.native;
    if (layout !== layoutVersion) {
      const what = `the peer's shared memory has layout ${layout}, ours ${layoutVersion}`;
      throw new TensorductError('ERR_VERSION_MISMATCH', what);
    }
    const listening = this.peerKey === null;
    if (listening && !equal(key, this.host.key)) {
      throw new TensorductError('ERR_AUTHENTICATION', 'a stranger has connected to the link');
    }
    if (contextId?.length !== ID_BYTES || !ringCapacity || ringCapacity > MOST_RING_CAPACITY) {
      throw violation('its hello is incomplete');
    }
    const ring = this.host.native.ReturnRing.adopt(descriptor, ringCapacity);
    this.peerRing = ring;
    if (!equal(nonce, ring.nonce)) throw violation('what it shares is not what we see');
    this.peer = Buffer.from(contextId).toString('hex');
    if (listening) this.greet(new Uint8Array(0));
    clearTimeout(this.greeting);
    this.settleEstablished?.resolve();
    this.settleEstablished = null;
  }

  private onEnded({ pipe, seen, seenBeyond }: tensorduct.link.v1.PipeEnded.$Properties): void {
    if (pipe?.length !== ID_BYTES) throw violation('it ends a pipe without a name');
    const name = Buffer.from(pipe).toString('hex');
    // What it gave back before it said so lies in the ring.
    this.drain();
    if (this.failure !== null) return;
    const account = this.pipes.get(name);
    if (account !== undefined) account.ended = true;
    this.host.leases.takeBackUnseen(this, name, { upTo: seen ?? 0, beyond: new Set(seenBeyond) });
    this.host.returned();
  }

  /** @returns whether the peer has, or will have, the segment before what is sent to it now by another way */
  private announce(segment: OwnSegment): boolean {
    if (this.announced.has(segment)) return true;
    if (this.announcing.has(segment)) return false;
    this.announcing.add(segment);
    this.send(
      { segment: { index: segment.index, bytes: segment.bytes } },
      {
        fd: () => (this.announcing.has(segment) ? segment.memory.fd : null),
        sent: () => {
          this.announcing.delete(segment);
          this.announced.add(segment);
        },
      },
    );
    return this.announced.has(segment);
  }

  private send(packet: tensorduct.link.v1.Packet.$Properties, enclosure?: Enclosure): void {
    if (this.failure === null) this.socket.send(Packet.encode(packet).finish(), enclosure);
  }
}

function violation(what: string): TensorductError {
  return new TensorductError('ERR_PROTOCOL', `the peer of a link broke the protocol: ${what}`);
}

function equal(one: Uint8Array | null | undefined, other: Uint8Array): boolean {
  return one?.length === other.length && timingSafeEqual(one, other);
}

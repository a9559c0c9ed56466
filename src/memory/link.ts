import { randomBytes } from 'node:crypto';
import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { tensorduct } from '../wire/generated/link.js';
import { AnnouncedSegments } from './announced-segments.js';
import type { LeaseTable, Seen } from './lease-table.js';
import { LinkClaims, MOST_CLAIMS } from './link-claims.js';
import { isSame, NONCE_BYTES, readHello, violation, writeHello, type Greeter } from './link-hello.js';
import { LinkPipes } from './link-pipes.js';
import { LinkReturns, SPOILED } from './link-returns.js';
import { LinkStreams } from './link-streams.js';
import type { Descriptor, ReturnRing, Segment, Socket } from './native.js';
import { PacketSocket, type Enclosure, type PacketHandler } from './packet-socket.js';
import { PeerSegments } from './peer-segments.js';
import type { OwnSegment, Slot } from './slot.js';

const { Packet } = tensorduct.link.v1;

/** Of a pipe's name. */
const ID_BYTES = 16;
/** For both hellos, in ms. */
const GREETING_MS = 5_000;
/** The share of the arena that is out to one peer at most. */
const SHARE = 1 / 2;

/** The context, as its links see it. */
export interface LinkHost extends Greeter {
  readonly leases: LeaseTable<Link | null>;
  readonly budgetBytes: number;
  /** That are out to one peer at most. */
  readonly leasesPerPeer: number;
  /** See {@link PeerSegments}. */
  reserveMapped(bytes: number): boolean;
  /** Has its links ring, while somebody waits for what is lent. */
  want(): void;
  /** The slot that is out to another context by a lease, or null. */
  lentTo(holder: string, lease: number): Slot | null;
  /** Who has claimed by a ticket of ours has what it wants. @param by the owner; null where that is this context */
  redeem(ticket: number, by: Link | null): void;
  /** The same, of another context's ticket. */
  redeemAt(holder: string, ticket: number): void;
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
  /** What the peer's context is called; for people. */
  peerName = '';
  /** How others link with the peer: to be passed on with what it has lent. */
  peerAddress = '';
  /** Leases that this end asks for because somebody has forwarded what the peer had lent. */
  readonly claims = new LinkClaims(
    (claim) => this.send({ claim }),
    (id) => this.giveBack(id),
  );
  /** Resolves once both ends know that they share memory. */
  readonly established: Promise<void>;

  private readonly socket: PacketSocket;
  private readonly nonce = randomBytes(NONCE_BYTES);
  private readonly greeting: NodeJS.Timeout;
  /** By which the peer gives our leases back. */
  private readonly returns: LinkReturns;
  /** By which we give the peer's back. */
  private peerRing: ReturnRing | null = null;
  private readonly segments: PeerSegments;
  /** The way of bytes that lie in ordinary memory at both ends. */
  readonly streams: LinkStreams;
  private readonly announced = new AnnouncedSegments((packet, enclosure) => this.send(packet, enclosure));
  private readonly pipes = new LinkPipes();
  /** Reads of the peer's memory that no pipe of the link accounts for. */
  private holds = 0;
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
    this.returns = new LinkReturns(host.native, host.leasesPerPeer, this.nonce, {
      giveBack: (id) => host.leases.giveBack(id, this),
      returned: () => host.want(),
    });
    this.segments = new PeerSegments(host.native, (bytes) => host.reserveMapped(bytes));
    this.socket = new PacketSocket(socket, this);
    this.streams = new LinkStreams(
      host.native,
      (enclosure) => this.send({ chunkRing: {} }, enclosure),
      () => this.socket.receive(),
    );
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
    this.pipes.open(pipe);
  }

  /**
   * A pipe is over at this end, or will never begin.
   * @param seen the peer's leases that it has seen: each was given back or will be
   */
  end(pipe: string, seen: Seen): void {
    this.pipes.close(pipe);
    this.unmapIfUnused();
    const ended = { pipe: Buffer.from(pipe, 'hex'), seen: seen.upTo, seenBeyond: [...seen.beyond] };
    this.send({ ended });
    faultPoint('pipe-end-told');
  }

  // ---- the owner's side ----

  /**
   * Lends a slot that is in use. Null where that cannot be now: then the bytes go another way.
   * @param pipe carries it to the peer
   */
  lend(slot: Slot, pipe: string): LentSlot | null {
    const account = this.pipes.account(pipe);
    if (this.failure !== null || account === null) return null;
    if (!this.announced.announce(slot.segment)) return null;
    const sequence = account.sequence + 1;
    const id = this.enter(slot, pipe, sequence);
    if (id < 0) return null;
    account.sequence = sequence;
    faultPoint('slot-lent');
    return { id, segment: slot.segment.index, offset: slot.offset, sequence };
  }

  /** Enters a lease into the table. @returns its id, or -1 where no more can be lent to this peer now */
  private enter(slot: Slot, pipe: string, sequence: number): number {
    const { leases, bytes, inPlaceBytes } = this.host.leases.lentTo(this);
    if (leases >= this.host.leasesPerPeer) return -1;
    // What is shared in place stays out as long as the job lasts: it is no matter of shares.
    const share = bytes - inPlaceBytes + slot.segment.slotBytes;
    if (!slot.inPlace && share > this.host.budgetBytes * SHARE) return -1;
    return this.host.leases.lend(slot, this, pipe, sequence);
  }

  /** Takes what the peer has given back. */
  drain(): void {
    if (this.failure !== null) return;
    const offence = this.returns.take();
    if (offence !== null) this.close(violation(offence));
  }

  /** Has the peer ring when it gives something back. Before, takes what is there already. */
  want(): void {
    while (this.failure === null && this.returns.want()) this.drain();
    faultPoint('bell-wanted');
  }

  /** An own segment was given back to the system. */
  retired(segment: OwnSegment): void {
    this.announced.retired(segment);
  }

  // ---- the borrower's side ----

  /** Calls back with a segment of the peer's, perhaps within this call: see {@link PeerSegments.get}. */
  segment(index: number, callback: (error: TensorductError | null, segment: Segment | null) => void): void {
    // The peer has sent its descriptor before the message that names it, so it is here, if not yet looked at.
    if (!this.segments.has(index)) this.socket.receive();
    if (this.failure !== null && !this.segments.has(index)) callback(this.failure, null);
    else this.segments.get(index, callback);
  }

  /** Gives a lease back: its memory is not read any more. */
  giveBack(id: number): void {
    if (this.failure !== null || this.peerRing === null) return;
    const result = this.peerRing.push(id);
    if (result < 0) return this.close(violation(SPOILED));
    faultPoint('return-pushed');
    if (result === 0) return;
    this.send({ bell: {} });
    faultPoint('bell-rung');
  }

  /** A ticket of the peer's was used: see {@link LinkHost.redeem}. */
  redeemed(ticket: number): void {
    this.send({ redeemed: { ticket } });
  }

  /** Keeps the peer's memory mapped until {@link letGo}, also when the peer is gone. */
  hold(): void {
    this.holds++;
  }

  letGo(): void {
    this.holds--;
    this.unmapIfUnused();
  }

  // ---- its end ----

  /** Ends the link. What is lent to the peer comes back; what was borrowed has to be detached before. Idempotent. */
  close(error: TensorductError): void {
    this.disconnect(error);
    this.streams.close();
    this.segments.close(error);
  }

  private disconnect(error: TensorductError): void {
    if (this.failure !== null) return;
    this.failure = error;
    // The last returns of a peer that is gone still lie in the ring. What is wrong with them matters no more.
    if (this.peer !== '') this.returns.take();
    clearTimeout(this.greeting);
    faultPoint('link-closing');
    this.socket.close();
    faultPoint('link-hung-up');
    this.host.leases.drop(this);
    this.returns.close();
    this.peerRing?.close();
    this.streams.end();
    this.settleEstablished?.reject(error);
    this.claims.close();
    this.host.linkClosed(this, error);
  }

  private unmapIfUnused(): void {
    if (this.failure === null) return;
    if (this.pipes.size === 0) this.streams.close();
    if (this.pipes.size + this.holds === 0) this.segments.close(this.failure);
  }

  // ---- packets ----

  onPacket(bytes: Uint8Array, descriptors: readonly Descriptor[]): void {
    try {
      const { hello, segment, retired, bell, ended, claim, claimAnswer, chunkRing, redeemed } = Packet.decode(bytes);
      const expected = chunkRing ? 2 : hello || segment ? 1 : 0;
      if (descriptors.length !== expected) throw violation('it sends descriptors that nobody has asked for');
      if (hello) this.onHello(hello, descriptors[0]);
      else if (this.peer === '') throw violation('it speaks before its hello');
      else if (segment) this.segments.announced(segment.index ?? 0, segment.bytes ?? 0, descriptors[0]);
      else if (retired) this.segments.retired(retired.index ?? 0);
      else if (bell) this.onBell();
      else if (ended) this.onEnded(ended);
      else if (chunkRing) this.streams.announced(descriptors[0], descriptors[1]);
      else if (claim) this.onClaim(claim);
      else if (claimAnswer) this.claims.answered(claimAnswer);
      else if (redeemed) this.host.redeem(redeemed.ticket ?? 0, this);
    } catch (thrown) {
      for (const descriptor of descriptors) descriptor.close();
      this.close(TensorductError.from(thrown, 'ERR_PROTOCOL', 'the peer of a link broke the protocol'));
    }
  }

  /** The peer is gone. What its last messages have brought stays readable until their pipes are through with them. */
  onEnd(error: TensorductError): void {
    this.disconnect(error);
    this.unmapIfUnused();
  }

  private greet(key: Uint8Array): void {
    const hello = writeHello(this.host, this.host.leasesPerPeer, this.nonce, key);
    faultPoint('link-hello-sending');
    this.send({ hello }, { fds: () => [this.returns.fd] });
    faultPoint('link-hello-sent');
  }

  private onHello(hello: tensorduct.link.v1.Hello.$Properties, descriptor: Descriptor): void {
    if (this.peer !== '') throw violation('it says hello twice');
    const listening = this.peerKey === null;
    const peer = readHello(this.host, hello, listening);
    this.peerRing = this.host.native.ReturnRing.adopt(descriptor, peer.ringCapacity);
    faultPoint('link-hello-received');
    if (!isSame(peer.nonce, this.peerRing.nonce)) throw violation('what it shares is not what we see');
    this.peer = peer.contextId;
    this.peerAddress = peer.address;
    this.peerName = peer.name;
    if (listening) this.greet(new Uint8Array(0));
    clearTimeout(this.greeting);
    this.settleEstablished?.resolve();
    this.settleEstablished = null;
    // Somebody may be waiting for what will be lent to this peer as well.
    this.host.want();
    faultPoint('link-established');
  }

  /**
   * Who rings has taken our wish away. What it rings for may have been taken before: so the wish is renewed also where
   * nothing is found.
   */
  private onBell(): void {
    this.drain();
    this.host.want();
  }

  private onEnded({ pipe, seen, seenBeyond }: tensorduct.link.v1.PipeEnded.$Properties): void {
    if (pipe?.length !== ID_BYTES) throw violation('it ends a pipe without a name');
    const name = Buffer.from(pipe).toString('hex');
    faultPoint('pipe-end-heard');
    // What it gave back before it said so lies in the ring.
    this.drain();
    if (this.failure !== null) return;
    this.pipes.ended(name);
    this.host.leases.takeBackUnseen(this, name, { upTo: seen ?? 0, beyond: new Set(seenBeyond) });
    this.host.want();
  }

  /** The peer was forwarded memory of ours. */
  private onClaim({ number, holder: held, lease, ticket }: tensorduct.link.v1.Claim.$Properties): void {
    if (this.socket.waiting > 2 * MOST_CLAIMS) throw violation('it claims leases and does not read the answers');
    const holder = Buffer.from(held ?? []).toString('hex');
    const slot = this.host.lentTo(holder, lease ?? 0);
    // The answer goes the same way as the segment, behind it; so no pipe has to account for the lease.
    const id = slot === null || !this.announced.announceLater(slot.segment) ? -1 : this.enter(slot, '', 0);
    if (slot === null || id < 0) return this.send({ claimAnswer: { number, exhausted: slot !== null } });
    this.send({ claimAnswer: { number, granted: true, id, segment: slot.segment.index } });
    if (ticket) this.host.redeemAt(holder, ticket);
  }

  private send(packet: tensorduct.link.v1.Packet.$Properties, enclosure?: Enclosure): void {
    if (this.failure === null) this.socket.send(Packet.encode(packet).finish(), enclosure);
  }
}

import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { log } from '../log.js';
import { Arena, type ArenaOptions, type ArenaStatistics, type TakeOptions } from './arena.js';
import { Attachments } from './attachments.js';
import { Borrowings } from './borrowings.js';
import { defaultMappedBudget } from './budget.js';
import { Claims } from './claims.js';
import { ExposedSlots } from './exposed-slots.js';
import type { HostIdentity } from './host-identity.js';
import { LeaseTable } from './lease-table.js';
import { formatLinkAddress, parseLinkAddress, type LinkAddress } from './link-address.js';
import { LEASES_PER_PEER } from './link-returns.js';
import { Link, type LinkHost } from './link.js';
import type { Native, Socket } from './native.js';
import { isOfUser } from './peer-credentials.js';
import type { OwnSegment, Slot } from './slot.js';
import { Tickets } from './tickets.js';

/** How much shared memory a context takes. */
export interface SharedMemoryOptions extends ArenaOptions {
  /** Memory of peers that is mapped at most, in bytes. What goes beyond arrives by copying. @default half of memory */
  readonly mappedBudgetBytes?: number;
  /** Leases that one peer has at most, up to 2^20: each takes 8 bytes for its way back. @default 8192 */
  readonly leasesPerPeer?: number;
}

/** Which end of a link a context is: two contexts may have two, one begun by each. */
export type LinkRole = 'connect' | 'listen';

/** The share of the budget in use from which offers ask to be copied out. */
const LOW = 3 / 4;

/** Whether JavaScript may have views of shared memory here. */
export function lendsViews(native: Native): boolean {
  return native.lendsViews && process.env.TENSORDUCT_NO_EXTERNAL_BUFFERS !== '1';
}

/** Links at a time whose other end has not said hello. */
const MOST_GREETINGS = 256;
/** Before the next attempt while the peer's queue of links is full, in ms. */
const RETRY_MS = 5;
/** For how long it is tried again, in ms: a peer that accepts nothing may be stopped. */
const RETRY_FOR_MS = 2_000;

/** What is out between this context and one of its peers. */
export interface PeerStatistics {
  /** The name of its context. */
  readonly name: string;
  /** Leases of our memory that it has. */
  readonly leases: number;
  /** What their slots measure together; a slot that is lent twice counts twice. */
  readonly bytes: number;
  /** Tensors of its memory that we have borrowed. */
  readonly borrowed: number;
}

/** What the shared memory of a context holds and has done, in numbers and bytes. */
export interface SharedMemoryStatistics extends ArenaStatistics {
  /** Memory of peers that is mapped at most. */
  readonly mappedBudgetBytes: number;
  /** Memory of peers that is mapped. */
  readonly mappedBytes: number;
  /** Contexts that memory is shared with; one that each end has opened a pipe to counts twice. */
  readonly links: number;
  /** Leases that are out in all. */
  readonly leases: number;
  /** Slots that programs have views of: tensors born there, and those that were sent back. */
  readonly exposed: number;
  /** Transfers that found no slot, and went by the fallback. */
  readonly fallbacks: number;
  /** Transfers of borrowed memory that reached their third context without a copy. */
  readonly forwarded: number;
  /** By link. */
  readonly peers: readonly PeerStatistics[];
}

/**
 * The shared memory of one context: its arena, whom it lends to, and what it has borrowed. Made when it is first needed
 * and gone with the context. Holds no process.
 */
export class SharedMemory implements LinkHost {
  readonly arena: Arena;
  readonly leases: LeaseTable<Link | null>;
  readonly borrowings: Borrowings;
  /** What JavaScript has views of. */
  readonly exposed: ExposedSlots;
  readonly claims: Claims;
  readonly attachments: Attachments;
  /** Blocks on their way to others by means that are not ours. */
  readonly tickets = new Tickets();
  readonly leasesPerPeer: number;
  readonly contextId = randomBytes(16);
  readonly key = randomBytes(16);
  /** Whether JavaScript may have views of shared memory here. If not, bytes are copied in and out. */
  readonly lendsViews: boolean;
  private readonly uid: number;
  /** Where other contexts of this host find us. */
  readonly address: LinkAddress;

  private readonly socket: Socket;
  /** Established links by role and peer, and those that are being established. */
  private readonly links = new Set<Link>();
  private readonly connecting = new Map<string, Promise<Link>>();
  private mappedBytes = 0;
  /** See {@link SharedMemoryStatistics}. */
  fallbacks = 0;
  forwarded = 0;
  private readonly mappedBudgetBytes: number;
  private closed: TensorductError | null = null;

  /** @throws TensorductError `ERR_SYSTEM` when the system gives no socket */
  constructor(
    readonly native: Native,
    identity: HostIdentity,
    options: SharedMemoryOptions = {},
    /** Of the context, for people. */
    readonly name = '',
  ) {
    this.uid = identity.uid;
    this.lendsViews = lendsViews(native);
    const retired = (segment: OwnSegment): void => this.retired(segment);
    this.arena = new Arena(native, options, retired, () => this.holders());
    this.leases = new LeaseTable(this.arena);
    this.borrowings = new Borrowings(native);
    this.exposed = new ExposedSlots(this);
    this.claims = new Claims(this);
    this.attachments = new Attachments(this);
    this.leasesPerPeer = options.leasesPerPeer ?? LEASES_PER_PEER;
    this.mappedBudgetBytes = options.mappedBudgetBytes ?? defaultMappedBudget();
    const socket = `tensorduct.${randomBytes(16).toString('hex')}`;
    this.address = {
      ...identity,
      contextId: this.contextId.toString('hex'),
      socket,
      key: this.key.toString('hex'),
    };
    try {
      this.socket = native.Socket.listen(socket);
    } catch (thrown) {
      throw TensorductError.from(thrown, 'ERR_SYSTEM', 'there is no socket for links');
    }
    this.socket.poll(false, this.accept);
    this.socket.unref();
  }

  get budgetBytes(): number {
    return this.arena.budgetBytes;
  }

  // ---- links ----

  /** What a peer must know to link with this context. */
  descriptor(): string {
    return formatLinkAddress(this.address);
  }

  /**
   * The link that this context has begun with another, made if need be.
   * @throws TensorductError (rejection) where the two do not really share memory, or the signal ends it
   */
  async connect(descriptor: string, signal: AbortSignal): Promise<Link> {
    const address = parseLinkAddress(descriptor);
    if (address === null) throw new TensorductError('ERR_PROTOCOL', 'the peer has an address that cannot be');
    const link = this.find(address.contextId, 'connect');
    if (link !== null) return link;
    let attempt = this.connecting.get(address.contextId);
    if (attempt === undefined) {
      attempt = this.dial(address).finally(() => this.connecting.delete(address.contextId));
      void attempt.catch(() => {});
      this.connecting.set(address.contextId, attempt);
    }
    return Promise.race([attempt, aborted(signal)]);
  }

  /** The established link with a context, or null. */
  find(contextId: string, role: LinkRole): Link | null {
    for (const link of this.links) {
      if (link.peer === contextId && link.role === role) return link;
    }
    return null;
  }

  /** Every link, established or about to be. */
  get openLinks(): readonly Link[] {
    return [...this.links];
  }

  // ---- memory ----

  /** A slot at once, or null: see {@link Arena.tryTake}. What peers have given back is taken first, if that helps. */
  tryTake(bytes: number): Slot | null {
    const slot = this.arena.takeFree(bytes);
    if (slot !== null) return slot;
    this.drain();
    return this.arena.tryTake(bytes);
  }

  /** A slot, when there is one: see {@link Arena.take}. */
  async take(bytes: number, options?: TakeOptions): Promise<Slot> {
    const slot = this.tryTake(bytes);
    if (slot !== null) return slot;
    const taken = this.arena.take(bytes, options);
    this.want();
    return taken;
  }

  statistics(): SharedMemoryStatistics {
    this.drain();
    const { mappedBudgetBytes, mappedBytes, fallbacks, forwarded } = this;
    const peers = this.openLinks.map((link): PeerStatistics => {
      const { leases, bytes } = this.leases.lentTo(link);
      return { name: link.peerName, leases, bytes, borrowed: this.borrowings.countFrom(link) };
    });
    const leases = peers.reduce((sum, peer) => sum + peer.leases, 0);
    const { size: exposed } = this.exposed;
    const own = { mappedBudgetBytes, mappedBytes, links: peers.length, leases, exposed, fallbacks, forwarded, peers };
    return { ...this.arena.statistics(), ...own };
  }

  /** Detaches what was borrowed, and ends every link. What is lent stays readable where it is mapped. Idempotent. */
  close(): void {
    if (this.closed !== null) return;
    this.closed = new TensorductError('ERR_CONTEXT_CLOSED', 'the context was closed');
    this.socket.close();
    faultPoint('memory-closing');
    this.tickets.close();
    this.borrowings.detachAll();
    faultPoint('views-detached');
    for (const link of [...this.links]) link.close(this.closed);
    this.arena.close();
    faultPoint('arena-closed');
  }

  /** Whether what is lent should come back soon. */
  get runsLow(): boolean {
    return this.arena.inUse > this.budgetBytes * LOW;
  }

  /** Takes what peers have given back. */
  drain(): void {
    for (const link of this.openLinks) link.drain();
  }

  /** While somebody waits for memory, every peer rings when it gives something back. */
  want(): void {
    if (!this.arena.hasWaiters && this.exposed.settling === 0) return;
    for (const link of this.openLinks) link.want();
  }

  // ---- for the links ----

  reserveMapped(bytes: number): boolean {
    if (bytes > 0 && this.mappedBytes + bytes > this.mappedBudgetBytes) return false;
    this.mappedBytes += bytes;
    return true;
  }

  lentTo(holder: string, lease: number): Slot | null {
    return this.claims.slotOf(holder, lease);
  }

  redeem(ticket: number, by: Link | null): void {
    this.tickets.redeem(ticket, by);
  }

  redeemAt(holder: string, ticket: number): void {
    if (holder === this.address.contextId) return this.redeem(ticket, null);
    this.openLinks.find(({ peer }) => peer === holder)?.redeemed(ticket);
  }

  linkClosed(link: Link): void {
    this.links.delete(link);
  }

  private async dial(address: LinkAddress): Promise<Link> {
    for (const start = performance.now(); ;) {
      if (this.closed !== null) throw this.closed;
      try {
        const socket = this.native.Socket.connect(address.socket);
        faultPoint('link-connected');
        if (!this.isOwn(socket)) {
          socket.close();
          throw new TensorductError('ERR_AUTHENTICATION', 'the other end of a link belongs to another user');
        }
        const link = new Link(socket, this, Buffer.from(address.key, 'hex'));
        this.links.add(link);
        await link.established;
        if (link.peer === address.contextId) return link;
        const error = new TensorductError('ERR_AUTHENTICATION', 'another context answers at the address of a link');
        link.close(error);
        throw error;
      } catch (thrown) {
        const isBusy = thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN';
        if (!isBusy || performance.now() - start > RETRY_FOR_MS) {
          throw TensorductError.from(thrown, 'ERR_UNREACHABLE', 'no link could be made');
        }
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }

  private isOwn(socket: Socket): boolean {
    return isOfUser(this.uid, socket.credentials);
  }

  private readonly accept = (): void => {
    try {
      for (let socket = this.nextSocket(); socket !== null; socket = this.nextSocket()) this.greet(socket);
    } catch (thrown) {
      // Descriptors or memory ran out: the peer sees the end of its socket, and its pipe takes another channel.
      log('a link could not be accepted: %s', thrown instanceof Error ? thrown.message : String(thrown));
    }
  };

  private greet(socket: Socket): void {
    faultPoint('link-accepted');
    const greeting = this.openLinks.filter(({ peer }) => peer === '').length;
    if (!this.isOwn(socket) || greeting >= MOST_GREETINGS) return socket.close();
    try {
      this.links.add(new Link(socket, this, null));
    } catch (thrown) {
      socket.close();
      throw thrown;
    }
  }

  private nextSocket(): Socket | null {
    return this.closed === null ? this.socket.accept() : null;
  }

  /** Who has what, for whoever waits in vain. */
  private holders(): string {
    const { peers, exposed } = this.statistics();
    const lent = peers.filter(({ leases }) => leases > 0);
    const parts = lent.map(({ name, leases, bytes }) => `"${name}" has borrowed ${leases} with ${bytes} bytes`);
    if (exposed > 0) parts.push(`this program has ${exposed} allocated`);
    return parts.join(', ');
  }

  private retired(segment: OwnSegment): void {
    for (const link of this.links) link.retired(segment);
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => reject(TensorductError.from(signal.reason, 'ERR_ABORTED', 'linking was given up'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { TensorductError } from '../errors.js';
import { log } from '../log.js';
import { watch, type OperationOptions } from '../operations.js';
import { Arena, type ArenaOptions, type ArenaStatistics } from './arena.js';
import { Borrowings } from './borrowings.js';
import { defaultMappedBudget } from './budget.js';
import { hostIdentity, type HostIdentity } from './host-identity.js';
import { LeaseTable } from './lease-table.js';
import { formatLinkAddress, parseLinkAddress, type LinkAddress } from './link-address.js';
import { Link, type LinkHost } from './link.js';
import { loadNative, type Native, type Socket } from './native.js';
import type { OwnSegment, Slot } from './slot.js';

/** How much shared memory a context takes. */
export interface SharedMemoryOptions extends ArenaOptions {
  /** Memory of peers that is mapped at most, in bytes. What goes beyond arrives by copying. @default half of memory */
  readonly mappedBudgetBytes?: number;
}

/** Which end of a link a context is: two contexts may have two, one begun by each. */
export type LinkRole = 'connect' | 'listen';

/** Whether shared memory can work in this process. */
export type Sharing =
  | { readonly ok: true; readonly native: Native; readonly identity: HostIdentity }
  | { readonly ok: false; readonly reason: string; readonly hint: string };

let sharing: Sharing | undefined;

/** Finds out, once in each thread, whether memory can be shared with other processes from here. */
export function canShare(): Sharing {
  return (sharing ??= findOut());
}

function findOut(): Sharing {
  const loaded = loadNative();
  if (!loaded.ok) return loaded;
  const identity = hostIdentity();
  return 'reason' in identity ? { ok: false, ...identity } : { ok: true, native: loaded.native, identity };
}

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

/** Shared memory of one's own, as JavaScript has it. */
export interface ExposedSlot {
  readonly buffer: ArrayBuffer;
  /** Empties every view. The memory is free once its readers have let go, too. Idempotent. */
  release(): void;
  /** Resolves when no reader holds it. @throws TensorductError `ERR_RELEASED`, `ERR_TIMEOUT`, `ERR_ABORTED` */
  settled(options: OperationOptions): Promise<void>;
}

/**
 * The shared memory of one context: its arena, whom it lends to, and what it has borrowed. Made when it is first needed
 * and gone with the context. Holds no process.
 */
export class SharedMemory implements LinkHost {
  readonly arena: Arena;
  readonly leases: LeaseTable<Link>;
  readonly borrowings = new Borrowings();
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
  private readonly exposed = new WeakMap<ArrayBufferLike, Slot>();
  private readonly collected = new FinalizationRegistry<Slot>((slot) => this.arena.release(slot));
  /** Who waits for readers to let go. */
  private settling = 0;
  private mappedBytes = 0;
  private readonly mappedBudgetBytes: number;
  private closed: TensorductError | null = null;

  /** @throws TensorductError `ERR_SYSTEM` when the system gives no socket */
  constructor(
    readonly native: Native,
    identity: HostIdentity,
    options: SharedMemoryOptions = {},
  ) {
    this.uid = identity.uid;
    this.lendsViews = lendsViews(native);
    this.arena = new Arena(native, options, (segment) => this.retired(segment));
    this.leases = new LeaseTable(this.arena);
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
    for (const link of [...this.links]) link.drain();
    return this.arena.tryTake(bytes);
  }

  /** A slot, when there is one: see {@link Arena.take}. */
  async take(bytes: number, options?: OperationOptions): Promise<Slot> {
    const slot = this.tryTake(bytes);
    if (slot !== null) return slot;
    const taken = this.arena.take(bytes, options);
    this.want();
    return taken;
  }

  statistics(): ArenaStatistics & { readonly links: number; readonly leases: number; readonly mappedBytes: number } {
    let leases = 0;
    for (const link of this.links) leases += this.leases.lentTo(link).leases;
    return { ...this.arena.statistics(), links: this.links.size, leases, mappedBytes: this.mappedBytes };
  }

  /** Detaches what was borrowed, and ends every link. What is lent stays readable where it is mapped. Idempotent. */
  close(): void {
    if (this.closed !== null) return;
    this.closed = new TensorductError('ERR_CONTEXT_CLOSED', 'the context was closed');
    this.socket.close();
    this.borrowings.detachAll();
    for (const link of [...this.links]) link.close(this.closed);
    this.arena.close();
  }

  /** Whether what is lent should come back soon. */
  get runsLow(): boolean {
    return this.arena.inUse > this.budgetBytes * LOW;
  }

  /** Memory of one's own over the first bytes of a slot, whose use passes over to it. Gone when it is let go, or collected. */
  expose(slot: Slot, length: number): ExposedSlot {
    const buffer = slot.view(length);
    this.exposed.set(buffer, slot);
    this.collected.register(buffer, slot, slot);
    return {
      buffer,
      release: () => {
        if (!this.exposed.delete(buffer)) return;
        this.collected.unregister(slot);
        this.native.Segment.detach(buffer);
        this.arena.release(slot);
      },
      settled: (options) => {
        if (this.exposed.has(buffer)) return this.settled(slot, options);
        throw new TensorductError('ERR_RELEASED', 'the tensor was released', { operation: 'settled' });
      },
    };
  }

  /** Resolves when only the owner uses a slot. */
  private settled(slot: Slot, options: OperationOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      for (const link of [...this.links]) link.drain();
      if (slot.uses <= 1) return resolve();
      let unwatch = (): void => {};
      const end = (): void => {
        unwatch();
        slot.settling.delete(settled);
        this.settling--;
      };
      const settled = (): void => {
        end();
        resolve();
      };
      slot.settling.add(settled);
      this.settling++;
      unwatch = watch(options, 'settled', (error) => {
        end();
        reject(error);
      });
      this.want();
    });
  }

  /** The slot that a buffer of {@link expose} stands over, or null. */
  slotOf(buffer: ArrayBufferLike): Slot | null {
    return this.exposed.get(buffer) ?? null;
  }

  // ---- for the links ----

  reserveMapped(bytes: number): boolean {
    if (bytes > 0 && this.mappedBytes + bytes > this.mappedBudgetBytes) return false;
    this.mappedBytes += bytes;
    return true;
  }

  returned(): void {
    this.want();
  }

  linkClosed(link: Link): void {
    this.links.delete(link);
  }

  private async dial(address: LinkAddress): Promise<Link> {
    for (const start = performance.now(); ;) {
      if (this.closed !== null) throw this.closed;
      try {
        const socket = this.native.Socket.connect(address.socket);
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

  /** Whether the other end of a socket is a process of our user. One of another namespace has no pid here. */
  private isOwn(socket: Socket): boolean {
    const { uid, pid } = socket.credentials;
    return uid === this.uid && pid !== 0;
  }

  private readonly accept = (): void => {
    try {
      for (let socket = this.nextSocket(); socket !== null; socket = this.nextSocket()) {
        const greeting = this.openLinks.filter(({ peer }) => peer === '').length;
        if (this.isOwn(socket) && greeting < MOST_GREETINGS) this.links.add(new Link(socket, this, null));
        else socket.close();
      }
    } catch (thrown) {
      // Descriptors or memory ran out: the peer sees the end of its socket, and its pipe takes another channel.
      log('a link could not be accepted: %s', thrown instanceof Error ? thrown.message : String(thrown));
    }
  };

  private nextSocket(): Socket | null {
    return this.closed === null ? this.socket.accept() : null;
  }

  /** While somebody waits for memory, every peer rings when it gives something back. */
  private want(): void {
    if (!this.arena.hasWaiters && this.settling === 0) return;
    for (const link of [...this.links]) link.want();
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

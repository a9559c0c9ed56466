import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { watch, type OperationOptions } from '../operations.js';
import { defaultBudget, isSpare } from './budget.js';
import type { Native } from './native.js';
import { segmentBytes, slotBytes } from './size-class.js';
import { Slot, type OwnSegment } from './slot.js';
import { closeSegment } from './views.js';

/** How much an arena may take. */
export interface ArenaOptions {
  /** Shared memory that the arena takes at most. @default the least of 1/8 of memory and 1/4 of what the cgroup has left */
  readonly budgetBytes?: number;
}

/** How to wait for a slot. */
export interface TakeOptions extends OperationOptions {
  /** Whether to wait for what others hold. If not, only for memory that the system is still to give. @default true */
  readonly wait?: boolean;
}

/** What an arena has done and holds, in bytes and numbers. */
export interface ArenaStatistics {
  /** What it takes at most. */
  readonly budgetBytes: number;
  /** Shared memory that it has reserved. */
  readonly reservedBytes: number;
  /** Of it, what is in use. */
  readonly usedBytes: number;
  /** Pieces in which it was reserved. */
  readonly segments: number;
  /** Pieces of segments, each for one tensor. */
  readonly slots: number;
  /** Of them, those in use: lent, or its owner's. */
  readonly usedSlots: number;
  /** Allocations that had to wait. */
  readonly waits: number;
  /** Times that there was no free slot at once. */
  readonly shortages: number;
  /** Reservations that the system refused. */
  readonly refusals: number;
}

interface Waiter {
  readonly size: number;
  /** Whether it waits for what others hold. */
  readonly patient: boolean;
  readonly grant: (slot: Slot) => void;
  readonly fail: (error: TensorductError) => void;
}

/**
 * The shared memory of one context, in slots. Only its owner allocates, so there is no lock that a dead process could
 * hold. A slot is in use while `uses` is above 0: leases and the owner's own uses count alike. It is reused last in,
 * first out: a warm page copies ten times as fast as a fresh one.
 *
 * It grows off the JS thread, within a budget, and never waits for a peer. Everything is on one thread.
 */
export class Arena {
  readonly budgetBytes: number;
  /** By index; those that were given back to the system are gone. */
  readonly segments = new Map<number, OwnSegment>();

  private readonly free = new Map<number, Slot[]>();
  /** Sizes of slots for which a segment is being reserved. */
  private readonly growing = new Set<number>();
  private readonly waiters = new Set<Waiter>();
  private nextIndex = 0;
  private reservedBytes = 0;
  private usedBytes = 0;
  private slots = 0;
  private usedSlots = 0;
  private waits = 0;
  private shortages = 0;
  private refusals = 0;
  private closed: TensorductError | null = null;

  /**
   * @param onRetired a segment was given back to the system: none of its slots was in use
   * @param holders says in words who holds its slots; '' where nobody is known
   */
  constructor(
    private readonly native: Native,
    options: ArenaOptions = {},
    private readonly onRetired: (segment: OwnSegment) => void = () => {},
    private readonly holders: () => string = () => '',
  ) {
    this.budgetBytes = options.budgetBytes ?? defaultBudget();
  }

  /**
   * A slot for so many bytes, with one use that is the caller's, or null when none is free at once; then more memory is
   * on its way, if the budget allows.
   */
  tryTake(bytes: number): Slot | null {
    const slot = this.takeFree(bytes);
    if (slot !== null || this.closed !== null) return slot;
    this.shortages++;
    this.grow(slotBytes(bytes));
    return null;
  }

  /** As {@link tryTake}, but never asks the system for more. */
  takeFree(bytes: number): Slot | null {
    const slot = this.closed === null ? this.free.get(slotBytes(bytes))?.pop() : undefined;
    return slot === undefined ? null : this.use(slot);
  }

  /**
   * As {@link tryTake}, but waits for a slot.
   * @throws TensorductError (rejection) `ERR_OUT_OF_MEMORY` when it can never be had, the system refuses, or it is in use
   *   by others and is not to be waited for;
   *   `ERR_TIMEOUT`, `ERR_ABORTED`, `ERR_CONTEXT_CLOSED`
   */
  take(bytes: number, options: TakeOptions = {}): Promise<Slot> {
    return new Promise((resolve, reject) => {
      if (this.closed !== null) throw this.closed;
      const size = slotBytes(bytes);
      if (segmentBytes(size) > this.budgetBytes) throw this.tooLarge(bytes);
      const slot = this.takeFree(bytes);
      if (slot !== null) return resolve(slot);
      this.shortages++;
      this.waits++;
      let unwatch = (): void => {};
      const end = (): void => {
        this.waiters.delete(waiter);
        unwatch();
      };
      const waiter: Waiter = {
        size,
        patient: options.wait !== false,
        grant: (granted) => {
          end();
          resolve(granted);
        },
        fail: (error) => {
          end();
          reject(error);
        },
      };
      this.waiters.add(waiter);
      unwatch = watch(options, 'allocate', (error) => waiter.fail(this.explain(error, size)));
      // Last: what is refused at once fails those who wait.
      if (this.waiters.has(waiter)) this.grow(size);
    });
  }

  /** One more use of a slot that is in use. */
  retain(slot: Slot): void {
    slot.uses++;
  }

  /** One use less. With the last one the slot is free. */
  release(slot: Slot): void {
    if (--slot.uses === 1) for (const settled of [...slot.settling]) settled();
    if (slot.uses > 0) return;
    const { segment } = slot;
    const { slotBytes: size } = segment;
    segment.busy--;
    this.usedSlots--;
    this.usedBytes -= size;
    if (this.closed !== null) return this.dropIfIdle(segment);
    this.freeOf(size).push(slot);
    if (this.waiters.size > 0) this.serve();
  }

  statistics(): ArenaStatistics {
    const { budgetBytes, reservedBytes, usedBytes, slots, usedSlots, waits, shortages, refusals } = this;
    const segments = this.segments.size;
    return { budgetBytes, reservedBytes, usedBytes, segments, slots, usedSlots, waits, shortages, refusals };
  }

  /** Bytes of slots in use. */
  get inUse(): number {
    return this.usedBytes;
  }

  /** Whether somebody waits for a slot. */
  get hasWaiters(): boolean {
    return this.waiters.size > 0;
  }

  /** Ends every wait and gives idle memory back; what is in use goes with its last use. Idempotent. */
  close(): void {
    if (this.closed !== null) return;
    this.closed = new TensorductError('ERR_CONTEXT_CLOSED', 'the context was closed', { operation: 'allocate' });
    for (const waiter of [...this.waiters]) waiter.fail(this.closed);
    this.free.clear();
    for (const segment of [...this.segments.values()]) this.dropIfIdle(segment);
  }

  private use(slot: Slot): Slot {
    const { segment } = slot;
    slot.uses = 1;
    slot.inPlace = false;
    segment.busy++;
    this.usedSlots++;
    this.usedBytes += segment.slotBytes;
    return slot;
  }

  /** Gives free slots to those who wait for them, first come, first served within a size. */
  private serve(): void {
    for (const waiter of [...this.waiters]) {
      if (!this.waiters.has(waiter)) continue;
      const slot = this.free.get(waiter.size)?.pop();
      if (slot !== undefined) waiter.grant(this.use(slot));
      else this.grow(waiter.size);
    }
  }

  /** Reserves a segment for slots of a size, unless one is on its way or the budget is used up. */
  private grow(size: number): void {
    const bytes = segmentBytes(size);
    if (this.growing.has(size)) return;
    if (!this.makeRoom(bytes)) return this.disappoint(size);
    if (!isSpare(bytes)) return this.refuse(size, new Error(`${bytes} bytes are more than the system can spare`));
    this.growing.add(size);
    this.reservedBytes += bytes;
    this.native.Segment.reserve(bytes, (error, memory) => {
      this.growing.delete(size);
      if (memory === null) {
        this.reservedBytes -= bytes;
        return this.refuse(size, error);
      }
      const segment: OwnSegment = { index: this.nextIndex++, memory, bytes, slotBytes: size, busy: 0 };
      this.segments.set(segment.index, segment);
      faultPoint('segment-reserved');
      if (this.closed !== null) return this.dropIfIdle(segment);
      const free = this.freeOf(size);
      for (let offset = bytes - size; offset >= 0; offset -= size) free.push(new Slot(segment, offset));
      this.slots += bytes / size;
      this.serve();
    });
  }

  /** Whether so many bytes fit into the budget, idle segments of other sizes given back where that helps. */
  private makeRoom(bytes: number): boolean {
    if (this.reservedBytes + bytes <= this.budgetBytes) return true;
    const idle = [...this.segments.values()].filter((segment) => segment.busy === 0);
    const idleBytes = idle.reduce((sum, segment) => sum + segment.bytes, 0);
    if (this.reservedBytes - idleBytes + bytes > this.budgetBytes) return false;
    for (const segment of idle) {
      if (this.reservedBytes + bytes <= this.budgetBytes) break;
      this.retire(segment);
    }
    return true;
  }

  private retire(segment: OwnSegment): void {
    const { slotBytes: size } = segment;
    const free = this.freeOf(size).filter((slot) => slot.segment !== segment);
    this.free.set(size, free);
    this.slots -= segment.bytes / size;
    this.drop(segment);
  }

  private dropIfIdle(segment: OwnSegment): void {
    if (segment.busy === 0) this.drop(segment);
  }

  private drop(segment: OwnSegment): void {
    if (!this.segments.delete(segment.index)) return;
    this.reservedBytes -= segment.bytes;
    closeSegment(this.native, segment.memory);
    this.onRetired(segment);
  }

  /** The system gives no more: who waits for this size gets an error, unless slots of it may still come back. */
  private refuse(size: number, cause: unknown): void {
    this.refusals++;
    if ([...this.segments.values()].some((segment) => segment.slotBytes === size)) return this.disappoint(size);
    for (const waiter of [...this.waiters]) {
      if (waiter.size !== size) continue;
      waiter.fail(
        new TensorductError('ERR_OUT_OF_MEMORY', `the system has no ${segmentBytes(size)} bytes of shared memory`, {
          operation: 'allocate',
          cause,
        }),
      );
    }
  }

  /** The budget is used up: ends the waits for a size that are not for what others hold. */
  private disappoint(size: number): void {
    for (const waiter of [...this.waiters]) {
      if (waiter.size !== size || waiter.patient) continue;
      waiter.fail(this.shortage('ERR_OUT_OF_MEMORY', size));
    }
  }

  private tooLarge(bytes: number): TensorductError {
    return new TensorductError('ERR_OUT_OF_MEMORY', `${bytes} bytes exceed the arena's ${this.budgetBytes}`, {
      operation: 'allocate',
      advice: 'raise arena.budgetBytes, or use ordinary memory, which is copied',
    });
  }

  /** Says who holds what, to whoever has waited in vain. */
  private explain(error: TensorductError, size: number): TensorductError {
    return error.code === 'ERR_TIMEOUT' ? this.shortage('ERR_TIMEOUT', size, error.cause) : error;
  }

  private shortage(code: 'ERR_TIMEOUT' | 'ERR_OUT_OF_MEMORY', size: number, cause?: unknown): TensorductError {
    const { usedSlots, usedBytes, budgetBytes } = this;
    const what = `no slot of ${size} bytes was free: ${usedSlots} slots with ${usedBytes} of ${budgetBytes} bytes are in use`;
    const holders = this.holders();
    return new TensorductError(code, holders === '' ? what : `${what}: ${holders}`, {
      operation: 'allocate',
      advice: 'release tensors, or raise arena.budgetBytes',
      cause,
    });
  }

  private freeOf(size: number): Slot[] {
    let free = this.free.get(size);
    if (free === undefined) this.free.set(size, (free = []));
    return free;
  }
}

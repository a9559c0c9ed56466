import type { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import type { SharedTensor } from '../memory/shared-tensor.js';
import { checkOptions, watch, type OperationOptions } from '../operations.js';
import type { ArenaUnit, ArenaWriterStatistics, ArenaWriterWithStatistics, BinaryPlace } from './arena.js';

/** Binaries begin at multiples of this: no element type needs more, and a cache line is none of two. */
const ALIGNMENT = 64;
/** How long memory that is within the capacity is awaited at least, in ms: it has to be reserved first. */
const RESERVE_MS = 10_000;

/** How a writer divides its memory. */
export interface SlotPlan {
  /** For errors: `the pool has 4 segments of 1048576 bytes`. */
  readonly what: string;
  /** That may be out at once, in bytes. */
  readonly capacity: number;
  /** What a unit may measure, in bytes. */
  readonly mostBytes: number;
  /** What each unit takes, in bytes, whatever it measures. @default as much as it measures */
  readonly slotBytes?: number;
  /** How long a unit waits for room, in ms. */
  readonly timeoutMs: number;
}

interface Slot {
  readonly tensor: SharedTensor<'uint8'> | null;
  /** What it takes. */
  readonly taken: number;
  /** What was announced. */
  readonly announced: number;
  /** Bytes of it that are written. */
  span: number;
}

/**
 * Writes each unit into one tensor born in shared memory, which its message lends to the reader. So memory comes back in
 * any order, also when the reader dies, and where memory cannot be shared the same tensor is simply copied.
 */
export class SlotWriter implements ArenaWriterWithStatistics {
  private current: Slot | null = null;
  /** Committed, and written to a pipe before the next call of `beginUnit`. */
  private sent: Slot | null = null;
  /** Whoever waits for room. */
  private wake: ((error: TensorductError | null) => void) | null = null;
  private closed: TensorductError | null = null;
  private committedBytes = 0;
  private returnedBytes = 0;
  private usedBytes = 0;
  private waits = 0;
  private waitedMs = 0;
  private refusals = 0;

  /** @param context whose memory it is */
  constructor(
    private readonly context: Context,
    private readonly plan: SlotPlan,
  ) {}

  reset(): void {
    this.abortUnit();
    this.awaitReturn();
  }

  async beginUnit(lengths: readonly number[], options: OperationOptions = {}): Promise<boolean> {
    checkOptions(options);
    this.assertOpen();
    if (this.current !== null) throw outOfTurn('a unit is begun already');
    this.awaitReturn();
    const announced = lengths.reduce((sum, length) => sum + aligned(length), 0);
    if (announced === 0) {
      this.current = { tensor: null, taken: 0, announced, span: 0 };
      return true;
    }
    if (announced > this.plan.mostBytes) return this.refuse();
    const taken = this.plan.slotBytes ?? announced;
    const { signal, timeoutMs = this.plan.timeoutMs } = options;
    if (this.usedBytes + taken > this.plan.capacity) await this.waitForRoom(taken, { signal, timeoutMs });
    const tensor = await this.allocate(taken, { signal, timeoutMs: Math.max(timeoutMs, RESERVE_MS) });
    if (tensor === null) return this.refuse();
    this.usedBytes += taken;
    this.current = { tensor, taken, announced, span: 0 };
    if (this.closed === null) return true;
    this.abortUnit();
    throw this.closed;
  }

  writeBinary(data: Uint8Array): BinaryPlace {
    const slot = this.unit('writeBinary');
    const { span: offset, announced, tensor } = slot;
    const { length } = data;
    if (offset + aligned(length) > announced) {
      const what = `the unit was begun for ${announced} bytes, and has no room for ${length} behind ${offset}`;
      throw new TensorductError('ERR_INVALID_ARGUMENT', what, { advice: 'announce each binary to beginUnit' });
    }
    tensor?.data.set(data, offset);
    slot.span += aligned(length);
    return { offset, length };
  }

  commitUnit(): ArenaUnit<Uint8Array> {
    const slot = this.unit('commitUnit');
    const { tensor, span } = slot;
    this.current = null;
    if (tensor === null || span === 0) {
      this.free(slot);
      return { span: 0, tensors: [] };
    }
    this.committedBytes += span;
    this.sent = slot;
    return { span, tensors: [tensor.data.subarray(0, span)] };
  }

  abortUnit(): void {
    const { current } = this;
    this.current = null;
    if (current !== null) this.free(current);
  }

  close(): void {
    if (this.closed !== null) return;
    this.closed = new TensorductError('ERR_ABORTED', 'the arena was closed', { operation: 'beginUnit' });
    this.wake?.(this.closed);
    this.abortUnit();
    this.sent?.tensor?.release();
    this.sent = null;
  }

  statistics(): ArenaWriterStatistics {
    const { committedBytes, returnedBytes, usedBytes, waits, waitedMs, refusals } = this;
    const { capacity: capacityBytes } = this.plan;
    return { capacityBytes, committedBytes, returnedBytes, usedBytes, waits, waitedMs, refusals };
  }

  /** From now on the unit that was sent last is watched: its readers have it by now. */
  private awaitReturn(): void {
    const { sent } = this;
    this.sent = null;
    if (sent === null || sent.tensor === null) return;
    const back = (): void => {
      this.returnedBytes += sent.span;
      this.free(sent);
    };
    // It fails where the memory is gone anyway.
    sent.tensor.settled().then(back, back);
  }

  private free({ tensor, taken }: Slot): void {
    tensor?.release();
    this.usedBytes -= taken;
    this.wake?.(null);
  }

  private waitForRoom(taken: number, options: OperationOptions): Promise<void> {
    const { capacity, what } = this.plan;
    const start = performance.now();
    this.waits++;
    return new Promise((resolve, reject) => {
      const end = (error: TensorductError | null): void => {
        if (error === null && this.usedBytes + taken > capacity) return;
        this.wake = null;
        unwatch();
        this.waitedMs += performance.now() - start;
        if (error === null) resolve();
        else reject(error);
      };
      this.wake = end;
      let unwatch = (): void => {};
      unwatch = watch(options, 'beginUnit', (error) => {
        if (error.code !== 'ERR_TIMEOUT') return end(error);
        const { usedBytes } = this;
        const full = `${what}, and within ${options.timeoutMs} ms too few came back: ${usedBytes} bytes are with readers`;
        end(new TensorductError('ERR_TIMEOUT', `${full}${this.holders()}`, { operation: 'beginUnit', advice: ADVICE }));
      });
      if (this.wake === null) unwatch();
    });
  }

  /** Null where neither the budget nor the system can ever hold so much. */
  private async allocate(bytes: number, options: OperationOptions): Promise<SharedTensor<'uint8'> | null> {
    try {
      return await this.context.allocate('uint8', [bytes], options);
    } catch (thrown) {
      if (thrown instanceof TensorductError && thrown.code === 'ERR_OUT_OF_MEMORY') return null;
      throw thrown;
    }
  }

  /** Who holds what. */
  private holders(): string {
    const peers = this.context.statistics().sharedMemory?.peers ?? [];
    const lent = peers.filter(({ leases }) => leases > 0);
    return lent.map(({ name, leases, bytes }) => `, "${name}" holds ${leases} tensors with ${bytes} bytes`).join('');
  }

  private refuse(): boolean {
    this.refusals++;
    return false;
  }

  private unit(operation: string): Slot {
    this.assertOpen();
    if (this.current === null) throw outOfTurn(`${operation} without a unit`);
    return this.current;
  }

  private assertOpen(): void {
    if (this.closed !== null) throw this.closed;
  }
}

const ADVICE = 'release items sooner, or give the arena more room';

function outOfTurn(what: string): TensorductError {
  return new TensorductError('ERR_OUT_OF_TURN', what, {
    advice: 'call beginUnit, writeBinary for each binary, then commitUnit or abortUnit',
  });
}

function aligned(length: number): number {
  return Math.ceil(length / ALIGNMENT) * ALIGNMENT;
}

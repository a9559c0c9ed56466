import { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import { isDType, byteLengthOf, type DType } from '../message/dtype.js';
import { prepareMessage, type TensorInput } from '../message/message.js';
import type { ReceivedTensor } from '../message/received-tensor.js';
import { checkShape } from '../message/shape.js';
import { windowOf, type HostMemory } from '../message/bytes.js';
import type { SharedMemory } from '../memory/shared-memory.js';
import { blockViewUnder, OwnBlock } from '../memory/shared-block.js';
import type { Slot } from '../memory/slot.js';
import { checkOptions, type OperationOptions } from '../operations.js';
import { checkHandle, checkPoolHandle, type ArrayHandle, type PoolHandle } from './handle.js';
import { poolStatistics, type ArrayPoolStatistics } from './pool-statistics.js';
import { SharedArray, type ArrayHome } from './shared-array.js';
import { bytesOfSize, type Size } from './size.js';

/** How a member of a pool is made. */
export interface ArrayPoolOptions {
  /**
   * Shared memory that this process reserves at most, as it is needed. Not together with `context`.
   * @default 1/8 of the machine's memory, or 1/4 of what the process's control group has left, if that is less
   */
  readonly bytes?: Size;
  /**
   * Whose shared memory it is: by the pipes of this context arrays cross with nothing but the message. It has to outlive
   * the pool. @default a context of the pool's own
   */
  readonly context?: Context;
  /** For people: in statistics and errors of other members. Not together with `context`. @default `PID:cN` */
  readonly name?: string;
  /** For how long a handle keeps the memory of an array that nobody comes for, in ms. @default 600000: ten minutes */
  readonly handleTimeoutMs?: number;
}

/** How to wait for memory. */
export interface AllocOptions extends OperationOptions {
  /** Whether to wait for what others hold. If not, it fails with `ERR_OUT_OF_MEMORY`. @default true */
  readonly wait?: boolean;
}

const HANDLE_TIMEOUT_MS = 600_000;
/** That one other member has at most, of a context of the pool's own. */
const LEASES_PER_PEER = 65_536;
/** Copied by the JS thread up to here; above, by another one, in pieces. */
const ON_LOOP_BYTES = 1024 * 1024;
const PIECE_BYTES = 16 * 1024 * 1024;

/**
 * This process's part of a pool of arrays that processes and worker threads of one user on one Linux host share. Each
 * member allocates in memory of its own, so no allocation waits for another process; any member attaches arrays of any
 * other by their handles, or gets them in messages. Holds no process.
 */
export class ArrayPool implements AsyncDisposable {
  private readonly home: ArrayHome = {
    issue: (block) => {
      this.assertOpen();
      return block.issueTicket(this.handleTimeoutMs);
    },
  };
  private closed = false;

  private constructor(
    private readonly context: Context,
    private readonly ownsContext: boolean,
    private readonly memory: SharedMemory,
    /** Bytes that this member reserves at most, where that was said. */
    private readonly bytes: number | null,
    private readonly handleTimeoutMs: number,
  ) {}

  /**
   * A new pool, with this process as its first member.
   * @throws TensorductError (rejection) `ERR_NOT_VIABLE` where memory cannot be shared, `ERR_INVALID_ARGUMENT`,
   *   `ERR_CONTEXT_CLOSED`, `ERR_SYSTEM`
   */
  static async create(options: ArrayPoolOptions = {}): Promise<ArrayPool> {
    return ArrayPool.open(options);
  }

  /**
   * Joins a pool: this process may reserve as much as each of the others, unless options say otherwise.
   * @param handle what `toJSON()` gave in another member, which must still be there
   * @throws TensorductError (rejection) as {@link create}; `ERR_OWNER_LOST`, `ERR_UNREACHABLE`, `ERR_TIMEOUT`,
   *   `ERR_ABORTED`
   */
  static async attach(handle: PoolHandle, options: ArrayPoolOptions & OperationOptions = {}): Promise<ArrayPool> {
    const { owner, bytes, handleTimeoutMs } = checkPoolHandle(handle);
    checkOptions(options);
    const inherited = options.context !== undefined || bytes === null ? {} : { bytes };
    const pool = ArrayPool.open({ handleTimeoutMs, ...inherited, ...options });
    try {
      await busy(pool.memory.attachments.reach(owner, options));
      return pool;
    } catch (thrown) {
      await pool.close();
      throw thrown;
    }
  }

  private static open({ bytes, context, name, handleTimeoutMs = HANDLE_TIMEOUT_MS }: ArrayPoolOptions): ArrayPool {
    checkOptions({ timeoutMs: handleTimeoutMs });
    if (context !== undefined && (bytes !== undefined || name !== undefined)) {
      throw new TensorductError(
        'ERR_INVALID_ARGUMENT',
        'a pool in the memory of a context has no bytes or name of its own',
        {
          advice: 'give the context a name and arena.budgetBytes',
        },
      );
    }
    const budgetBytes = bytes === undefined ? undefined : bytesOfSize(bytes);
    const arena = { budgetBytes, leasesPerPeer: LEASES_PER_PEER };
    const owner = context ?? new Context({ name, defaults: false, arena });
    const holder = owner.memory;
    if (holder === null || !holder.lendsViews) {
      const forbidden =
        holder?.sharing.ok === false
          ? holder.sharing
          : { reason: 'buffers over shared memory are forbidden here', hint: 'use ordinary tensors' };
      throw new TensorductError('ERR_NOT_VIABLE', `there can be no array pool: ${forbidden.reason}`, {
        advice: forbidden.hint,
      });
    }
    return new ArrayPool(owner, context === undefined, holder.memory, budgetBytes ?? null, handleTimeoutMs);
  }

  /**
   * A new array, to be filled in place. What it holds at first is not defined.
   * @throws TensorductError (rejection) `ERR_OUT_OF_MEMORY` where it can never be had, the system has no more, or it is
   *   not to be waited for; `ERR_TIMEOUT`, which names who holds what; `ERR_ABORTED`, `ERR_INVALID_ARGUMENT`,
   *   `ERR_POOL_CLOSED`
   */
  async alloc<D extends DType>(
    dtype: D,
    shape: readonly number[],
    options: AllocOptions = {},
  ): Promise<SharedArray<D>> {
    this.assertOpen();
    checkOptions(options);
    if (!isDType(dtype)) throw new TensorductError('ERR_INVALID_ARGUMENT', `there is no dtype ${String(dtype)}`);
    const dimensions = checkShape(shape, 'shape');
    const slot = await this.take(byteLengthOf(dtype, dimensions), options);
    return this.own(slot, dtype, dimensions);
  }

  /**
   * A new array with the elements of another one: one copy. A typed array becomes one of one dimension.
   * @param array not to be changed until the promise is settled
   * @throws TensorductError (rejection) as {@link alloc}; `ERR_MEMORY_DETACHED`, `ERR_RELEASED`
   */
  async put(array: ArrayBufferView | TensorInput, options: AllocOptions = {}): Promise<SharedArray> {
    this.assertOpen();
    checkOptions(options);
    const input = ArrayBuffer.isView(array) ? { data: array } : array;
    const [{ data, dtype, shape, lender }] = prepareMessage({ tensors: [input] }).tensors;
    if (!ArrayBuffer.isView(data)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'the tensor lies on a device', {
        advice: 'copy it to the host',
      });
    }
    lender?.hold();
    try {
      const slot = await this.take(data.byteLength, options);
      if (slot === null) return this.own(null, dtype, shape);
      await copyIn(slot, data).catch((thrown: unknown) => {
        this.memory.arena.release(slot);
        throw thrown;
      });
      return this.own(slot, dtype, shape);
    } finally {
      lender?.letGo();
    }
  }

  /**
   * The array that a message has brought, as one of the pool: with a reference of its own, so that it outlives the
   * message. Both stand over one buffer, which is emptied when both were released.
   * @throws TensorductError `ERR_INVALID_ARGUMENT` where it is a copy: it came from another host, was read into memory of
   *   one's own, or was no array of a pool; `ERR_RELEASED`, `ERR_POOL_CLOSED`
   */
  from(tensor: ReceivedTensor): SharedArray {
    this.assertOpen();
    const { data, dtype, shape } = tensor;
    if (tensor.byteLength === 0) return this.own(null, dtype, shape);
    const view = ArrayBuffer.isView(data) ? blockViewUnder(data.buffer) : null;
    if (view === null) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'this tensor does not lie in the memory of a pool', {
        advice: 'borrow it, from a process of the same host; or put() it, which copies',
      });
    }
    return new SharedArray(this.home, view.place, dtype, shape, view);
  }

  /**
   * The array of a handle: the very same memory, with a reference of its own. Asks the member that owns it, and waits as
   * long as that one lives.
   * @param handle what `toJSON()` gave
   * @throws TensorductError (rejection) `ERR_OWNER_LOST`; `ERR_RELEASED` where whoever has made the handle has let go
   *   and it is used up; `ERR_LIMIT_EXCEEDED`, `ERR_OUT_OF_MEMORY`, `ERR_UNREACHABLE`, `ERR_TIMEOUT`, `ERR_ABORTED`,
   *   `ERR_INVALID_ARGUMENT`, `ERR_POOL_CLOSED`
   */
  async fromHandle<D extends DType>(handle: ArrayHandle<D>, options: OperationOptions = {}): Promise<SharedArray<D>> {
    this.assertOpen();
    checkOptions(options);
    const { handle: name, bytes } = checkHandle(handle);
    const { dtype, shape, offset } = name;
    if (bytes === 0) return this.own(null, dtype, shape);
    const block = await this.running(this.memory.attachments.attach(name, options));
    try {
      this.assertOpen();
      if (!block.contains(offset, bytes)) {
        throw new TensorductError('ERR_INVALID_ARGUMENT', 'the handle leads out of its memory');
      }
      return new SharedArray(this.home, { block, offset }, dtype, shape);
    } finally {
      block.release();
    }
  }

  /** What this member holds, and who has what of it. */
  stats(): ArrayPoolStatistics {
    return poolStatistics(this.memory);
  }

  /** A handle, for {@link attach} in another process or thread. @throws TensorductError `ERR_POOL_CLOSED` */
  toJSON(): PoolHandle {
    this.assertOpen();
    const { bytes, handleTimeoutMs } = this;
    return { owner: this.memory.descriptor(), bytes, handleTimeoutMs };
  }

  /**
   * Ends the part of this process: its handles are void, and what it has attached is empty. Others keep what they have of
   * its arrays. In the memory of a context that was given, all this happens when that one is closed. Idempotent.
   */
  async close(): Promise<void> {
    this.closed = true;
    if (this.ownsContext) await this.context.close();
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Null for no bytes. */
  private async take(bytes: number, options: AllocOptions): Promise<Slot | null> {
    if (bytes === 0) return null;
    const slot = this.memory.tryTake(bytes) ?? (await this.running(this.memory.take(bytes, options)));
    if (!this.closed) return slot;
    this.memory.arena.release(slot);
    throw closed();
  }

  /** @param slot of which one use passes over to the array; null for no elements */
  private own<D extends DType>(slot: Slot | null, dtype: D, shape: readonly number[]): SharedArray<D> {
    if (slot === null) return new SharedArray(this.home, { block: null, offset: 0 }, dtype, shape);
    const block = new OwnBlock(this.memory, slot);
    try {
      return new SharedArray(this.home, { block, offset: slot.offset }, dtype, shape);
    } finally {
      block.release();
    }
  }

  /** What is waited for, until the pool is closed. */
  private running<T>(operation: Promise<T>): Promise<T> {
    return busy(operation).catch((thrown: unknown) => {
      throw this.closed ? closed() : thrown;
    });
  }

  private assertOpen(): void {
    if (this.closed) throw closed();
  }
}

function closed(): TensorductError {
  return new TensorductError('ERR_POOL_CLOSED', 'the array pool was closed');
}

/** A pool holds no process; what is waited for does. */
async function busy<T>(operation: Promise<T>): Promise<T> {
  const hold = setTimeout(() => {}, 2 ** 31 - 1);
  return operation.finally(() => clearTimeout(hold));
}

async function copyIn(slot: Slot, source: HostMemory): Promise<void> {
  const { memory } = slot.segment;
  if (source.byteLength <= ON_LOOP_BYTES) return slot.write(source);
  for (let copied = 0; copied < source.byteLength; copied += PIECE_BYTES) {
    const piece = windowOf(source, copied, Math.min(PIECE_BYTES, source.byteLength - copied));
    await new Promise<void>((resolve) => memory.writeAsync(slot.offset + copied, piece, () => resolve()));
  }
}

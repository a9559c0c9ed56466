import { TensorductError } from '../errors.js';
import type { Allocation, Sink } from './allocation.js';
import { allocateBytes } from './bytes.js';
import { CPU, formatDevice, sameDevice, type Device } from './device.js';
import type { DType } from './dtype.js';
import { mapParts } from './parts.js';

/** A payload that is about to arrive. */
export interface PayloadDescriptor {
  /** In bytes. */
  readonly length: number;
  /** What the writer has attached; empty where it attached nothing. */
  readonly metadata: Uint8Array;
}

/** A tensor that is about to arrive. */
export interface TensorDescriptor {
  /** In bytes; always that of `shape` and `dtype`. */
  readonly length: number;
  /** Type of its elements. */
  readonly dtype: DType;
  /** Its dimensions, row-major; none for a scalar. */
  readonly shape: readonly number[];
  /** Where it lies at the writer's. */
  readonly sourceDevice: Device;
  /** Where the writer wants it; undefined leaves it to the reader. */
  readonly targetDevice?: Device | undefined;
  /** What the writer has attached; empty where it attached nothing. */
  readonly metadata: Uint8Array;
  /** Whether `'borrow'` saves a copy. It works in any case. */
  readonly borrowable: boolean;
}

/**
 * Where a message shall be received: every tensor wherever it is cheapest (`'borrow'`), or in pieces by the sink made
 * for each tensor. Payloads get memory of their own.
 */
export type AllocationPolicy =
  | 'borrow'
  | {
      /** Makes the sink of one tensor. */
      readonly sink: (tensorIndex: number) => Sink;
    };

/** What the next message of a pipe holds. The reader answers it with `read` and an allocation, or with `reject`. */
export class Descriptor {
  /** Of the message as a whole; empty where the writer gave none. */
  readonly metadata: Uint8Array;
  /** In the writer's order. */
  readonly payloads: readonly PayloadDescriptor[];
  /** In the writer's order. */
  readonly tensors: readonly TensorDescriptor[];

  /**
   * Made by the pipe.
   * @internal
   */
  constructor(metadata: Uint8Array, payloads: readonly PayloadDescriptor[], tensors: readonly TensorDescriptor[]) {
    this.metadata = metadata;
    this.payloads = payloads;
    this.tensors = tensors;
  }

  /**
   * Allocates for the whole message, by default new host memory for everything. The new memory is not zeroed, belongs
   * to the caller, and from 64 KiB up cannot be transferred to another thread.
   * @throws TensorductError `ERR_TOO_LARGE` for a payload or tensor that does not fit into memory;
   *   `ERR_ALLOCATION_MISMATCH` for a tensor meant for a device other than the host's, unless it is borrowed
   */
  allocate(policy?: AllocationPolicy): Allocation {
    checkPolicy(policy);
    return {
      payloads: mapParts(this.payloads, 'payloads', ({ length }, i) => ({ data: allocateBytes(length, 'payloads', i) })),
      tensors: mapParts(this.tensors, 'tensors', (tensor, i) => {
        if (policy === 'borrow') return policy;
        if (policy !== undefined) return { sink: policy.sink(i) };
        return { data: allocateTensor(tensor, i) };
      }),
    };
  }
}

function checkPolicy(policy: AllocationPolicy | undefined): void {
  if (policy === undefined || policy === 'borrow' || typeof policy?.sink === 'function') return;
  throw new TensorductError('ERR_INVALID_ARGUMENT', 'there is no such policy', {
    advice: "pass nothing, 'borrow', or { sink: (tensorIndex) => (chunk, offset) => … }",
  });
}

function allocateTensor({ length, targetDevice = CPU }: TensorDescriptor, index: number): Uint8Array {
  if (!sameDevice(targetDevice, CPU)) {
    const what = `tensors[${index}] is meant for ${formatDevice(targetDevice)}`;
    const advice = "allocate memory there yourself, or receive it with 'borrow'";
    throw new TensorductError('ERR_ALLOCATION_MISMATCH', what, { advice });
  }
  return allocateBytes(length, 'tensors', index);
}

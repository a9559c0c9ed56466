import type { Context } from '../context/context.js';
import type { NamedExport } from './module-export.js';

/** On the command line of a worker: what it needs before it can be told anything. */
export interface Bootstrap {
  /** Whether it gives items one after the other, or prepares the batches of a `DataLoader`. */
  readonly role: 'iterate' | 'load';
  /** Of its context. */
  readonly name: string;
  /** Shared memory that the arena needs, in bytes. */
  readonly budgetBytes: number;
  /** An export that gives the codec of both ends. */
  readonly codec: { readonly module: string; readonly export: string } | null;
}

/** What a worker is told first. */
export interface Setup {
  readonly source: NamedExport;
  readonly initializers: readonly NamedExport[];
  readonly arena: NamedExport | null;
  readonly seed: number;
}

/** What exports that run in a worker are given beside their arguments. */
export interface WorkerInfo {
  /** Of the worker: `info.context.allocate` gives memory that crosses without a copy. */
  readonly context: Context;
  /** Aborted when the worker is to end. */
  readonly signal: AbortSignal;
  /** A whole number from 0 to 2^31 - 1 for random generators, handed on by the consumer. */
  readonly seed: number;
}

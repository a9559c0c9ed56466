import { TensorductError } from '../../errors.js';

/** Where a loader is: JSON of some hundred bytes, to be kept beside a checkpoint. Any number of workers goes on from it. */
export interface LoaderState {
  /** Of this format. */
  readonly version: 1;
  /** Of the epoch that goes on, or begins. */
  readonly epoch: number;
  /** Of all epochs. */
  readonly seed: number;
  /** Elements of the epoch's order that all ranks together have behind them. */
  readonly position: number;
  /**
   * Batches behind `position` that were delivered already, where they come by completion: how many elements of this rank
   * come before each.
   */
  readonly ahead: readonly number[];
  /** Elements in a batch: has to be the same where anything is ahead. */
  readonly batchSize: number;
  /** Ranks: likewise. */
  readonly worldSize: number;
  /** Elements of the source; null where that is not known. */
  readonly length: number | null;
}

/**
 * Checks what is to be restored.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`; `ERR_VERSION_MISMATCH`
 */
export function checkState(given: unknown, batchSize: number, worldSize: number): LoaderState {
  const state = read(given);
  if (state.ahead.length > 0 && (state.batchSize !== batchSize || state.worldSize !== worldSize)) {
    throw refused('was taken in the middle of batches that came by completion', {
      advice: `restore it with the batchSize ${state.batchSize} and the worldSize ${state.worldSize}, or take it in order`,
    });
  }
  return state;
}

/** @throws TensorductError `ERR_INVALID_ARGUMENT` where the state is one of another source */
export function checkSource(state: LoaderState, length: number | null): void {
  if (state.length === null || length === null || state.length === length) return;
  throw refused(`is one of a source with ${state.length} elements, this one has ${length}`, {
    advice: 'give the source that the state was taken of',
  });
}

function read(given: unknown): LoaderState {
  if (typeof given !== 'object' || given === null || !('version' in given)) throw refused('is none of a loader');
  if (given.version !== 1) {
    throw new TensorductError(
      'ERR_VERSION_MISMATCH',
      `a state of version ${String(given.version)} cannot be restored`,
      {
        advice: 'use the version of the library that it was taken with',
      },
    );
  }
  const whole = (name: string): number => {
    const value: unknown = Reflect.get(given, name);
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    throw refused(`has the ${name} ${String(value)}`);
  };
  const ahead: unknown = Reflect.get(given, 'ahead');
  if (!Array.isArray(ahead)) throw refused('does not say what is ahead');
  return {
    version: 1,
    epoch: whole('epoch'),
    seed: whole('seed'),
    position: whole('position'),
    ahead: ahead.map((_, i) => {
      const value: unknown = ahead[i];
      if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
      throw refused(`has ${String(value)} ahead`);
    }),
    batchSize: whole('batchSize'),
    worldSize: whole('worldSize'),
    length: Reflect.get(given, 'length') === null ? null : whole('length'),
  };
}

function refused(what: string, { advice }: { advice?: string } = {}): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', `the state ${what}`, {
    operation: 'restore',
    advice: advice ?? 'give what state() has given',
  });
}

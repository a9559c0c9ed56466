import { ERROR_CODES, TensorductError, type ErrorCode } from '../errors.js';

/** What a worker was doing when it failed. */
export type Phase = 'initializer' | 'iterable' | 'iteration';

/** An error of a worker, as it travels. */
export interface WorkerFailure {
  readonly phase: Phase;
  readonly error: ErrorImage;
}

/** All that is kept of an error. */
export interface ErrorImage {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly code: string;
  readonly cause: ErrorImage | null;
}

/** Causes of causes that travel. */
const MOST_CAUSES = 8;

const WHAT: Readonly<Record<Phase, string>> = {
  initializer: 'an initializer failed',
  iterable: 'the iterable could not be made',
  iteration: 'the iteration failed',
};

/** What can be sent of anything thrown. */
export function describeFailure(phase: Phase, thrown: unknown): WorkerFailure {
  return { phase, error: imageOf(thrown, MOST_CAUSES) };
}

/**
 * The error for the consumer: `ERR_PEER_FAILED`, or the worker's own code where that is one of the library's. Its cause has
 * name, message and stack of what was thrown there.
 * @param worker for the message: `child process 4711`
 */
export function failureOf(value: unknown, worker: string): TensorductError {
  const { phase, error } = isFailure(value) ? value : describeFailure('iteration', 'a failure that cannot be read');
  const code: ErrorCode = isErrorCode(error.code) ? error.code : 'ERR_PEER_FAILED';
  return new TensorductError(code, `${WHAT[phase]} in ${worker}: ${error.message}`, {
    operation: phase,
    peer: worker,
    cause: rebuild(error),
    advice: 'look at the cause, which has the stack of the worker',
  });
}

/** What can be sent of anything thrown, with `depth` causes of causes. */
export function imageOf(thrown: unknown, depth: number = MOST_CAUSES): ErrorImage {
  if (!(thrown instanceof Error)) {
    return { name: 'Error', message: String(thrown), stack: '', code: '', cause: null };
  }
  const { name, message, stack = '', cause } = thrown;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const inner = cause === undefined || depth === 0 ? null : imageOf(cause, depth - 1);
  return { name, message, stack, code, cause: inner };
}

/** An error that looks like the one that the image was made of. */
export function rebuild({ name, message, stack, code, cause }: ErrorImage): Error {
  const error = new Error(message, cause === null ? undefined : { cause: rebuild(cause) });
  error.name = name;
  error.stack = stack === '' ? `${name}: ${message}` : stack;
  return code === '' ? error : Object.assign(error, { code });
}

function isFailure(value: unknown): value is WorkerFailure {
  if (typeof value !== 'object' || value === null || !('phase' in value && 'error' in value)) return false;
  return typeof value.phase === 'string' && value.phase in WHAT && isImage(value.error, MOST_CAUSES);
}

function isImage(value: unknown, depth: number): value is ErrorImage {
  if (typeof value !== 'object' || value === null || depth < 0) return false;
  if (!('name' in value && 'message' in value && 'stack' in value && 'code' in value && 'cause' in value)) return false;
  const texts = [value.name, value.message, value.stack, value.code];
  return texts.every((text) => typeof text === 'string') && (value.cause === null || isImage(value.cause, depth - 1));
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERROR_CODES, code);
}

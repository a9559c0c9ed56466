import { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import { checkOptions, type OperationOptions } from '../operations.js';
import type { Pipe } from '../pipe/pipe.js';
import { ownInvitation } from './invitation.js';

/** How to connect to the parent. `timeoutMs` defaults to the context's `limits.connectTimeoutMs`. */
export interface ConnectParentOptions extends OperationOptions {
  /** The context that the pipe shall belong to. @default a new one with the name that the parent has given */
  readonly context?: Context;
}

/** A child's side of the pipe to its parent. */
export interface Parent {
  /** What the pipe belongs to. */
  readonly context: Context;
  /** To the parent; established. */
  readonly pipe: Pipe;
}

let parent: Promise<Parent> | null = null;

/**
 * The pipe to the process or thread that has started this one with `context.spawn` or `context.thread`; every call
 * gives the same. The pipe holds the event loop: a child with nothing else to do ends when the pipe is over, also
 * when the parent was killed.
 * @throws TensorductError (rejection) `ERR_UNREACHABLE` when this process was not started so, or when the parent is
 *   gone; `ERR_ABORTED`, `ERR_TIMEOUT`, `ERR_CONTEXT_CLOSED` and what else `context.connect` can fail with
 */
export function connectParent(options: ConnectParentOptions = {}): Promise<Parent> {
  parent ??= connect(options);
  return parent;
}

async function connect({ context: given, ...options }: ConnectParentOptions): Promise<Parent> {
  checkOptions(options);
  if (ownInvitation === null) {
    throw new TensorductError('ERR_UNREACHABLE', 'this process or thread has no parent to connect to', {
      operation: 'connectParent',
      advice: 'start it with context.spawn or context.thread, and load the library only once',
    });
  }
  const { url, secret, name } = ownInvitation;
  const context = given ?? new Context({ name });
  const pipe = context.connect(url, { ...options, secret });
  await established(pipe);
  return { context, pipe };
}

function established(pipe: Pipe): Promise<void> {
  return new Promise((resolve, reject) => {
    pipe.once('error', reject);
    pipe.once('established', () => {
      pipe.off('error', reject);
      resolve();
    });
  });
}

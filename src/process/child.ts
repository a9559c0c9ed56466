import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import type { Listener } from '../listener/listener.js';
import { checkOptions, type OperationOptions } from '../operations.js';
import type { Pipe } from '../pipe/pipe.js';
import type { Invitation } from './invitation.js';

/** Where a parent can listen so that only processes of its own host reach it, best first: a child begins there. */
const PRIVATE_ADDRESSES = [
  { transport: 'unix', url: 'unix://' },
  { transport: 'tcp', url: 'tcp://127.0.0.1:0' },
];
/** Where its pipe moves to if the child has this as well. */
const BETTER_ADDRESSES = [{ transport: 'shm', url: 'shm://' }];
const SECRET_BYTES = 32;
/** How long the end of a child's connection waits for the news of its exit, so that the error can say it. */
const NEWS_MS = 500;

/** A process or thread that this one has started. */
export interface Child {
  /** For messages: `child process 4711`. */
  readonly label: string;
  /** Resolves when it is gone. Never rejects. */
  readonly exited: Promise<ChildExit>;
  /** Asks it to end. */
  terminate(): void;
  /** Ends it. */
  kill(): void;
}

/** How a child has ended. */
export interface ChildExit {
  /** For messages: `child process 4711 exited with code 3`. */
  readonly what: string;
  /** The end of its standard error, as far as it is known. */
  readonly lastWords: string;
  /** What it has thrown, as far as it is known. */
  readonly cause?: unknown;
}

/** How to start a child. `timeoutMs` is for all until it has connected; defaults to `limits.connectTimeoutMs`. */
export interface ChildOptions extends OperationOptions {
  /** What the child's context is called, here and there. @default its process id */
  readonly name?: string;
  /** For its command line, behind the module. */
  readonly args?: readonly string[];
  /** Its environment. @default that of this process or thread */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Starts a child and waits until it has connected. Only this child knows the secret of the address, and only its first
 * pipe is accepted; the pipe belongs to `context`. Where this fails, the child is ended first.
 * @param operation for errors
 * @param start starts the child, so that it gets the invitation
 * @throws TensorductError (rejection) `ERR_CHILD_EXITED`, `ERR_TIMEOUT`, `ERR_ABORTED`, `ERR_CONTEXT_CLOSED`,
 *   `ERR_NOT_VIABLE`, `ERR_INVALID_ARGUMENT`, `ERR_SYSTEM`
 */
export async function openChild<C extends Child>(
  context: Context,
  operation: string,
  options: ChildOptions,
  start: (invitation: Invitation) => C,
): Promise<{ child: C; pipe: Pipe }> {
  checkOptions(options);
  const { signal, name = '', timeoutMs = context.limits.connectTimeoutMs } = options;
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  const listener = await context.listen(privateAddresses(context), { secret, signal });
  let child: C | null = null;
  try {
    child = started(() => start({ url: listener.urls[0], secret, name }));
    enlist(context, child);
    const death = child.exited.then((exit) => {
      throw childExited(exit, operation);
    });
    const pipe = await Promise.race([listener.accept({ signal, timeoutMs }), death]);
    const { exited } = child;
    pipe.onLoss((error) => explain(error, exited));
    // Lanes of the pipe still come in here.
    pipe.once('close', () => void listener.close());
    listener.unref();
    refuseOthers(listener);
    return { child, pipe };
  } catch (thrown) {
    await listener.close();
    child?.kill();
    const exit = child && (await before(child.exited, context.limits.drainTimeoutMs));
    const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'the child could not be started', { operation });
    if (error.operation !== 'accept') throw error;
    if (error.code === 'ERR_ABORTED') {
      throw new TensorductError('ERR_ABORTED', `${operation} was aborted`, { operation, cause: signal?.reason });
    }
    if (error.code === 'ERR_TIMEOUT') {
      throw new TensorductError('ERR_TIMEOUT', `${child?.label} did not connect within ${timeoutMs} ms`, {
        operation,
        advice: `call connectParent() early, or allow more time${exit?.lastWords ? quote(exit.lastWords) : ''}`,
      });
    }
    throw error;
  }
}

/**
 * Ends a child in order: says goodbye on the pipe, which delivers what was written, and lets the child finish; then
 * asks it to end, then ends it.
 * @param timeoutMs for each of these steps
 */
export async function closeChild(child: Child, pipe: Pipe, timeoutMs: number): Promise<void> {
  const over = new Promise<void>((done) => pipe.once('close', done));
  await pipe.close({ timeoutMs });
  if (pipe.explain().state !== 'closed') await before(Promise.race([over, child.exited]), timeoutMs);
  pipe.destroy();
  await endChild(child, timeoutMs);
}

/** The path of a module that is given as to `Worker`. @throws TensorductError `ERR_INVALID_ARGUMENT` */
export function modulePath(module: string | URL): string {
  if (typeof module === 'string' && !module.startsWith('file:')) return resolve(module);
  try {
    return fileURLToPath(module);
  } catch (thrown) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `${String(module)} is not a module in a file`, {
      advice: "pass a path, or new URL('./child.js', import.meta.url)",
      cause: thrown,
    });
  }
}

/** The first is for the child's invitation. */
function privateAddresses(context: Context): string[] {
  const isViable = ({ transport }: { readonly transport: string }): boolean =>
    context.backends.transports.get(transport)?.backend.viability().ok === true;
  const first = PRIVATE_ADDRESSES.find(isViable);
  if (first !== undefined) return [first, ...BETTER_ADDRESSES.filter(isViable)].map(({ url }) => url);
  throw new TensorductError('ERR_NOT_VIABLE', 'no transport of this context leads to a child', {
    advice: 'register unix() or tcp() under its name',
  });
}

/** What the runtime throws at once concerns the arguments. */
function started<T>(start: () => T): T {
  try {
    return start();
  } catch (thrown) {
    throw TensorductError.from(thrown, 'ERR_INVALID_ARGUMENT', 'the child could not be started');
  }
}

/** A context ends its children with it: those that go on although their pipe is over. */
function enlist(context: Context, child: Child): void {
  const dependent = { end: () => endChild(child, context.limits.drainTimeoutMs) };
  context.dependents.add(dependent);
  void child.exited.then(() => context.dependents.delete(dependent));
}

async function endChild(child: Child, timeoutMs: number): Promise<void> {
  if ((await before(child.exited, timeoutMs)) !== null) return;
  child.terminate();
  if ((await before(child.exited, timeoutMs)) !== null) return;
  child.kill();
  await before(child.exited, timeoutMs);
}

/** The secret was good for one pipe. */
function refuseOthers(listener: Listener): void {
  listener.accept((error, pipe) => {
    if (error !== null) return;
    pipe?.destroy();
    refuseOthers(listener);
  });
}

/** The child's exit, where that is what has broken its pipe. */
async function explain(error: TensorductError, exited: Promise<ChildExit>): Promise<TensorductError> {
  const exit = await before(exited, NEWS_MS);
  if (exit === null) return error;
  return new TensorductError('ERR_PEER_LOST', exit.what, { cause: childExited(exit) });
}

function childExited({ what, lastWords, cause }: ChildExit, operation?: string): TensorductError {
  const advice = lastWords === '' ? undefined : `look at its standard error${quote(lastWords)}`;
  return new TensorductError('ERR_CHILD_EXITED', what, { operation, cause, ...(advice && { advice }) });
}

function quote(lastWords: string): string {
  return `, which ends with\n${lastWords.trimEnd()}\n`;
}

/** What a promise that never rejects resolves to, or null when it takes longer. */
function before<T>(promise: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms, null);
    void promise.then((value) => {
      clearTimeout(timer);
      done(value);
    });
  });
}

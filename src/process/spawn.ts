import { spawn as spawnProcess, type ChildProcess, type StdioOptions } from 'node:child_process';
import type { Context } from '../context/context.js';
import { modulePath, openChild, type Child, type ChildExit, type ChildOptions } from './child.js';
import { inviting } from './invitation.js';
import { SpawnedChild } from './spawned-child.js';

/** How much is kept of a child's standard error, in bytes. */
const LAST_WORDS_BYTES = 4096;
/** How long the rest of a dead child's standard error is awaited: others may hold it open. */
const LAST_WORDS_MS = 200;

/** How to start a child process. */
export interface SpawnOptions extends ChildOptions {
  /** For node itself. @default those of this process */
  readonly execArgv?: readonly string[];
  /**
   * As for `child_process.spawn`. What is a pipe here is not read before the child has connected, so a child that
   * says much first waits until the deadline.
   * @default no input; output and errors go where ours go, and the end of the latter is quoted when the child dies
   */
  readonly stdio?: StdioOptions;
}

/** A child process and the pipe to it. */
export class SpawnedProcess extends SpawnedChild {
  /**
   * Made by `context.spawn`.
   * @internal
   */
  constructor(
    /** The child. */
    readonly process: ChildProcess,
    ...rest: ConstructorParameters<typeof SpawnedChild>
  ) {
    super(...rest);
  }
}

/** `context.spawn`. */
export async function spawn(
  context: Context,
  module: string | URL,
  options: SpawnOptions = {},
): Promise<SpawnedProcess> {
  const { args = [], env = process.env, execArgv = process.execArgv, stdio } = options;
  const path = modulePath(module);
  const { child, pipe } = await openChild(context, 'spawn', options, (invitation) => {
    const started = spawnProcess(process.execPath, [...execArgv, path, ...args], {
      env: inviting(env, invitation),
      stdio: stdio ?? ['ignore', 'inherit', 'pipe'],
    });
    return new ProcessChild(started, stdio === undefined);
  });
  child.connected = true;
  return new SpawnedProcess(child.process, pipe, child, context.limits.drainTimeoutMs);
}

/** A child process, as far as parents of all kinds care. */
class ProcessChild implements Child {
  readonly label: string;
  readonly exited: Promise<ChildExit>;
  /** Whether its standard error, where that is a pipe, is the user's by now. */
  connected = false;
  private lastWords = Buffer.alloc(0);

  /** @param passOn whether its standard error goes where ours goes */
  constructor(
    readonly process: ChildProcess,
    passOn: boolean,
  ) {
    this.label = `child process ${process.pid ?? ''}`.trimEnd();
    if (passOn) this.listen((chunk) => globalThis.process.stderr.write(chunk));
    this.exited = new Promise((resolve) => {
      process.on('error', (error) => {
        if (process.pid !== undefined) return;
        resolve({ what: `the ${this.label} could not be started: ${error.message}`, lastWords: '', cause: error });
      });
      process.once('exit', (code, signal) => {
        const how = signal === null ? `exited with code ${code}` : `was killed by ${signal}`;
        const tell = (): void => {
          clearTimeout(timer);
          resolve({ what: `the ${this.label} ${how}`, lastWords: this.lastWords.toString() });
        };
        const timer = setTimeout(tell, LAST_WORDS_MS);
        if (!passOn && !this.connected) this.listen();
        process.once('close', tell);
      });
    });
  }

  terminate(): void {
    this.process.kill('SIGTERM');
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }

  private listen(passOn?: (chunk: Buffer) => void): void {
    this.process.stderr?.on('data', (chunk: Buffer) => {
      passOn?.(chunk);
      this.lastWords = Buffer.concat([this.lastWords, chunk]).subarray(-LAST_WORDS_BYTES);
    });
  }
}

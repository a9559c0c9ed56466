import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { within } from '../../src/testing/deadlines.js';
import type { Exit } from './peer.js';

const MAIN = join(import.meta.dirname, '../../dist/cli/main.js');

/** A run of the command `tensorduct` as a process of its own, as compiled by `npm run build`. */
export class CommandRun implements AsyncDisposable {
  stdout = '';
  stderr = '';
  readonly exited: Promise<Exit>;
  private readonly waiting = new Set<() => void>();

  private constructor(
    private readonly name: string,
    readonly process: ChildProcess,
  ) {
    // Not 'exit': by then its last words may not be here yet.
    this.exited = new Promise((resolve) => process.once('close', (code, signal) => resolve({ code, signal })));
    process.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
      for (const check of this.waiting) check();
    });
    process.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
      for (const check of this.waiting) check();
    });
  }

  /**
   * @param options.mostFileKiB the largest file that it may write, as `ulimit -f` has it
   * @param options.under a command that runs it
   */
  static start(
    args: readonly string[],
    options: { env?: NodeJS.ProcessEnv; mostFileKiB?: number; under?: readonly string[] } = {},
  ): CommandRun {
    if (!existsSync(MAIN)) throw new Error(`${MAIN} does not exist: run npm run build`);
    const { env = {}, mostFileKiB, under = [] } = options;
    const command = [...under, process.execPath, MAIN, ...args];
    const limited = ['bash', '-c', `ulimit -f ${mostFileKiB}; exec "$@"`, 'bash', ...command];
    const [file, ...rest] = mostFileKiB === undefined ? command : limited;
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    return new CommandRun(args.join(' '), spawn(file, rest, { stdio: [...stdio], env: { ...process.env, ...env } }));
  }

  /** Starts `tensorduct listen` and waits until it listens. */
  static async listen(
    args: readonly string[],
    options?: Parameters<typeof CommandRun.start>[1],
  ): Promise<{ run: CommandRun; url: string }> {
    const run = CommandRun.start(['listen', ...args], options);
    const [, url] = await run.said(/^listening on (.*)$/m);
    return { run, url };
  }

  get pid(): number {
    const { pid } = this.process;
    if (pid === undefined) throw new Error(`${this.name} could not be started`);
    return pid;
  }

  /** The most memory that it has had so far, in bytes. */
  get peakMemory(): number {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
    return Number(match?.[1]) * 1024;
  }

  /** Waits until its output, or its errors, have that. */
  said(pattern: RegExp, from: 'stdout' | 'stderr' = 'stdout', ms?: number): Promise<RegExpExecArray> {
    let check = (): void => undefined;
    const found = new Promise<RegExpExecArray>((resolve, reject) => {
      check = () => {
        const match = pattern.exec(this[from]);
        if (match !== null) resolve(match);
      };
      this.waiting.add(check);
      check();
      void this.exited.then(({ code }) => {
        check();
        reject(
          new Error(`tensorduct ${this.name} exited (${code}) before it said ${pattern}\n${this.stdout}${this.stderr}`),
        );
      });
    });
    return within(found, `${pattern} of tensorduct ${this.name}`, ms).finally(() => this.waiting.delete(check));
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  /** Waits until it has exited. */
  exit(ms?: number): Promise<Exit> {
    return within(this.exited, `the exit of tensorduct ${this.name}`, ms);
  }

  /** Ends it, whatever state it is in. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGKILL');
    await this.exited;
  }
}

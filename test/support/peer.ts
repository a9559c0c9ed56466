import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { within } from '../../src/testing/deadlines.js';

const BUILD = new URL('../../build/test/peers/', import.meta.url);

/** Where a program is, and what it finds, other than usual. */
export interface PeerSetting {
  /** Folder of compiled programs. */
  readonly folder?: URL;
  /** Beside the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
  /** A command of the shell that limits it, such as `ulimit -n 256`. */
  readonly limit?: string;
  /** A command that runs it, such as `unshare --net`. */
  readonly under?: readonly string[];
}

/** How a process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/**
 * Another process, running `test/peers/NAME.ts`, as compiled by `npm run build:peers`: it imports the library as users
 * do. The two talk by JSON messages: see `parent` in `test/peers/parent.ts` for the other side.
 */
export class Peer implements AsyncDisposable {
  readonly exited: Promise<Exit>;
  private readonly disconnected: Promise<void>;
  /** What it wrote to standard error. */
  stderr = '';
  private readonly received: unknown[] = [];
  private readonly waiting: ((message: unknown) => void)[] = [];

  private constructor(
    private readonly name: string,
    readonly process: ChildProcess,
  ) {
    this.exited = new Promise((resolve) => process.once('exit', (code, signal) => resolve({ code, signal })));
    this.disconnected = new Promise((resolve) => process.once('disconnect', resolve));
    process.on('message', (message) => {
      const waiting = this.waiting.shift();
      if (waiting === undefined) this.received.push(message);
      else waiting(message);
    });
    process.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
  }

  /**
   * @param name of the program, without its ending
   * @param args for its command line
   * @param nodeArgs for node itself, such as `--expose-gc`
   */
  static start(
    name: string,
    args: readonly string[] = [],
    nodeArgs: readonly string[] = [],
    { folder = BUILD, env = {}, limit, under = [] }: PeerSetting = {},
  ): Peer {
    const path = fileURLToPath(new URL(`${name}.js`, folder));
    if (!existsSync(path)) throw new Error(`${path} does not exist: run npm run build && npm run build:peers`);
    const command = [...under, process.execPath, ...nodeArgs, path, ...args];
    const [file, ...rest] = limit === undefined ? command : ['bash', '-c', `${limit} && exec "$@"`, 'bash', ...command];
    const child = spawn(file, rest, {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      env: { ...process.env, ...env },
    });
    return new Peer(name, child);
  }

  get pid(): number {
    const { pid } = this.process;
    if (pid === undefined) throw new Error(`${this.name} could not be started`);
    return pid;
  }

  /** Sends it a message. */
  send(message: object | string): void {
    this.process.send(message);
  }

  /** The next message from it; rejects at the shared deadline, or when it exits before. */
  next(what = 'a message'): Promise<unknown> {
    const early = this.received.shift();
    if (early !== undefined) return Promise.resolve(early);
    const message = new Promise<unknown>((resolve) => this.waiting.push(resolve));
    // Its last words may come after the news of its exit, but not after the end of the channel.
    const death = Promise.all([this.exited, this.disconnected]).then(([{ code, signal }]) => {
      throw new Error(`${this.name} exited (${signal ?? code}) before ${what}\n${this.stderr}`);
    });
    return within(Promise.race([message, death]), `${what} from ${this.name}`);
  }

  /** The next message, which must be a string. */
  async nextString(what = 'a string'): Promise<string> {
    const message = await this.next(what);
    if (typeof message !== 'string') throw new Error(`${this.name} sent ${JSON.stringify(message)}, not ${what}`);
    return message;
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.process.kill(signal);
  }

  /** Waits until it has exited. */
  exit(): Promise<Exit> {
    return within(this.exited, `the exit of ${this.name}`);
  }

  /** Ends it, whatever state it is in. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) this.process.kill('SIGKILL');
    await this.exited;
  }
}

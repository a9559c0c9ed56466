import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { processPort } from './port.js';
import { Asker, type DriverRequest } from './requests.js';

/** A driver's process, with those of its partners. */
export class Driver<R = DriverRequest> {
  readonly asker: Asker<R>;
  private readonly process: ChildProcess;
  private readonly exited: Promise<void>;
  private readonly pids = new Set<number>();
  private threadId: number | undefined;

  /** @param program what it runs, in this folder */
  constructor(name: string, program = 'driver.js') {
    this.process = fork(fileURLToPath(new URL(program, import.meta.url)), [name], {
      serialization: 'advanced',
      execArgv: ['--expose-gc'],
    });
    this.asker = new Asker(processPort(this.process), name);
    this.exited = new Promise((resolve) => {
      this.process.once('exit', (code, signal) => {
        this.asker.fail(`it has exited with ${signal ?? code}`);
        resolve();
      });
    });
  }

  /** Says which processes belong to it: its own first. */
  owns(pids: readonly number[], threadId: number | undefined): void {
    for (const pid of pids) this.pids.add(pid);
    this.threadId ??= threadId;
  }

  /** Puts itself on the first core, and its partners on the others in turns; or all of them on all cores. */
  pin(cores: readonly number[], pinned: boolean): void {
    if (!pinned) return [...this.pids].forEach((pid) => affine(['-a'], cores, pid));
    [...this.pids].forEach((pid, index) =>
      affine(['-a'], [cores[index === 0 ? 0 : 1 + ((index - 1) % (cores.length - 1))]], pid),
    );
    if (this.threadId !== undefined) affine([], [cores[1]], this.threadId);
  }

  async stop(): Promise<void> {
    if (this.process.connected) this.process.disconnect();
    await this.exited;
  }
}

const ATTEMPTS = 3;

function affine(options: readonly string[], cores: readonly number[], id: number): void {
  for (let attempt = 1; ; attempt++) {
    try {
      execFileSync('taskset', [...options, '-cp', cores.join(','), String(id)], { stdio: 'ignore' });
      return;
    } catch (error) {
      // A thread of it has ended meanwhile.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** The cores that this process may use; none where `taskset` is not there. */
export function usableCores(): readonly number[] {
  try {
    const list =
      execFileSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' })
        .trim()
        .split(' ')
        .at(-1) ?? '';
    return list.split(',').flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    });
  } catch {
    return [];
  }
}

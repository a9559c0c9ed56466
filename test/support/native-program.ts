import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const NATIVE = join(import.meta.dirname, '../../native');
const BUILD = join(NATIVE, 'build/test');

const SANITIZERS = {
  address: ['-g', '-fsanitize=address,undefined', '-fno-sanitize-recover=undefined'],
  thread: ['-g', '-fsanitize=thread'],
  none: [],
};

/** The sanitizer of the process that runs the tests is not for the programs, nor for the compiler. */
const { LD_PRELOAD: _preloaded, ASAN_OPTIONS: _asan, UBSAN_OPTIONS: _ubsan, ...ENV } = process.env;

/** How a program has ended, and what it has said. */
export interface NativeRun {
  readonly ok: boolean;
  readonly output: string;
}

/** A program of `native/test`, compiled. */
export class NativeProgram {
  /** The names of its tests. */
  readonly tests: readonly string[];

  private constructor(private readonly path: string) {
    this.tests = call(path, ['--list']).trim().split('\n');
  }

  /**
   * @param folder for the program
   * @param headers by their names: what to compile with in place of the library's
   */
  static compile(
    name: string,
    sanitizer: keyof typeof SANITIZERS,
    folder: string = join(BUILD, sanitizer),
    headers: Readonly<Record<string, string>> = {},
  ): NativeProgram {
    mkdirSync(folder, { recursive: true });
    for (const [header, text] of Object.entries(headers)) writeFileSync(join(folder, header), text);
    const path = join(folder, name);
    const source = join(NATIVE, 'test', `${name}.cc`);
    const flags = ['-std=c++17', '-O1', '-Wall', '-Wextra', '-Werror', '-pthread', ...SANITIZERS[sanitizer]];
    call('g++', [...flags, `-I${folder}`, `-I${NATIVE}`, source, '-o', path]);
    return new NativeProgram(path);
  }

  /** Runs one of its tests, or all, and waits for its end. */
  run(test?: string, ...args: string[]): Promise<NativeRun> {
    return new Promise((resolve) => {
      execFile(this.path, test === undefined ? [] : [test, ...args], { env: ENV }, (error, stdout, stderr) => {
        resolve({ ok: error === null, output: stdout + stderr });
      });
    });
  }
}

function call(command: string, args: readonly string[]): string {
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: ENV });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  return stdout;
}

import { spawn } from 'node:child_process';

/** How a program is run. */
export interface RunOptions {
  readonly cwd: string;
  /** Added to the environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** It and all that it has started are killed then. */
  readonly timeoutMs: number;
}

/**
 * Runs a program to its end.
 * @returns what it has printed
 * @throws Error (rejection) with all that it has said, unless it ends in time and with status 0
 */
export function run(
  command: string,
  args: readonly string[],
  { cwd, env = {}, timeoutMs }: RunOptions,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const child = spawn(command, args, {
    cwd,
    env: { ...outsideEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return new Promise((resolve, reject) => {
    const fail = (how: string): void =>
      reject(new Error(`${[command, ...args].join(' ')} ${how}:\n${said.stdout}${said.stderr}`));
    const timer = setTimeout(() => {
      fail(`has not ended within ${timeoutMs} ms`);
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    }, timeoutMs);
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(said);
      else fail(`has ended with ${signal ?? code}`);
    });
  });
}

/** The environment without what npm and the test runner tell those whom they start. */
function outsideEnvironment(): NodeJS.ProcessEnv {
  const inside = /^(npm_(package|lifecycle|command|execpath|node_execpath)|npm_config_(local_)?prefix$|VITEST|NODE_)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !inside.test(name)));
}

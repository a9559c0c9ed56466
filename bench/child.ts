import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts the echo program of this folder; it sends one message when it is ready. */
export async function startEcho(...args: readonly string[]): Promise<{ ready: string; stop: () => Promise<void> }> {
  const child: ChildProcess = fork(fileURLToPath(new URL('echo.js', import.meta.url)), [...args]);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const ready = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve(typeof message === 'string' ? message : ''));
    child.once('exit', (code) => reject(new Error(`the echo program has exited with code ${code}`)));
  });
  const stop = async (): Promise<void> => {
    if (child.connected) child.disconnect();
    await exited;
  };
  return { ready, stop };
}

import type { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import type { Pipe } from '../pipe/pipe.js';
import type { Report } from './report.js';
import type { Signals } from './signals.js';

/** How long nobody need listen before the user is told that we wait. */
const PATIENCE_MS = 500;

/**
 * Connects, and waits until the pipe is established. The first signal ends the whole context.
 * @throws TensorductError
 */
export async function connect(
  context: Context,
  url: string,
  timeoutMs: number,
  report: Report,
  { signal }: Signals,
): Promise<Pipe> {
  const end = (): void => void context.close();
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  const pipe = context.connect(url, { timeoutMs });
  const timer = setTimeout(() => report.note(`waiting for ${url}`, { event: 'waiting', url }), PATIENCE_MS);
  try {
    await established(pipe);
  } finally {
    clearTimeout(timer);
  }
  return pipe;
}

/** Resolves when the pipe is established. From now on its errors are told by its operations alone. */
export async function established(pipe: Pipe): Promise<void> {
  let failure: TensorductError | undefined;
  pipe.on('error', (error) => {
    failure ??= error;
  });
  while (pipe.explain().state === 'connecting') {
    await new Promise<void>((resolve) => {
      pipe.once('established', resolve);
      pipe.once('close', resolve);
    });
  }
  if (pipe.explain().state === 'established') return;
  throw failure ?? new TensorductError('ERR_PEER_LOST', 'the pipe was closed while it was being set up');
}

import { constants } from 'node:os';

const CAUGHT = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * What ends a command from outside: a signal, or a standard output that nobody reads any more. The command cleans up and
 * ends; a second signal ends it at once.
 */
export class Signals {
  private readonly controller = new AbortController();
  private code: number | null = null;

  /** 128 and the number of the signal; null until there is one. */
  get exitCode(): number | null {
    return this.code;
  }

  /** Aborted by the first signal. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Catches them from now on. */
  install(): void {
    for (const name of CAUGHT) process.on(name, () => this.end(name));
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code !== 'EPIPE') throw error;
      if (this.code === null) this.end('SIGPIPE');
    };
    process.stdout.on('error', onError);
    process.stderr.on('error', onError);
  }

  private end(name: 'SIGPIPE' | (typeof CAUGHT)[number]): void {
    const code = 128 + constants.signals[name];
    if (this.code !== null) process.exit(this.code);
    this.code = code;
    this.controller.abort();
  }
}

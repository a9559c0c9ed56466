import type { Pipe } from '../pipe/pipe.js';
import { closeChild, type Child } from './child.js';

/** A child of this process, of either kind, and the pipe to it. */
export abstract class SpawnedChild implements AsyncDisposable {
  /**
   * @param defaultTimeoutMs for each step of `close`
   * @internal
   */
  constructor(
    /** When the child ends it fails with `ERR_PEER_LOST`; message and cause say how the child has ended. */
    readonly pipe: Pipe,
    private readonly child: Child,
    private readonly defaultTimeoutMs: number,
  ) {}

  /**
   * Closes the pipe, and resolves when the child has ended: by itself, as it should when its pipe is over; else because
   * it was asked to (SIGTERM, `terminate`); else by SIGKILL. Never rejects.
   * @param options.timeoutMs for each of these steps. Defaults to `limits.drainTimeoutMs`
   */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    return closeChild(this.child, this.pipe, options.timeoutMs ?? this.defaultTimeoutMs);
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

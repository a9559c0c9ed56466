import type { ChildProcess } from 'node:child_process';
import type { MessagePort, Worker } from 'node:worker_threads';

/** Either end of the channel that Node has put between a program and the one that has started it. */
export interface Port {
  /**
   * Sends.
   * @param sent called when it is on its way
   * @returns whether more may be sent at once; else it waits for `sent`
   */
  send(message: object, sent?: (error: Error | null) => void, transfer?: readonly ArrayBuffer[]): boolean;
  /**
   * Calls back for everything that comes.
   * @returns what ends that
   */
  on(handler: (message: unknown) => void): () => void;
}

/** To or from a process of `fork` with advanced serialization. */
export function processPort(end: ChildProcess | NodeJS.Process): Port {
  return {
    // Never without a callback: an error of the channel would then be an event.
    send: (message, sent) => end.send?.(message, undefined, undefined, sent ?? (() => {})) ?? false,
    on(handler) {
      end.on('message', handler);
      return () => end.off('message', handler);
    },
  };
}

/** To or from a worker thread. */
export function threadPort(end: Worker | MessagePort): Port {
  return {
    send(message, sent, transfer = []) {
      end.postMessage(message, transfer);
      sent?.(null);
      return true;
    },
    on(handler) {
      end.on('message', handler);
      return () => end.off('message', handler);
    },
  };
}

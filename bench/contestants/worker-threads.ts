import type { Contestant, Handler, Link, Slot, Station, Terms } from '../contestant.js';
import { ordinaryMessages } from '../memories.js';
import type { Port } from '../port.js';
import { partsIn } from './child-process.js';

/** Posted messages on their way: a port has no backpressure. */
const WINDOW = 256;

/**
 * A worker thread of the same process and its port. Where ours copies, the arrays are cloned; else their buffers are
 * transferred, and go back by transfer, or are what the reader sends next.
 */
export const workerThreads: Contestant = {
  open(terms) {
    return new ThreadStation(terms);
  },
};

class ThreadStation implements Station {
  readonly slots: readonly MovingSlot[];
  private readonly links: Link[] = [];

  constructor(private readonly terms: Terms) {
    const transferred = terms.sends.tensors && terms.mode !== 'copied';
    const { parts, bytes } = terms.sends;
    this.slots = transferred
      ? // A buffer is transferred as a whole: one for each part.
        Array.from(
          { length: terms.depth },
          () => new MovingSlot(Array.from({ length: parts }, () => new Uint8Array(bytes))),
        )
      : ordinaryMessages(terms.sends, terms.depth, 'sends').map((views) => new MovingSlot(views));
  }

  async listen(port: Port, onLink: (link: Link) => void): Promise<string> {
    onLink(await this.connect('', port));
    return '';
  }

  async connect(_address: string, port: Port): Promise<Link> {
    const link = new ThreadLink(this.terms, port, this.slots);
    this.links.push(link);
    return link;
  }

  async close(): Promise<void> {
    await Promise.all(this.links.map((link) => link.close()));
  }
}

/** Memory that may be at the other end. */
class MovingSlot implements Slot {
  constructor(public parts: readonly Uint8Array[]) {}
}

/** What goes between two links beside messages. */
type Note = { readonly got: number } | { readonly back: readonly Uint8Array[] };

class ThreadLink implements Link {
  private readonly stops: (() => void)[] = [];
  private unanswered = 0;
  private got = 0;
  private wake: (() => void) | null = null;
  private readonly away: { readonly slot: number; readonly done: () => void }[] = [];
  private readonly transfers: boolean;
  private readonly swaps: boolean;

  constructor(
    private readonly terms: Terms,
    private readonly port: Port,
    private readonly slots: readonly MovingSlot[],
  ) {
    this.transfers = terms.mode !== 'copied';
    // A message for a message: what has come is what goes.
    this.swaps = terms.sends.tensors === terms.receives.tensors && terms.sends.bytes === terms.receives.bytes;
    this.on((message) => {
      if (isNote(message)) this.heed(message);
    });
  }

  post(slot: number, done: () => void): void {
    const { parts } = this.slots[slot];
    const message = parts.length === 1 ? parts[0] : parts;
    // Where each message is answered by one, nobody can lag.
    if (!this.swaps) this.unanswered++;
    if (!this.transfers || !this.terms.sends.tensors) {
      this.port.send(message);
      // It was cloned within the call.
      done();
      return;
    }
    this.away.push({ slot, done });
    this.port.send(message, undefined, buffersOf(parts));
  }

  waits(): Promise<void> | undefined {
    return this.unanswered < WINDOW ? undefined : new Promise((resolve) => (this.wake = resolve));
  }

  receive(handler: Handler): void {
    let turn = Promise.resolve();
    let pending = 0;
    const take = (parts: readonly Uint8Array[]): void | Promise<void> => {
      const waits = handler(parts);
      return waits === undefined ? this.giveBack(parts) : waits.then(() => this.giveBack(parts));
    };
    this.on((message) => {
      const parts = partsIn(message);
      if (parts === null) return;
      const waits = pending > 0 ? (turn = turn.then(() => take(parts))) : take(parts);
      if (waits === undefined) return;
      pending++;
      turn = waits.finally(() => pending--);
    });
  }

  async close(): Promise<void> {
    for (const stop of this.stops) stop();
  }

  private on(handler: (message: unknown) => void): void {
    this.stops.push(this.port.on(handler));
  }

  private giveBack(parts: readonly Uint8Array[]): void {
    if (this.swaps && !(this.transfers && this.terms.sends.tensors)) return;
    if (this.swaps) {
      // In place of what was sent from here; the first one of all finds nothing gone.
      if (this.away.length > 0) this.comeHome(parts);
    } else if (this.transfers && this.terms.receives.tensors) {
      const note: Note = { back: parts };
      this.port.send(note, undefined, buffersOf(parts));
    } else if (++this.got % (WINDOW / 2) === 0) {
      const note: Note = { got: WINDOW / 2 };
      this.port.send(note);
    }
  }

  private heed(note: Note): void {
    if ('got' in note) this.unanswered -= note.got;
    else this.comeHome(note.back);
    const { wake } = this;
    this.wake = null;
    wake?.();
  }

  private comeHome(parts: readonly Uint8Array[]): void {
    const home = this.away.shift();
    if (home === undefined) throw new Error('worker_threads: memory has come back that was not away');
    if (!this.swaps) this.unanswered--;
    this.slots[home.slot].parts = parts;
    home.done();
  }
}

function buffersOf(parts: readonly Uint8Array[]): ArrayBuffer[] {
  return parts.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? [buffer] : []));
}

function isNote(message: unknown): message is Note {
  return typeof message === 'object' && message !== null && ('got' in message || 'back' in message);
}

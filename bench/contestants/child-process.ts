import type { Contestant, Handler, Link, Slot, Station, Terms } from '../contestant.js';
import { ordinaryMessages } from '../memories.js';
import type { Port } from '../port.js';

/** The channel of `fork` with `serialization: 'advanced'`: each message is a typed array, or an array of them. */
export const childProcess: Contestant = {
  open(terms) {
    return new ProcessStation(terms);
  },
};

class ProcessStation implements Station {
  readonly slots: readonly Slot[];
  private readonly links: Link[] = [];

  constructor(terms: Terms) {
    this.slots = ordinaryMessages(terms.sends, terms.depth, 'sends').map((parts) => ({ parts }));
  }

  async listen(port: Port, onLink: (link: Link) => void): Promise<string> {
    onLink(await this.connect('', port));
    return '';
  }

  async connect(_address: string, port: Port): Promise<Link> {
    const link = new ProcessLink(port, this.slots);
    this.links.push(link);
    return link;
  }

  async close(): Promise<void> {
    await Promise.all(this.links.map((link) => link.close()));
  }
}

class ProcessLink implements Link {
  private lagging: Promise<void> | undefined;
  private stop: () => void = () => {};
  /** Nothing can make the channel wait for a slow reader. */
  private readonly queue: (readonly Uint8Array[])[] = [];
  private handling = false;

  constructor(
    private readonly port: Port,
    private readonly slots: readonly Slot[],
  ) {}

  post(slot: number, done: () => void): void {
    const { parts } = this.slots[slot];
    let sent = (): void => {};
    const more = this.port.send(parts.length === 1 ? parts[0] : parts, (error) => {
      if (error !== null) throw error;
      sent();
    });
    if (!more) {
      this.lagging = new Promise((resolve) => {
        sent = () => {
          this.lagging = undefined;
          resolve();
        };
      });
    }
    // It was serialized within the call.
    done();
  }

  waits(): Promise<void> | undefined {
    return this.lagging;
  }

  receive(handler: Handler): void {
    this.stop = this.port.on((message) => {
      const parts = partsIn(message);
      if (parts === null) return;
      if (this.handling) this.queue.push(parts);
      else this.take(handler, parts);
    });
  }

  async close(): Promise<void> {
    this.stop();
  }

  private take(handler: Handler, parts: readonly Uint8Array[]): void {
    const waits = handler(parts);
    if (waits === undefined) return;
    this.handling = true;
    void waits.then(() => {
      this.handling = false;
      const next = this.queue.shift();
      if (next !== undefined) this.take(handler, next);
    });
  }
}

/** The parts of a message, null for what is none: the programs speak over the same channel. */
export function partsIn(message: unknown): readonly Uint8Array[] | null {
  if (message instanceof Uint8Array) return [message];
  return Array.isArray(message) && message.every((part) => part instanceof Uint8Array) ? message : null;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pair } from 'zeromq';
import type { Contestant, Handler, Link, Slot, Station, Terms } from '../contestant.js';
import type { Port } from '../port.js';
import { ordinaryMessages } from '../memories.js';

/** Slots beyond the high-water mark: what is in the hands of the I/O thread is sent from where it lies. */
const IN_FLIGHT = 4;

/** zeromq.js with a PAIR socket for each link, over ipc or tcp. It gives new memory to the receiver. */
export const zeromq: Contestant = {
  open(terms) {
    return new PairStation(terms);
  },
};

class PairStation implements Station {
  readonly slots: readonly Slot[];
  private readonly folder = mkdtempSync(join(tmpdir(), 'tensorduct-bench-'));
  private readonly links: PairLink[] = [];

  constructor(private readonly terms: Terms) {
    this.slots = ordinaryMessages(terms.sends, terms.depth + IN_FLIGHT, 'sends').map((parts) => ({ parts }));
  }

  async listen(_port: Port, onLink: (link: Link) => void): Promise<string> {
    const link = this.add();
    await link.socket.bind(
      this.terms.transport === 'tcp' ? 'tcp://127.0.0.1:*' : `ipc://${join(this.folder, 'socket')}`,
    );
    onLink(link);
    return link.socket.lastEndpoint ?? '';
  }

  async connect(address: string): Promise<PairLink> {
    const link = this.add();
    link.socket.connect(address);
    return link;
  }

  async close(): Promise<void> {
    await Promise.all(this.links.map((link) => link.close()));
    rmSync(this.folder, { recursive: true });
  }

  private add(): PairLink {
    const options = { linger: 0, sendHighWaterMark: this.terms.depth, receiveHighWaterMark: this.terms.depth };
    const link = new PairLink(new Pair(options), this.slots);
    this.links.push(link);
    return link;
  }
}

class PairLink implements Link {
  /** It takes one message after the other. */
  private sending: Promise<void> | undefined;
  private closing = false;

  constructor(
    readonly socket: Pair,
    private readonly slots: readonly Slot[],
  ) {}

  post(slot: number, done: () => void): void {
    const { parts } = this.slots[slot];
    this.sending = this.socket.send([...parts]).then(() => {
      this.sending = undefined;
      done();
    });
  }

  waits(): Promise<void> | undefined {
    return this.sending;
  }

  receive(handler: Handler): void {
    void this.receiveAll(handler);
  }

  async close(): Promise<void> {
    this.closing = true;
    this.socket.close();
  }

  private async receiveAll(handler: Handler): Promise<void> {
    try {
      for await (const parts of this.socket) {
        const waits = handler(parts);
        if (waits !== undefined) await waits;
      }
    } catch (error) {
      if (!this.closing) throw error;
    }
  }
}

import { readdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Context } from '../../src/context/context.js';
import type { ErrorCode } from '../../src/errors.js';
import type { Listener } from '../../src/listener/listener.js';
import type { Pipe } from '../../src/pipe/pipe.js';
import { within } from '../../src/testing/deadlines.js';
import { memory } from '../../src/transports/memory/index.js';
import { tcp } from '../../src/transports/tcp/index.js';
import type { TransportContext } from '../../src/transports/transport.js';
import { unix } from '../../src/transports/unix/index.js';
import { behave, whenEstablished } from './campaign.js';

export const SECRET = new Uint8Array(32).fill(5);

/** One message there and back. */
export async function exchange(pipe: Pipe): Promise<void> {
  await within(pipe.write({ metadata: Uint8Array.of(1) }), 'the write of a witness');
  const descriptor = await within(pipe.readDescriptor(), 'the answer to a witness');
  await pipe.read(descriptor?.allocate() ?? { payloads: [], tensors: [] });
}

/** Two programs that listen, one of them with a secret, and a pipe that has nothing to do with any attack. */
export class Victims implements AsyncDisposable {
  /** Transports for attackers. */
  readonly media: readonly (readonly [string, TransportContext])[] = [
    ['memory', memory()],
    ['unix', unix()],
    ['tcp', tcp()],
  ];
  readonly better = memory();
  /** How pipes ended that were accepted, by the name of the peer. */
  private readonly ends = new Map<string, Promise<ErrorCode | null>>();
  private next: Promise<void> | null = null;

  private constructor(
    private readonly contexts: readonly Context[],
    readonly open: Listener,
    readonly secret: Listener,
    private readonly innocent: Context,
    private readonly pipe: Pipe,
  ) {
    for (const listener of [open, secret]) void this.acceptAll(listener);
  }

  static async listen(): Promise<Victims> {
    const contexts = [new Context({ name: 'open' }), new Context({ name: 'secret', secret: SECRET })];
    const [open, secret] = await Promise.all(
      contexts.map((context) => {
        context.registerTransport(500, 'better', memory());
        return context.listen(['memory://', 'unix://', 'tcp://127.0.0.1:0', 'better://']);
      }),
    );
    const innocent = new Context({ name: 'innocent' });
    // What a context shows opens the socket of its links: before descriptors are counted.
    for (const context of [...contexts, innocent]) context.describe();
    return new Victims([...contexts, innocent], open, secret, innocent, innocent.connect(open.url('memory')));
  }

  /** How the pipe of a peer has ended; undefined if there never was one. Asked once for each. */
  async endOf(name: string): Promise<ErrorCode | null | undefined> {
    const ended = this.ends.get(name);
    this.ends.delete(name);
    return ended;
  }

  /** Rejects when the innocent pipe is disturbed. One exchange serves all who ask while another is under way. */
  witness(): Promise<void> {
    this.next ??= this.exchanging.then(() => {
      this.next = null;
      this.exchanging = exchange(this.pipe);
      return this.exchanging;
    });
    return this.next;
  }
  private exchanging = Promise.resolve();

  /** Whether the open listener still accepts, over TCP. */
  async newcomer(): Promise<void> {
    const pipe = this.innocent.connect(this.open.url('tcp'));
    await exchange(pipe);
    await pipe.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
    await Promise.all([...this.media.map(([, transport]) => transport), this.better].map((each) => each.join()));
  }

  private async acceptAll(listener: Listener): Promise<void> {
    try {
      for await (const pipe of listener) {
        const ended = behave(pipe);
        ended.catch(() => {});
        whenEstablished(pipe, () => this.ends.set(pipe.remoteName, ended));
      }
    } catch {
      // The context was closed.
    }
  }
}

/** Descriptors of this process. */
export function openFiles(): number {
  return readdirSync('/proc/self/fd').length;
}

/** Waits until there are no more descriptors than there were. */
export async function filesAreBack(before: number): Promise<void> {
  const back = async (): Promise<void> => {
    while (openFiles() > before) await pause(20);
  };
  await within(back(), 'the end of every descriptor');
}

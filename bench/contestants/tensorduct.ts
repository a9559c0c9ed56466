import { basic, cma, Context, multiSocket, shm, tcp, TensorductError, unix } from 'tensorduct';
import type { Allocation, ContextOptions, Message, Pipe, ReceivedMessage } from 'tensorduct';
import type { Contestant, Handler, Link, Slot, Station, Terms } from '../contestant.js';
import type { Port } from '../port.js';
import { ordinaryMessages } from '../memories.js';

const ADDRESSES = { shm: 'shm://', unix: 'unix://', tcp: 'tcp://127.0.0.1:0' } as const;
const TRANSPORT_FACTORIES = { shm, unix, tcp };
const CHANNEL_FACTORIES = new Map<string, typeof basic | typeof cma | typeof multiSocket>([
  ['basic', basic],
  ['cma', cma],
  ['multi-socket', multiSocket],
]);
/** Messages that are read at once, each into memory of its own; few tensors, so that it stays in the cache. */
const [MOST_READS, MOST_TENSOR_READS] = [16, 4];

/** Ours: pipes of one context at each end. */
export const tensorduct: Contestant = {
  async open(terms) {
    const context = contextFor(terms);
    const { parts, bytes, tensors } = terms.sends;
    const slots: Slot[] = [];
    const messages: Message[] = [];
    if (tensors && terms.mode === 'born-shared') {
      for (let slot = 0; slot < terms.depth; slot++) {
        const born = await Promise.all(Array.from({ length: parts }, () => context.allocate('uint8', [bytes])));
        const settled =
          parts === 1
            ? () => born[0].settled()
            : () => Promise.all(born.map((tensor) => tensor.settled())).then(() => {});
        slots.push({ parts: born.map(({ data }) => data), settled });
        messages.push({ tensors: born });
      }
    } else {
      for (const views of ordinaryMessages(terms.sends, terms.depth, 'sends')) {
        const items = views.map((data) => ({ data }));
        slots.push({ parts: views });
        messages.push(tensors ? { tensors: items } : { payloads: items });
      }
    }
    return new PipeStation(context, terms, slots, messages);
  },
};

/** Without shared memory and the like where the bytes are to go through a socket. */
function contextFor({ transport, channel }: Terms): Context {
  const options: ContextOptions = { name: 'bench', arena: { budgetBytes: 2 ** 30 } };
  if (channel === null) return new Context(transport === 'shm' ? options : { ...options, arena: false, cma: false });
  const factory = CHANNEL_FACTORIES.get(channel);
  if (factory === undefined) throw new Error(`no channel ${channel}`);
  const context = new Context({ ...options, defaults: false });
  context.registerTransport(1, transport, TRANSPORT_FACTORIES[transport]());
  context.registerChannel(1, channel, factory());
  return context;
}

class PipeStation implements Station {
  private readonly links = new Set<PipeLink>();

  constructor(
    private readonly context: Context,
    private readonly terms: Terms,
    readonly slots: readonly Slot[],
    private readonly messages: readonly Message[],
  ) {}

  async listen(_port: Port, onLink: (link: Link) => void): Promise<string> {
    const listener = await this.context.listen(ADDRESSES[this.terms.transport]);
    const acceptNext = (): void =>
      listener.accept((_, pipe) => {
        // It ends with the context.
        if (pipe === null) return;
        acceptNext();
        onLink(this.add(pipe));
      });
    acceptNext();
    return listener.url(this.terms.transport);
  }

  async connect(address: string): Promise<PipeLink> {
    return this.add(this.context.connect(address));
  }

  async close(): Promise<void> {
    await Promise.all([...this.links].map((link) => link.close()));
    await this.context.close();
  }

  private add(pipe: Pipe): PipeLink {
    const link = new PipeLink(pipe, this.terms, this.messages);
    this.links.add(link);
    pipe.once('close', () => this.links.delete(link));
    return link;
  }
}

class PipeLink implements Link {
  private closing = false;
  private failed = false;

  constructor(
    private readonly pipe: Pipe,
    private readonly terms: Terms,
    private readonly messages: readonly Message[],
  ) {}

  post(slot: number, done: () => void): void {
    if (this.terms.form === 'promises') {
      this.pipe.write(this.messages[slot]).then(done, (error: unknown) => this.fail(error));
    } else {
      this.pipe.write(this.messages[slot], (error) => (error === null ? done() : this.fail(error)));
    }
  }

  waits(): Promise<void> | undefined {
    const { pipe } = this;
    return pipe.writable ? undefined : new Promise((resolve) => pipe.once('drain', resolve));
  }

  receive(handler: Handler): void {
    if (this.terms.form === 'promises') this.receiveByPromises(handler).catch((error: unknown) => this.fail(error));
    else this.receiveByCallbacks(handler);
  }

  channel(): string | undefined {
    const { transport, channels } = this.pipe.explain();
    if (transport?.name !== this.terms.transport) throw new Error(`it went over ${transport?.name}`);
    return channels.find(({ local }) => local.startsWith('cpu'))?.name;
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.pipe.close();
  }

  /** The next descriptor is asked for with the read of the message before, so that reads overlap. */
  private receiveByCallbacks(handler: Handler): void {
    const { pipe } = this;
    const [allocations, views] = this.destinations();
    let turn = 0;
    let reading = 0;
    let asked = false;
    const ask = (): void => {
      if (asked || reading === allocations.length) return;
      asked = true;
      pipe.readDescriptor((error, descriptor) => {
        if (error !== null) return this.fail(error);
        if (descriptor === null) return;
        asked = false;
        reading++;
        const number = turn;
        turn = (turn + 1) % allocations.length;
        pipe.read(allocations[number], (problem, message) => {
          if (message === null) return this.fail(problem);
          const waits = handler(views === null ? viewsOf(message) : views[number]);
          const finish = (): void => {
            message.release();
            reading--;
            ask();
          };
          if (waits === undefined) finish();
          else waits.then(finish, (reason: unknown) => this.fail(reason));
        });
        ask();
      });
    };
    ask();
  }

  private async receiveByPromises(handler: Handler): Promise<void> {
    const [[allocation], views] = this.destinations();
    for (;;) {
      const descriptor = await this.pipe.readDescriptor();
      if (descriptor === null) return;
      const message = await this.pipe.read(allocation);
      const waits = handler(views === null ? viewsOf(message) : views[0]);
      if (waits !== undefined) await waits;
      message.release();
    }
  }

  /** Where messages go: the views are null for what is borrowed. */
  private destinations(): [readonly Allocation[], readonly (readonly Uint8Array[])[] | null] {
    const { receives, mode, depth } = this.terms;
    const reads = Math.min(depth, receives.tensors ? MOST_TENSOR_READS : MOST_READS);
    if (receives.tensors && mode !== 'copied') {
      const tensors = Array.from({ length: receives.parts }, () => 'borrow' as const);
      return [Array.from({ length: reads }, () => ({ tensors })), null];
    }
    const views = ordinaryMessages(receives, reads, 'receives');
    const allocations = views.map((parts) => {
      const items = parts.map((data) => ({ data }));
      return receives.tensors ? { tensors: items } : { payloads: items };
    });
    return [allocations, views];
  }

  /** What fails once the end has come is no news, and a process that is gone is told of elsewhere; all else ends the program. */
  private fail(error: unknown): void {
    const gone = error instanceof TensorductError && error.code === 'ERR_PEER_LOST';
    if (this.closing || gone || this.failed) return;
    this.failed = true;
    queueMicrotask(() => {
      throw error;
    });
  }
}

function viewsOf(message: ReceivedMessage): readonly Uint8Array[] {
  return message.tensors.map((tensor) => tensor.typed('uint8'));
}

import { basic } from '../../channels/basic/index.js';
import { shmArena } from '../../channels/shm-arena/index.js';
import { Context } from '../../context/context.js';
import type { Arena, ArenaReader, ArenaUnit, ArenaWriter, ReceivedBytes } from '../../loader/arena.js';
import type { Pipe } from '../../pipe/pipe.js';
import { unix } from '../../transports/unix/index.js';
import { within } from '../deadlines.js';
import type { UnitArenaFixtures, UnitArenaOptions } from './fixtures.js';

/** Long enough to be lent, where tensors are: short ones travel in their message. */
export const UNIT_BYTES = 128 * 1024;

/** Both ends of one arena, and a pipe for its units. */
export class Bench {
  readonly writer: ArenaWriter;
  readonly reader: ArenaReader;

  private constructor(
    ends: { readonly writer: ArenaWriter; readonly reader: ArenaReader },
    private readonly output: Pipe,
    private readonly input: Pipe,
  ) {
    this.writer = ends.writer;
    this.reader = ends.reader;
  }

  /** Runs `body` with a new arena between two contexts, and ends them. */
  static async with(
    fixtures: UnitArenaFixtures,
    options: Partial<UnitArenaOptions>,
    body: (bench: Bench) => Promise<void>,
  ): Promise<void> {
    const arena: Arena = fixtures.createArena({ unitBytes: UNIT_BYTES, units: 2, ...options });
    await using consumer = createContext('consumer');
    await using producer = createContext('producer');
    const listener = await consumer.listen('unix://');
    const output = producer.connect(listener.urls[0]);
    const input = await within(listener.accept(), 'a pipe');
    const writer = await fixtures.openWriter(arena, producer);
    try {
      await body(new Bench({ writer, reader: arena.openReader() }, output, input));
    } finally {
      writer.close();
      output.destroy();
      input.destroy();
    }
  }

  /** Begins a unit, which has to fit. */
  async begin(...lengths: number[]): Promise<void> {
    if (await within(this.writer.beginUnit(lengths), 'room')) return;
    throw new Error(`the arena refuses a unit of ${lengths.join(' + ')} bytes`);
  }

  /** Sends a unit to the other end. */
  async carry({ span, tensors }: ArenaUnit<Uint8Array>): Promise<ArenaUnit<ReceivedBytes>> {
    const written = this.output.write({ tensors: tensors.map((data) => ({ data })) });
    const descriptor = await within(this.input.readDescriptor(), 'the unit');
    if (descriptor === null) throw new Error('the pipe is over');
    const message = await within(this.input.read(descriptor.allocate('borrow')), 'the unit');
    await written;
    return { span, tensors: message.tensors };
  }

  /** A unit of one binary, all of it filled with a byte, at the other end. */
  async unitOf(byte: number, length = UNIT_BYTES): Promise<Arrived> {
    await this.begin(length);
    const place = this.writer.writeBinary(new Uint8Array(length).fill(byte));
    const unit = await this.carry(this.writer.commitUnit());
    return { unit, bytes: this.reader.readBinary(unit, place) };
  }
}

/** What was read. */
export interface Arrived {
  readonly unit: ArenaUnit<ReceivedBytes>;
  readonly bytes: Uint8Array;
}

/** Without the channel that would outrank shared memory within one process. */
function createContext(name: string): Context {
  const context = new Context({ name, defaults: false, arena: { budgetBytes: 64 * 2 ** 20 } });
  context.registerTransport(1, 'unix', unix());
  if (context.memory?.sharing.ok) context.registerChannel(2, 'shm-arena', shmArena(context.memory, basic()));
  context.registerChannel(1, 'basic', basic());
  return context;
}

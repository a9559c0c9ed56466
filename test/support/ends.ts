import { randomFillSync } from 'node:crypto';
import {
  basic,
  cma,
  Context,
  inProcess,
  memory,
  shm,
  tcp,
  TensorductError,
  unix,
  type ChannelContext,
  type Limits,
  type Listener,
  type Pipe,
  type ReceivedMessage,
  type TransportContext,
} from '../../src/index.js';
import { turns } from '../../src/testing/channel/pair.js';
import { until } from '../../src/testing/channel/support.js';
import { within } from '../../src/testing/deadlines.js';

export const KIB = 1024;
export const MIB = 1024 * 1024;
/** Longer than what travels inside a frame: it waits until the peer reads. */
export const LARGE = 300_000;

/** A transport and the one channel beside it. */
export interface Medium {
  readonly transport: () => TransportContext;
  readonly url: string;
  readonly channel: () => ChannelContext;
}

/** What pipes of one process can be made of, by a name for titles. */
export const MEDIA: Readonly<Record<string, Medium>> = {
  'memory and in-process': { transport: memory, url: 'memory://', channel: inProcess },
  'memory and basic': { transport: memory, url: 'memory://', channel: basic },
  'shm and basic': { transport: shm, url: 'shm://', channel: basic },
  'unix and basic': { transport: unix, url: 'unix://', channel: basic },
  'unix and cma': { transport: unix, url: 'unix://', channel: cma },
  'tcp and basic': { transport: tcp, url: 'tcp://127.0.0.1:0', channel: basic },
};

/** A medium, by its name. */
export function mediumOf(name: string): Medium {
  const medium = MEDIA[name];
  if (medium === undefined) throw new Error(`there is no medium "${name}"`);
  return medium;
}

/** How the ends are made. */
export interface EndsOptions {
  /** @default memory and basic */
  readonly medium?: string;
  /** Of both ends. */
  readonly limits?: Partial<Limits>;
  /** Channels of both ends beside the medium's, with higher priority. */
  readonly channels?: Readonly<Record<string, () => ChannelContext>>;
}

/** A context with one transport and one channel, and what `options` add. */
export function contextOf(name: string, { medium = 'memory and basic', limits, channels = {} }: EndsOptions): Context {
  const { transport, channel } = mediumOf(medium);
  const context = new Context({ name, limits, defaults: false });
  const [transportName = '', channelName = ''] = medium.split(' and ');
  context.registerTransport(1, transportName, transport());
  context.registerChannel(1, channelName, channel());
  let priority = 1;
  for (const [other, create] of Object.entries(channels)) context.registerChannel(++priority, other, create());
  return context;
}

/** Both ends of one pipe, in contexts of their own. Disposing closes both at once and checks that they close. */
export class Ends implements AsyncDisposable {
  private constructor(
    /** Connected. */
    readonly near: Pipe,
    /** Was accepted. */
    readonly far: Pipe,
    readonly nearContext: Context,
    readonly farContext: Context,
    readonly listener: Listener,
  ) {}

  static async open(options: EndsOptions = {}): Promise<Ends> {
    const nearContext = contextOf('near', options);
    const farContext = contextOf('far', options);
    const listener = await farContext.listen(mediumOf(options.medium ?? 'memory and basic').url);
    const near = nearContext.connect(listener.urls[0]);
    const far = await within(listener.accept(), 'the other end of the pipe');
    await within(Promise.all([established(near), established(far)]), 'the establishing of both ends');
    // It stays open: the first large transfer opens a connection of its own.
    return new Ends(near, far, nearContext, farContext, listener);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await within(Promise.all([this.nearContext.join(), this.farContext.join()]), 'the join of both contexts');
  }
}

/** Resolves once a pipe is established. */
export async function established(pipe: Pipe): Promise<void> {
  if (pipe.explain().state === 'established') return;
  await new Promise<void>((resolve) => pipe.once('established', resolve));
}

/** Resolves once a pipe is over and released. */
export function closed(pipe: Pipe): Promise<void> {
  return within(new Promise<void>((resolve) => pipe.once('close', resolve)), 'the close of a pipe');
}

/** Bytes that do not repeat. */
export function bytes(length: number): Uint8Array<ArrayBuffer> {
  return randomFillSync(new Uint8Array(length));
}

/** Reads the next message that was not taken back into new memory. */
export async function readNext(pipe: Pipe): Promise<ReceivedMessage> {
  for (;;) {
    try {
      const descriptor = await within(pipe.readDescriptor(), 'the next descriptor');
      if (descriptor === null) throw new Error('the messages have ended');
      return await within(pipe.read(descriptor.allocate()), 'the next message');
    } catch (error) {
      if (!(error instanceof TensorductError) || error.code !== 'ERR_MESSAGE_WITHDRAWN') throw error;
    }
  }
}

/** Writes and reads one message of one tensor each way, which shows that the pipe is in step. */
export async function assertInStep(one: Pipe, other: Pipe, length = LARGE): Promise<void> {
  for (const [writer, reader] of [
    [one, other],
    [other, one],
  ] as const) {
    const data = bytes(length);
    const written = writer.write({ tensors: [{ data }] });
    const message = await readNext(reader);
    await within(written, 'the write of the message');
    const [tensor] = message.tensors;
    if (!(tensor.data instanceof Uint8Array) || Buffer.compare(tensor.data, data) !== 0) {
      throw new Error('the message that followed has arrived with other bytes');
    }
  }
}

/** Resolves once everything that one end has put on the pipe's connection has come to the other. */
export async function arrived(from: Pipe, to: Pipe): Promise<void> {
  await turns(2);
  const all = until(() => to.counters.wireBytesRead === from.counters.wireBytesWritten);
  await within(all, 'the arrival of what was written');
}

import { BasicChannelContext } from '../../src/channels/basic/context.js';
import { readChunk, writeChunk } from '../../src/channels/basic/chunk-codec.js';
import { encodeAnswer, readAnswer, type ChunkAnswer } from '../../src/channels/chunk-answer.js';
import type { Channel, ChannelEnvironment } from '../../src/channels/channel.js';
import { Counters } from '../../src/counters.js';
import type { TensorductError } from '../../src/errors.js';
import { within } from '../../src/testing/deadlines.js';
import { connectLanes } from '../../src/testing/channel/loopback.js';
import type { TransportConnection } from '../../src/transports/transport.js';
import { FrameReader, type FrameHandler } from '../../src/wire/frame-reader.js';
import { FrameType } from '../../src/wire/frame.js';
import { FrameWriter } from '../../src/wire/frame-writer.js';

export interface SeenChunk {
  readonly transfer: number;
  readonly offset: number;
  readonly end: boolean;
  readonly length: number;
}

/** A basic channel whose other end is the test: it says what it wants on the lane and in answers. */
export class ScriptedPeer implements ChannelEnvironment, FrameHandler {
  readonly name = 'basic';
  readonly role = 'connect';
  readonly pipe = '0'.repeat(32);
  readonly remoteDescriptors = new Map<string, string>();
  readonly counters = new Counters();
  readonly channel: Channel;
  /** What the channel has answered. */
  readonly answers: ChunkAnswer[] = [];
  /** What the channel has put on the lane. */
  readonly chunks: SeenChunk[] = [];
  failure: TensorductError | null = null;
  private readonly writer: FrameWriter;
  private readonly reader: FrameReader;
  private changed: () => void = () => {};

  static async create(): Promise<ScriptedPeer> {
    const peer = new ScriptedPeer(...(await connectLanes()));
    peer.reader.run();
    return peer;
  }

  /** One that leaves on the lane whatever the channel sends, until it is told to `resume`. */
  static async createStopped(): Promise<ScriptedPeer> {
    return new ScriptedPeer(...(await connectLanes()));
  }

  private constructor(
    private readonly near: TransportConnection,
    readonly far: TransportConnection,
  ) {
    this.channel = new BasicChannelContext().createChannel(this);
    this.writer = new FrameWriter(far);
    this.reader = new FrameReader(far, this);
  }

  // ---- what the channel sees ----

  lane(_index: number, callback: (error: null, lane: TransportConnection) => void): void {
    setImmediate(() => callback(null, this.near));
  }

  answer(bytes: Uint8Array): void {
    this.answers.push(readAnswer(bytes));
    this.changed();
  }

  fail(error: TensorductError): void {
    this.failure ??= error;
    this.closeLanes();
    this.changed();
  }

  closeLanes(): void {
    this.near.close();
    this.far.close();
  }

  // ---- what the test does ----

  resume(): void {
    this.reader.run();
  }

  /** Puts a piece on the lane; without a length, an `end`. */
  chunk(transfer: number, offset: number, length = 0, end = length === 0): void {
    writeChunk(this.writer.begin(24), transfer, offset, end);
    this.writer.end(FrameType.chunk, length === 0 ? [] : [new Uint8Array(length).fill(transfer)]);
  }

  answered(...answer: Parameters<typeof encodeAnswer>): void {
    this.channel.answered(encodeAnswer(...answer));
  }

  /** Waits until `condition` holds of what the channel has said. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await within(new Promise<void>((resolve) => (this.changed = resolve)), 'what the script waits for');
    }
  }

  // ---- the far end of the lane ----

  headLimit(): number {
    return 64;
  }

  onHead(_type: number, head: Uint8Array, length: number): 'discard' {
    this.chunks.push({ ...readChunk(head), length });
    return 'discard';
  }

  onFrame(): void {
    this.changed();
  }

  onError(): void {}
}

import { open } from 'node:fs/promises';
import type { Message } from '../../message/message.js';
import type { Pipe } from '../../pipe/pipe.js';
import { readAt, readLayout } from '../formats/read-layout.js';
import { Answers } from './answers.js';
import type { ListedFile } from './file-list.js';
import { partsOf, type Part } from './parts.js';
import { encodeHead } from './protocol.js';
import { watchStall } from './stall.js';

/** The smallest memory that is made for messages. */
const LEAST_MEMORY = 2 ** 16;

/** What a sender needs to know. */
export interface SenderOptions {
  /** The most bytes of a message. Two are in memory at a time. */
  readonly messageBytes: number;
  /** Whether files are bytes, whatever their names say. */
  readonly asRaw: boolean;
  /** How long the peer may stand still; 0 is for ever. */
  readonly idleMs: number;
  /** The peer has stored a file. */
  onStored(file: ListedFile): void;
  /** A file was refused, or could not be read. */
  onFailed(file: ListedFile, reason: string): void;
}

/** How sending has ended. */
export interface Sent {
  readonly stored: number;
  readonly failed: number;
  /** Files that a peer has read that answers none: one of the user's own, not `tensorduct listen`. */
  readonly unanswered: number;
}

/** Sends files, one after another, two messages at a time. */
export class Sender {
  /** The name of the file that is being sent. */
  current = '';
  private readonly slots: readonly Slot[];
  private readonly files = new Map<string, ListedFile>();
  private readonly failed = new Set<string>();
  /** Why messages of files could not be delivered. The answer, where one comes, says more. */
  private readonly undelivered = new Map<string, string>();
  private readonly answers: Answers;
  private turn = 0;

  constructor(
    private readonly pipe: Pipe,
    private readonly options: SenderOptions,
  ) {
    this.slots = [new Slot(options.messageBytes), new Slot(options.messageBytes)];
    this.answers = new Answers(pipe, ({ name, refused }) => {
      const file = this.files.get(name);
      if (file === undefined) return;
      if (refused === undefined) options.onStored(file);
      else this.fail(file, refused);
    });
  }

  /**
   * Sends them all, and waits until the peer has answered each or closed its end.
   * @throws TensorductError when the peer is lost, or does not speak as it must
   */
  async send(files: readonly ListedFile[]): Promise<Sent> {
    const { pipe, answers, options } = this;
    const unwatch = watchStall(pipe, options.idleMs, () => true);
    try {
      for (const file of files) {
        this.current = file.name;
        this.files.set(file.name, file);
        await this.sendFile(file);
      }
      for (const slot of this.slots) await slot.free;
      // The goodbye says that no file follows; the receiver answers what it has before it closes its end.
      const closed = pipe.close({ timeoutMs: options.idleMs === 0 ? 2 ** 31 - 1 : options.idleMs });
      await answers.ended.catch((thrown: unknown) => {
        if (answers.count < files.length) throw thrown;
      });
      await closed;
    } finally {
      unwatch();
    }
    const open = files.filter(({ name }) => answers.get(name) === undefined && !this.failed.has(name));
    let unanswered = 0;
    for (const file of open) {
      const reason = this.undelivered.get(file.name);
      if (reason !== undefined) this.fail(file, reason);
      else if (answers.count > 0) this.fail(file, 'the receiver has closed without a word about it');
      else unanswered++;
    }
    return { stored: files.length - this.failed.size - unanswered, failed: this.failed.size, unanswered };
  }

  private async sendFile(file: ListedFile): Promise<void> {
    try {
      await using handle = await open(file.path);
      const { size } = await handle.stat();
      const source = { handle, path: file.path, size };
      const layout = await readLayout(source, this.options.asRaw);
      for (const part of partsOf(layout, this.options.messageBytes)) {
        if (this.failed.has(file.name) || this.undelivered.has(file.name)) return;
        const slot = this.slots[(this.turn ^= 1)];
        await slot.free;
        const memory = await readAt(source, part.offset, slot.memory(part.length));
        const { offset, last } = part;
        const head = encodeHead({ name: file.name, format: layout.format, size, offset, last });
        slot.hold(this.write(file, messageOf(head, part, memory)));
      }
    } catch (thrown) {
      // What ended the pipe ends it all; a file that cannot be read only itself.
      if (this.isOver) throw thrown;
      this.fail(file, thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  /** Rejects only where the pipe is over: all else concerns this file alone. */
  private async write(file: ListedFile, message: Message): Promise<void> {
    try {
      await this.pipe.write(message);
    } catch (thrown) {
      if (this.isOver) throw thrown;
      this.undelivered.set(file.name, thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  private get isOver(): boolean {
    return this.pipe.explain().state === 'closed';
  }

  private fail(file: ListedFile, reason: string): void {
    if (this.failed.has(file.name)) return;
    this.failed.add(file.name);
    this.options.onFailed(file, reason);
  }
}

/** Memory for one message at a time, used again and again. */
class Slot {
  /** Resolves when the memory is the pipe's no more. */
  free: Promise<void> = Promise.resolve();
  private bytes = new Uint8Array(0);

  constructor(private readonly messageBytes: number) {}

  memory(length: number): Uint8Array {
    if (this.bytes.length < length) {
      // The old memory can go before there is new.
      this.bytes = new Uint8Array(0);
      this.bytes = new Uint8Array(Buffer.allocUnsafeSlow(this.capacityFor(length)).buffer);
    }
    return this.bytes.subarray(0, length);
  }

  hold(write: Promise<void>): void {
    this.free = write;
    write.catch(() => undefined);
  }

  /** Powers of two, so that growing file by file makes little garbage. */
  private capacityFor(length: number): number {
    const power = Math.max(LEAST_MEMORY, 2 ** Math.ceil(Math.log2(length)));
    return Math.max(length, Math.min(power, this.messageBytes));
  }
}

function messageOf(head: Uint8Array, part: Part, memory: Uint8Array): Message {
  let position = part.headerLength;
  const payloads = part.headerLength > 0 ? [{ data: memory.subarray(0, position) }] : [];
  const tensors = part.tensors.map(({ byteLength, ...tensor }) => {
    const data = memory.subarray(position, position + byteLength);
    position += byteLength;
    return { ...tensor, data };
  });
  return { metadata: head, payloads, tensors };
}

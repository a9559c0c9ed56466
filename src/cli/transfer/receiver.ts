import { LANDING_WINDOW } from '../../channels/sink-landing.js';
import { TensorductError } from '../../errors.js';
import type { Descriptor } from '../../message/descriptor.js';
import type { Pipe } from '../../pipe/pipe.js';
import type { Inbox, IncomingFile } from './inbox.js';
import { decodeHead, encodeAnswer, type FileHead } from './protocol.js';
import { watchStall } from './stall.js';

/** What a receiver needs to know. */
export interface ReceiverOptions {
  readonly inbox: Inbox;
  /** Memory that the tensors of one message may take here. */
  readonly messageBytes: number;
  /** How long a file may stand still; 0 is for ever. */
  readonly idleMs: number;
  /** A file has its name. */
  onStored(file: { readonly name: string; readonly size: number; readonly format: string }): void;
  /** A file was refused or did not come to its end; nothing is left of it. */
  onFailed(name: string, error: TensorductError): void;
}

/**
 * Takes the files of one sender. Each is answered once: stored, or why not. A file that is broken off by the next one, or
 * by the end, is not answered and leaves nothing.
 */
export class Receiver {
  /** Whether the peer has sent anything: one that only looks at us has not. */
  isUsed = false;
  private isTaking = false;
  private file: IncomingFile | null = null;
  /** Where its next message must begin. */
  private next = 0;
  /** The file whose messages are to be passed over. */
  private refused: string | null = null;

  constructor(
    private readonly pipe: Pipe,
    private readonly options: ReceiverOptions,
  ) {}

  /**
   * Resolves when the sender has closed its end, which it does after its last file; then this one is closed too.
   * @throws TensorductError when the sender is lost, stands still or does not speak as it must; the pipe is over then
   */
  async run(): Promise<void> {
    const { pipe } = this;
    const unwatch = watchStall(pipe, this.options.idleMs, () => this.isTaking || this.file !== null);
    try {
      for (
        let descriptor = await this.nextDescriptor();
        descriptor !== null;
        descriptor = await this.nextDescriptor()
      ) {
        this.isUsed = this.isTaking = true;
        await this.take(descriptor);
        this.isTaking = false;
      }
      await this.breakOff('its sender has closed before its end');
      await pipe.close();
    } catch (thrown) {
      const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'the files could not be received');
      pipe.destroy(error);
      await this.breakOff('its sender is gone');
      throw error;
    } finally {
      unwatch();
    }
  }

  /** The next message that was not taken back. */
  private async nextDescriptor(): Promise<Descriptor | null> {
    for (;;) {
      try {
        return await this.pipe.readDescriptor();
      } catch (thrown) {
        if (!isWithdrawn(thrown)) throw thrown;
        await this.breakOff('its sender took it back');
      }
    }
  }

  private async take(descriptor: Descriptor): Promise<void> {
    const head = decodeHead(descriptor.metadata);
    const isFirst = head.offset === 0;
    if (isFirst) await this.breakOff('its sender went on to the next file');
    else if (head.name === this.refused) return this.pipe.reject('the file was refused');
    try {
      this.checkMemory(descriptor);
      if (isFirst) this.file = await this.options.inbox.begin(head.name, head.size);
    } catch (thrown) {
      this.pipe.reject('the file was refused');
      return this.refuse(head.name, thrown);
    }
    if (isFirst) this.next = 0;
    const { file } = this;
    const length = lengthOf(descriptor);
    const end = head.offset + length;
    const fits = head.last ? end === head.size : end <= head.size;
    if (file === null || file.name !== head.name || file.size !== head.size || head.offset !== this.next || !fits) {
      throw new TensorductError('ERR_PROTOCOL', 'the peer sent a part of a file that does not fit the others');
    }
    this.next = end;
    if (!(await this.store(descriptor, head, file)) || !head.last) return;
    try {
      this.file = null;
      await file.finish();
    } catch (thrown) {
      return this.refuse(head.name, thrown);
    }
    this.options.onStored(head);
    await this.answer(head.name);
  }

  /** Writes the bytes of one message. @returns whether they are all there */
  private async store(descriptor: Descriptor, head: FileHead, file: IncomingFile): Promise<boolean> {
    let failure: unknown;
    const write = async (bytes: Uint8Array, position: number): Promise<void> => {
      await file.write(bytes, position).catch((thrown: unknown) => {
        failure ??= thrown;
        throw thrown;
      });
    };
    const starts: number[] = [];
    let position = head.offset;
    for (const { length } of [...descriptor.payloads, ...descriptor.tensors]) {
      starts.push(position);
      position += length;
    }
    const sink = (tensor: number) => {
      const start = starts[descriptor.payloads.length + tensor];
      return (chunk: Uint8Array, offset: number) => write(chunk, start + offset);
    };
    try {
      const message = await this.pipe.read(descriptor.allocate({ sink }));
      for (const [i, { data }] of message.payloads.entries()) await write(data, starts[i]);
      message.release();
      return true;
    } catch (thrown) {
      if (isWithdrawn(thrown)) await this.breakOff('its sender took it back');
      else if (failure === undefined) throw thrown;
      else await this.refuse(head.name, failure);
      return false;
    }
  }

  /** Each tensor takes a window of memory until it is written. */
  private checkMemory({ tensors }: Descriptor): void {
    const bytes = tensors.reduce((sum, { length }) => sum + Math.min(length, LANDING_WINDOW), 0);
    if (bytes <= this.options.messageBytes) return;
    throw new TensorductError('ERR_REJECTED', `a message takes ${bytes} bytes of memory here`, {
      advice: 'send with a smaller --message-size, or listen with a larger one',
    });
  }

  private async refuse(name: string, thrown: unknown): Promise<void> {
    const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'it cannot be stored');
    await this.file?.discard();
    this.file = null;
    this.refused = name;
    this.options.onFailed(name, error);
    await this.answer(name, error.message);
  }

  private async breakOff(reason: string): Promise<void> {
    const { file } = this;
    this.file = null;
    this.refused = null;
    if (file === null) return;
    await file.discard();
    this.options.onFailed(
      file.name,
      new TensorductError('ERR_PEER_LOST', `it is incomplete: ${reason}`, { advice: 'send it again' }),
    );
  }

  private answer(name: string, refused?: string): Promise<void> {
    return this.pipe.write({ metadata: encodeAnswer({ name, refused }) });
  }
}

function lengthOf({ payloads, tensors }: Descriptor): number {
  return [...payloads, ...tensors].reduce((sum, { length }) => sum + length, 0);
}

function isWithdrawn(thrown: unknown): boolean {
  return thrown instanceof TensorductError && thrown.code === 'ERR_MESSAGE_WITHDRAWN';
}

import { TensorductError } from '../../errors.js';
import type { Pipe } from '../../pipe/pipe.js';
import { decodeAnswer, type FileAnswer } from './protocol.js';

/** What the receiver says of the files, as it says it. */
export class Answers {
  /** Resolves at the end of the peer's messages. Rejects when it does not come; whoever asks later still hears it. */
  readonly ended: Promise<void>;
  private readonly byName = new Map<string, FileAnswer>();

  /** @param onAnswer is called once for each file */
  constructor(
    private readonly pipe: Pipe,
    private readonly onAnswer: (answer: FileAnswer) => void,
  ) {
    this.ended = this.run();
    this.ended.catch(() => undefined);
  }

  /** Files that were answered. */
  get count(): number {
    return this.byName.size;
  }

  get(name: string): FileAnswer | undefined {
    return this.byName.get(name);
  }

  private async run(): Promise<void> {
    const { pipe } = this;
    for (let descriptor = await pipe.readDescriptor(); descriptor !== null; descriptor = await pipe.readDescriptor()) {
      if (descriptor.payloads.length + descriptor.tensors.length > 0) {
        const error = new TensorductError('ERR_PROTOCOL', 'the peer sends tensors where it should answer');
        pipe.destroy(error);
        throw error;
      }
      const answer = decodeAnswer(descriptor.metadata);
      await pipe.read({});
      if (this.byName.has(answer.name)) continue;
      this.byName.set(answer.name, answer);
      this.onAnswer(answer);
    }
  }
}

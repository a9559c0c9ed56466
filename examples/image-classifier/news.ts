import { TensorductError, type Message, type Pipe, type ReceivedMessage } from 'tensorduct';

/** What producer and consumer tell the launcher. */
export type NewsKind = 'listening' | 'line' | 'stages' | 'result' | 'failed';

/** One piece of it. */
export interface News {
  /** The message's metadata: a {@link NewsKind}. */
  readonly kind: string;
  /** Its payload. */
  readonly text: string;
  readonly message: ReceivedMessage;
}

/** A message that has the text as its payload. */
export function news(kind: NewsKind, text: string): Message {
  return { metadata: Buffer.from(kind), payloads: [{ data: Buffer.from(text) }] };
}

/** A child has gone without a word. */
export class ChildDied extends Error {}

/**
 * What a child tells, until it ends.
 * @param timeoutMs how long it may say nothing. @default for ever
 * @throws ChildDied
 * @throws Error when the child tells that it has failed, or says nothing
 */
export async function* newsOf(name: string, pipe: Pipe, timeoutMs?: number): AsyncGenerator<News, void> {
  try {
    for (;;) {
      const descriptor = await pipe.readDescriptor({ timeoutMs });
      if (descriptor === null) return;
      const message = await pipe.read(descriptor.allocate());
      const kind = Buffer.from(message.metadata).toString();
      const text = message.payloads.map(({ data }) => Buffer.from(data).toString()).join('');
      if (kind === 'failed') throw new Error(`the ${name} gave up: ${text}`);
      yield { kind, text, message };
    }
  } catch (thrown) {
    if (!(thrown instanceof TensorductError)) throw thrown;
    if (thrown.code === 'ERR_TIMEOUT') throw new Error(`the ${name} says nothing any more`, { cause: thrown });
    throw new ChildDied(`the ${name} died: ${firstLine(thrown)}`, { cause: thrown });
  }
}

/** Leaves an error of the pipe to the next operation, where none is waiting when it happens: else it is a warning. */
export function quiet(pipe: Pipe): Pipe {
  return pipe.on('error', () => {});
}

/** An error as one line. */
export function firstLine(thrown: unknown): string {
  const [line] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
  return line;
}

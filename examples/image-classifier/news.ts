import { connectParent, TensorductError, type Message, type Parent, type Pipe, type ReceivedMessage } from 'tensorduct';

/** What producer and consumer tell the launcher. */
export type NewsKind = 'listening' | 'negotiated' | 'result' | 'failed';

/** One piece of it. */
export interface News {
  /** The message's metadata: a {@link NewsKind}. */
  readonly kind: string;
  /** Its payload. */
  readonly text: string;
  /** Valid until the next piece is asked for. */
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
 * @throws ChildDied
 * @throws Error when the child tells that it has failed
 */
export async function* newsOf(name: string, pipe: Pipe): AsyncGenerator<News, void> {
  try {
    for await (const message of pipe) {
      const kind = Buffer.from(message.metadata).toString();
      const text = message.payloads.map(({ data }) => Buffer.from(data).toString()).join('');
      if (kind === 'failed') throw new Error(`the ${name} gave up: ${text}`);
      yield { kind, text, message };
    }
  } catch (thrown) {
    if (!(thrown instanceof TensorductError)) throw thrown;
    throw new ChildDied(`the ${name} died: ${firstLine(thrown)}`, { cause: thrown });
  }
}

/**
 * Does a child's work and ends with it. What goes wrong is told to the launcher in one line; when the launcher is gone,
 * so is the child.
 */
export async function runChild(work: (launcher: Parent) => Promise<void>): Promise<void> {
  const launcher = await connectParent();
  launcher.pipe.once('error', () => process.exit(1));
  try {
    await work(launcher);
  } catch (thrown) {
    process.exitCode = 1;
    await launcher.pipe.write(news('failed', firstLine(thrown)));
  }
  await launcher.pipe.close();
  await launcher.context.close();
}

/** An error as one line. */
export function firstLine(thrown: unknown): string {
  const [line] = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n');
  return line;
}

import { Context, multiSocket, TensorductError, unix, type Pipe, type ReceivedMessage } from 'tensorduct';

const KIB = 1024;
const MIB = 1024 * KIB;
/** Copied into a slot while its message is written, and out by the reader's JS thread. */
const EAGER_BYTES = 128 * KIB;
/** Streamed into the reader's own memory, through the chunks of the link. */
const LARGE_BYTES = 4 * MIB;
/** Asked for by a reader that borrows: copied into a slot by another thread. */
const ASKED_BYTES = 3 * MIB;
/** Asked for as well, but the first of its size finds no slot. */
const SLOTLESS_BYTES = 1.5 * MIB;
const BORN_BYTES = 200_000;
/** One more than a segment holds. */
const GROWTH = Array.from({ length: 5 }, () => MIB);
const LAST_BYTES = 100_000;
/** By lanes, in some chunks. */
const STRIPED_BYTES = 3 * MIB + 1;

/** Lengths of the tensors of each message, in the order in which both ends write them. */
const MESSAGES: readonly (readonly number[])[] = [
  [4 * KIB],
  [EAGER_BYTES],
  [LARGE_BYTES],
  [SLOTLESS_BYTES],
  [ASKED_BYTES],
  [BORN_BYTES],
  GROWTH,
  [LAST_BYTES],
];
const [EAGER, LARGE, BORN, GROWN, LAST] = [1, 2, 5, 6, 7];

/** An operation that has failed. */
export interface Failure {
  readonly what: string;
  readonly code: string;
  readonly peer: string;
  readonly message: string;
}

/**
 * What one end does of an exchange that goes both ways and touches everything: payloads, tensors inside of messages,
 * copied eagerly, on demand, as a stream and by the fallback, born in shared memory, more of them than a segment holds, borrowing,
 * settling, a close, a release after it, a second pipe between the same two contexts, and one without shared memory.
 * @param open the next pipe to the partner, from a context of sockets where there is one; null when there will be none
 * @returns what has failed; never rejects
 */
export async function exchange(context: Context, open: Open): Promise<Failure[]> {
  const failures: Failure[] = [];
  const held: ReceivedMessage[] = [];
  const attempt: Attempt = async (what, operation) => {
    await operation.catch((thrown: unknown) => failures.push(failureOf(what, thrown)));
  };
  const close = async (pipe: Pipe): Promise<void> => {
    // What has arrived of a dead partner could still be read, so somebody has to say that nobody will.
    if (failures.length > 0) return pipe.destroy();
    await Promise.all([attempt('the end', expectEnd(pipe)), pipe.close()]);
  };

  const first = await open(null);
  if (first !== null) {
    first.on('error', () => {});
    await Promise.all([write(context, first, attempt), attempt('reading', read(first, held))]);
    await close(first);
  }
  const second = failures.length === 0 ? await open(null) : null;
  if (second !== null) {
    second.on('error', () => {});
    await Promise.all([
      attempt('writing again', writeAgain(context, second)),
      attempt('reading again', readAgain(second)),
    ]);
    await close(second);
  }
  for (const message of held) message.release();
  const sockets = socketContext(context.name);
  const third = failures.length === 0 ? await open(sockets) : null;
  if (third !== null) {
    third.on('error', () => {});
    await Promise.all([attempt('writing to lanes', writeStriped(third)), attempt('reading lanes', readStriped(third))]);
    await close(third);
  }
  await sockets.close();
  return failures;
}

/** Connects, from the given context or the usual one, or waits for whoever connects. */
export type Open = (sockets: Context | null) => Promise<Pipe | null>;

/** A context whose tensors can only go by lanes. */
function socketContext(name: string): Context {
  const context = new Context({ name, defaults: false });
  context.registerTransport(1, 'unix', unix());
  context.registerChannel(1, 'multi-socket', multiSocket());
  return context;
}

/** Keeps what an operation fails with. */
type Attempt = (what: string, operation: Promise<unknown>) => Promise<void>;

async function write(context: Context, pipe: Pipe, attempt: Attempt): Promise<void> {
  const writes: Promise<void>[] = [];
  const put = (number: number, tensors: readonly { readonly data: Uint8Array }[]): void => {
    for (const { data } of tensors) data.fill(number + 1);
    const payloads = [{ data: new Uint8Array(KIB).fill(number + 1) }];
    writes.push(attempt(`write ${number}`, pipe.write({ payloads, tensors: [...tensors] })));
  };
  // So that there are free slots.
  for (const bytes of [EAGER_BYTES, ASKED_BYTES]) (await context.allocate('uint8', [bytes])).release();
  for (let number = 0; number < BORN; number++) {
    put(
      number,
      MESSAGES[number].map((length) => ({ data: new Uint8Array(length) })),
    );
  }
  const born = await context.allocate('uint8', [BORN_BYTES]);
  put(BORN, [born]);
  await writes.at(-1);
  // Its reader keeps it until more has come.
  const settled = attempt('settling', born.settled());
  for (const number of [GROWN, LAST]) {
    const tensors = await Promise.all(MESSAGES[number].map((length) => context.allocate('uint8', [length])));
    put(number, tensors);
    await writes.at(-1);
    for (const tensor of tensors) tensor.release();
  }
  await Promise.all(writes);
  await settled;
  born.release();
}

/** @param held what is to be released once the pipe is closed */
async function read(pipe: Pipe, held: ReceivedMessage[]): Promise<void> {
  const born: ReceivedMessage[] = [];
  try {
    for (const [number, lengths] of MESSAGES.entries()) {
      const descriptor = await pipe.readDescriptor();
      if (descriptor === null) throw new Error(`the messages have ended before number ${number}`);
      const own = number === EAGER || number === LARGE;
      const message = await pipe.read(own ? descriptor.allocate() : descriptor.allocate('borrow'));
      if (number === BORN) born.push(message);
      if (number === LAST) held.push(message);
      try {
        check(message, number, lengths);
      } finally {
        if (number !== BORN && number !== LAST) message.release();
      }
      if (number === GROWN) for (const late of born) late.release();
    }
  } finally {
    for (const late of born) late.release();
  }
}

function check({ payloads, tensors }: ReceivedMessage, number: number, lengths: readonly number[]): void {
  const parts = [payloads[0].data, ...tensors.map((tensor) => tensor.typed('uint8'))];
  for (const [index, part] of parts.entries()) {
    const expected = new Uint8Array(index === 0 ? KIB : lengths[index - 1]).fill(number + 1);
    if (Buffer.compare(part, expected) !== 0) throw new Error(`part ${index} of message ${number} has other bytes`);
  }
}

async function writeAgain(context: Context, pipe: Pipe): Promise<void> {
  const tensor = await context.allocate('uint8', [ASKED_BYTES]);
  try {
    await pipe.write({ tensors: [tensor] });
  } finally {
    tensor.release();
  }
}

async function readAgain(pipe: Pipe): Promise<void> {
  const descriptor = await pipe.readDescriptor();
  if (descriptor === null) throw new Error('there is no message');
  // Into memory of its own, out of the writer's.
  (await pipe.read(descriptor.allocate())).release();
}

async function writeStriped(pipe: Pipe): Promise<void> {
  await pipe.write({ tensors: [{ data: new Uint8Array(STRIPED_BYTES).fill(9) }] });
}

async function readStriped(pipe: Pipe): Promise<void> {
  const descriptor = await pipe.readDescriptor();
  if (descriptor === null) throw new Error('there is no message');
  const { tensors } = await pipe.read(descriptor.allocate());
  if (Buffer.compare(tensors[0].typed('uint8'), Buffer.alloc(STRIPED_BYTES, 9)) !== 0) {
    throw new Error('a tensor by lanes has other bytes');
  }
}

async function expectEnd(pipe: Pipe): Promise<void> {
  if ((await pipe.readDescriptor()) !== null) throw new Error('there is one message too many');
}

function failureOf(what: string, thrown: unknown): Failure {
  if (thrown instanceof TensorductError) {
    return { what, code: thrown.code, peer: thrown.peer ?? '', message: thrown.message };
  }
  return { what, code: '', peer: '', message: String(thrown) };
}

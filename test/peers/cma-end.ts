/**
 * `cma-end URL MODE ...`: connects to URL from a context without shared memory, and
 *
 * - `echo COUNT`: reads so many messages into memory of its own and sends each back, tells what its counters say, and closes
 * - `write LENGTH...`: writes one message of tensors of these lengths, each full of its position + 1, and tells the outcome
 * - `stall`: reads the next message into a sink that says `begun` and is never done
 * - `late`: reads a message once it is told to, then the next one, and tells the outcomes
 * - `hostile WAY ADDRESS`: writes a tensor and lies about where it lies. WAY is `bytes`, `nameplate`, or, before that, `proof`
 */
import { Context, TensorductError, type ChannelContext, type Counters, type Pipe } from 'tensorduct';
import { parent } from './parent.js';

const [, , url, mode, ...args] = process.argv;
if (url === undefined) throw new Error('usage: cma-end URL MODE ...');

const HOSTILE_BYTES = 200_000;

const context = new Context({ name: 'cma-end', arena: false, limits: { inlineItemBytes: 0 } });

async function echo(pipe: Pipe, count: number): Promise<Counters> {
  for (let number = 0; number < count; number++) {
    const descriptor = await pipe.readDescriptor();
    if (descriptor === null) throw new Error('the messages have ended');
    await pipe.write(await pipe.read(descriptor.allocate()));
  }
  return pipe.counters;
}

async function outcomeOf(operation: Promise<unknown>): Promise<string> {
  return operation.then(
    () => 'done',
    (error: unknown) => (error instanceof TensorductError ? `${error.code} ${error.peer}` : String(error)),
  );
}

async function stall(pipe: Pipe): Promise<void> {
  const descriptor = await pipe.readDescriptor();
  const sink = (): Promise<void> => {
    parent.send('begun');
    return new Promise(() => {});
  };
  await pipe.read({ payloads: [], tensors: (descriptor?.tensors ?? []).map(() => ({ sink })) });
}

async function late(pipe: Pipe): Promise<string[]> {
  const first = await pipe.readDescriptor();
  parent.send('announced');
  await parent.next();
  const outcomes = [await outcomeOf(pipe.read(first?.allocate() ?? { payloads: [], tensors: [] }))];
  const second = await pipe.readDescriptor();
  outcomes.push(await outcomeOf(pipe.read(second?.allocate() ?? { payloads: [], tensors: [] })));
  return outcomes;
}

/** `CmaAnswer { transfer, place { nameplate, address } }` of proto/link.proto. */
function place(transfer: number, nameplate: bigint, address: bigint): Uint8Array {
  const inner = [0x08, ...varint(nameplate), 0x10, ...varint(address)];
  return Uint8Array.from([0x08, ...varint(BigInt(transfer)), 0x22, inner.length, ...inner]);
}

function varint(value: bigint): number[] {
  return value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
}

/** Reads the numbers of such an answer; null for another one. */
function placed(bytes: Uint8Array): bigint[] | null {
  const numbers: bigint[] = [];
  let value = 0n;
  let shift = 0n;
  if (bytes[2] !== 0x22) return null;
  for (const byte of bytes.subarray(4)) {
    value |= BigInt(byte & 127) << shift;
    shift += 7n;
    if (byte >= 128) continue;
    numbers.push(value);
    value = shift = 0n;
  }
  return [numbers[1] ?? 0n, numbers[3] ?? 0n];
}

/** From now on what this end says of its memory is told otherwise. */
function lie(way: string, address: bigint): void {
  const channel: ChannelContext | undefined = context.backends.channels.get('cma')?.backend;
  if (channel === undefined) throw new Error('there is no channel to lie by');
  if (way === 'proof') {
    const prove = channel.prove?.bind(channel);
    channel.prove = async (...proof) => {
      await prove?.(...proof);
      return Uint8Array.from([0x08, ...varint(address)]);
    };
    return;
  }
  const create = channel.createChannel.bind(channel);
  channel.createChannel = (environment) => {
    const answer = (bytes: Uint8Array): void => {
      const [nameplate, own] = placed(bytes) ?? [];
      if (nameplate === undefined || own === undefined) return environment.answer(bytes);
      environment.answer(way === 'bytes' ? place(bytes[1], nameplate, address) : place(bytes[1], address, own));
    };
    return create({ ...environment, answer });
  };
}

if (mode === 'hostile') lie(args[0], BigInt(args[1]));
const pipe = context.connect(url);
pipe.on('error', () => {});
switch (mode) {
  case 'echo':
    parent.send(await echo(pipe, Number(args[0])));
    break;
  case 'write':
  case 'hostile': {
    const lengths = mode === 'write' ? args.map(Number) : [HOSTILE_BYTES];
    const tensors = lengths.map((length, index) => ({ data: new Uint8Array(length).fill(index + 1) }));
    parent.send(await outcomeOf(pipe.write({ tensors })));
    break;
  }
  case 'stall':
    await stall(pipe);
    break;
  default:
    parent.send(await late(pipe));
}
await pipe.close();
await context.close();
parent.release();

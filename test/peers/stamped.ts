/**
 * `stamped URL COUNT`: connects to URL and, once it is told to, writes COUNT small messages over the transport `shm` and
 * reads as many, which its like writes at the same time. Each is stamped: bytes and length depend on its number. With URL
 * `-` it listens instead, and says where. Says how many have come after every twentieth part, `written` when its own are,
 * and in the end over which transport; closes when it is told to.
 */
import assert from 'node:assert/strict';
import { Context, type Pipe, type TensorductError } from 'tensorduct';
import { parent } from './parent.js';

const STEPS = 20;
const LEAST_BYTES = 16;
const KINDS = 48;

const [, , url = '-', argument] = process.argv;
const count = Number(argument);

function stamped(number: number): Uint8Array {
  const data = Buffer.allocUnsafe(LEAST_BYTES + (number % KINDS)).fill(number);
  data.writeDoubleLE(number);
  return data;
}

function check(number: number, data: Uint8Array): void {
  const { length } = data;
  const found = Buffer.from(data.buffer, data.byteOffset, length);
  if (length === LEAST_BYTES + (number % KINDS) && found.readDoubleLE() === number) {
    let at = 8;
    while (at < length && found[at] === (number & 255)) at++;
    if (at === length) return;
  }
  assert.fail(`message ${number} has come as ${found.toString('hex')}`);
}

/** As many as find room are written ahead. */
function writeAll(pipe: Pipe): Promise<void> {
  return new Promise((resolve, reject) => {
    let number = 0;
    let written = 0;
    const onWritten = (error: TensorductError | null): void => {
      if (error !== null) reject(error);
      else if (++written === count) resolve();
    };
    const more = (): void => {
      while (number < count && pipe.writable) pipe.write({ payloads: [{ data: stamped(number++) }] }, onWritten);
    };
    pipe.on('drain', more);
    more();
  });
}

function readAll(pipe: Pipe): Promise<void> {
  return new Promise((resolve, reject) => {
    let number = 0;
    const next = (): void =>
      pipe.readDescriptor((error, descriptor) => {
        if (descriptor === null) return reject(error ?? new Error('the stream has ended'));
        pipe.read(descriptor.allocate(), (failure, message) => {
          if (message === null) return reject(failure ?? new Error('there is no message'));
          check(number++, message.payloads[0].data);
          if (number % (count / STEPS) === 0) parent.send(number);
          if (number === count) resolve();
          else next();
        });
      });
    next();
  });
}

const context = new Context({ name: 'stamped' });

async function open(): Promise<Pipe> {
  if (url !== '-') return context.connect(url);
  const listener = await context.listen('shm://');
  parent.send(listener.url('shm'));
  return listener.accept();
}

const pipe = await open();
await parent.next();
await Promise.all([readAll(pipe), writeAll(pipe).then(() => parent.send('written'))]);
parent.send({ transport: pipe.explain().transport?.name });
await parent.next();
await pipe.close();
await context.close();
parent.release();

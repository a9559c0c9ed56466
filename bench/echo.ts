/** The other process of every contestant: `echo WHO ADDRESS BYTES`. */
import { createServer } from 'node:net';
import { Context, type SharedTensor } from 'tensorduct';
import { Pair } from 'zeromq';
import { COUNT, ECHO, LAST } from './contestant.js';
import { echoPayloads, isPayload } from './contestants/payload.js';

const [, , who = '', address = '', size = '0'] = process.argv;
const bytes = Number(size);
// It lives as long as the benchmark does, and ends without a word.
process.on('disconnect', () => process.exit());

const ANSWER = Uint8Array.of(LAST);

async function tensorduct(borrowed: boolean): Promise<void> {
  const context = new Context({ name: 'echo', arena: { budgetBytes: 2 ** 30 } });
  const listener = await context.listen('shm://');
  process.send?.(listener.url('shm'));
  const pipe = await listener.accept();
  const own: SharedTensor<'uint8'> | null = borrowed ? await context.allocate('uint8', [bytes]) : null;
  const into = new Uint8Array(bytes);
  for (;;) {
    const descriptor = await pipe.readDescriptor();
    if (descriptor === null) return;
    const allocation = borrowed ? descriptor.allocate('borrow') : { payloads: [], tensors: [{ data: into }] };
    const { tensors } = await pipe.read(allocation);
    const data = tensors[0].typed('uint8');
    const [word] = data;
    if (word === LAST) void pipe.write({ payloads: [{ data: ANSWER }] });
    if (word === ECHO && own !== null) {
      own.data[0] = data[0];
      own.data[bytes - 1] = data[bytes - 1];
      await pipe.write({ tensors: [own] });
    } else if (word === ECHO) {
      await pipe.write({ tensors: [{ data }] });
    }
    if (borrowed) tensors[0].release();
  }
}

function net(): void {
  const server = createServer({ noDelay: true }, (socket) => {
    const into = new Uint8Array(bytes);
    let filled = 0;
    socket.on('data', (chunk) => {
      for (let at = 0; at < chunk.length;) {
        const piece = chunk.subarray(at, at + bytes - filled);
        into.set(piece, filled);
        filled += piece.length;
        at += piece.length;
        if (filled < bytes) continue;
        filled = 0;
        if (into[0] === ECHO) socket.write(into);
        else if (into[0] === LAST) socket.write(ANSWER);
      }
    });
  });
  if (address !== '') server.listen(address, () => process.send?.(address));
  else {
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address();
      if (typeof bound === 'object') process.send?.(String(bound?.port));
    });
  }
}

async function zeromq(): Promise<void> {
  const socket = new Pair();
  await socket.bind(address);
  process.send?.(address);
  for await (const [message] of socket) {
    if (message[0] === ECHO) await socket.send(message);
    else if (message[0] === LAST) await socket.send(ANSWER);
    else if (message[0] !== COUNT) throw new Error('what is that?');
  }
}

if (isPayload(who)) await echoPayloads(who);
else if (who.startsWith('net ')) net();
else if (who === 'zeromq ipc') await zeromq();
else await tensorduct(who === 'tensorduct borrowed');

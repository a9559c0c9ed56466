import { Context, type ReceivedTensor } from 'tensorduct';
import { startEcho } from '../child.js';
import { COUNT, ECHO, LAST, type Contestant, type Course } from '../contestant.js';

/** Tensors that are filled and sent in turns: while one is read, the next is filled. */
const TENSORS = 4;

/**
 * A pipe over shared memory: the transport `shm`, the channel `shm-arena`.
 * @param borrowed tensors are born in shared memory and read where they lie; else both ends have memory of their own
 */
export function tensorduct(borrowed: boolean): Contestant {
  const name = borrowed ? 'tensorduct borrowed' : 'tensorduct copied';
  return {
    name,
    async start(bytes): Promise<Course> {
      const echo = await startEcho(name, '', String(bytes));
      const context = new Context({ name: 'bench', arena: { budgetBytes: 2 ** 30 } });
      const pipe = context.connect(echo.ready);
      // The echo ends before the pipe does.
      pipe.on('error', () => {});
      const allocate = async () => (borrowed ? context.allocate('uint8', [bytes]) : { data: new Uint8Array(bytes) });
      const tensors = await Promise.all(Array.from({ length: TENSORS }, allocate));
      let turn = 0;
      const into = new Uint8Array(bytes);
      let last: Uint8Array = into;
      let held: ReceivedTensor | undefined;
      const answer = async (): Promise<void> => {
        const descriptor = await pipe.readDescriptor();
        if (descriptor === null) throw new Error('the echo has ended');
        held?.release();
        const copied = { payloads: [], tensors: [{ data: into }] };
        const message = await pipe.read(
          borrowed || descriptor.tensors.length === 0 ? descriptor.allocate('borrow') : copied,
        );
        held = message.tensors.at(0);
        if (held !== undefined) last = held.typed('uint8');
      };
      const send = async (word: number): Promise<unknown> => {
        const tensor = tensors[turn++ % TENSORS];
        // What is filled again must have been read: else the reader would see the next message's bytes.
        if ('settled' in tensor) await tensor.settled();
        tensor.data[0] = word;
        tensor.data[bytes - 1] = word;
        return pipe.write({ tensors: [tensor] });
      };
      return {
        async roundTrip() {
          await Promise.all([send(ECHO), answer()]);
        },
        async stream(count) {
          for (let sent = 1; sent < count; sent++) await send(COUNT);
          await Promise.all([send(LAST), answer()]);
        },
        verify() {
          if (last[0] !== ECHO || last[bytes - 1] !== ECHO) throw new Error(`${name}: the echo is not what was sent`);
        },
        async close() {
          held?.release();
          await echo.stop();
          await context.close();
        },
      };
    },
  };
}

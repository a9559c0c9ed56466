import { Context, type Descriptor, type Pipe, type ReceivedMessage } from 'tensorduct';
import { startEcho } from '../child.js';
import { COUNT, ECHO, LAST, type Contestant, type Course } from '../contestant.js';

/** Ours, by transport and by the form of the calls. */
const PAYLOADS = {
  'tensorduct shm': { scheme: 'shm', callbacks: false },
  'tensorduct shm, callbacks': { scheme: 'shm', callbacks: true },
  'tensorduct unix': { scheme: 'unix', callbacks: false },
  'tensorduct tcp': { scheme: 'tcp', callbacks: false },
} as const;
export type PayloadName = keyof typeof PAYLOADS;

/** Where the other process listens. */
const ADDRESSES = { shm: 'shm://', unix: 'unix://', tcp: 'tcp://127.0.0.1:0' } as const;

export function isPayload(name: string): name is PayloadName {
  return name in PAYLOADS;
}

/** A pipe whose messages are one payload. */
export function payload(name: PayloadName): Contestant {
  return {
    name,
    async start(bytes): Promise<Course> {
      const echo = await startEcho(name);
      const context = new Context({ name: 'bench' });
      const pipe = context.connect(echo.ready);
      // The echo ends before the pipe does.
      pipe.on('error', () => {});
      const data = new Uint8Array(bytes);
      let last: Uint8Array = data;
      const send = (word: number): Promise<void> => {
        data[0] = word;
        return pipe.write({ payloads: [{ data }] });
      };
      const answer = async (): Promise<void> => {
        const message = await receive(pipe);
        if (message === null) throw new Error('the echo has ended');
        last = message.payloads[0].data;
      };
      const roundTrip = async (): Promise<void> => {
        await Promise.all([send(ECHO), answer()]);
      };
      const roundTripByCallbacks = (): Promise<void> =>
        new Promise((resolve, reject) => {
          data[0] = ECHO;
          pipe.write({ payloads: [{ data }] }, () => {});
          receiveByCallbacks(pipe, (message) => {
            if (message === null) return reject(new Error('the echo has ended'));
            last = message.payloads[0].data;
            resolve();
          });
        });
      return {
        roundTrip: PAYLOADS[name].callbacks ? roundTripByCallbacks : roundTrip,
        async stream(count) {
          for (let sent = 1; sent < count; sent++) await send(COUNT);
          await Promise.all([send(LAST), answer()]);
        },
        verify() {
          const { transport } = pipe.explain();
          if (transport?.name !== PAYLOADS[name].scheme) throw new Error(`${name}: it went over ${transport?.name}`);
          if (last[0] !== ECHO || last.length !== bytes) throw new Error(`${name}: the echo is not what was sent`);
        },
        async close() {
          await echo.stop();
          await context.close();
        },
      };
    },
  };
}

/** The other process: sends back what it gets. */
export async function echoPayloads(name: PayloadName): Promise<void> {
  const { scheme, callbacks } = PAYLOADS[name];
  const context = new Context({ name: 'echo' });
  const listener = await context.listen(ADDRESSES[scheme]);
  process.send?.(listener.url(scheme));
  const pipe = await listener.accept();
  if (callbacks) return echoByCallbacks(pipe);
  for (let message = await receive(pipe); message !== null; message = await receive(pipe)) {
    const { data } = message.payloads[0];
    if (data[0] !== COUNT) await pipe.write({ payloads: [{ data }] });
  }
}

function echoByCallbacks(pipe: Pipe): void {
  receiveByCallbacks(pipe, (message) => {
    if (message === null) return;
    const { data } = message.payloads[0];
    if (data[0] !== COUNT) pipe.write({ payloads: [{ data }] }, () => {});
    echoByCallbacks(pipe);
  });
}

async function receive(pipe: Pipe): Promise<ReceivedMessage | null> {
  const descriptor = await pipe.readDescriptor();
  return descriptor && pipe.read(descriptor.allocate());
}

function receiveByCallbacks(pipe: Pipe, callback: (message: ReceivedMessage | null) => void): void {
  pipe.readDescriptor((_, descriptor: Descriptor | null) => {
    if (descriptor === null) return callback(null);
    pipe.read(descriptor.allocate(), (_error, message) => callback(message));
  });
}

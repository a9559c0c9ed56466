import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pair } from 'zeromq';
import { startEcho } from '../child.js';
import { COUNT, ECHO, LAST, type Contestant } from '../contestant.js';

/** zeromq.js with a PAIR socket over ipc. It copies what it sends, and gives new memory to the receiver. */
export const zeromq: Contestant = {
  name: 'zeromq ipc',
  async start(bytes) {
    const address = `ipc://${join(tmpdir(), `tensorduct-bench-${process.pid}-${bytes}.zmq`)}`;
    const echo = await startEcho('zeromq ipc', address, String(bytes));
    const socket = new Pair({ linger: 0 });
    socket.connect(address);
    const data = new Uint8Array(bytes);
    let last: Uint8Array = data;
    const send = (word: number): Promise<void> => {
      data[0] = word;
      data[bytes - 1] = word;
      return socket.send(data);
    };
    const answer = async (): Promise<void> => {
      [last] = await socket.receive();
    };
    return {
      async roundTrip() {
        await send(ECHO);
        await answer();
      },
      async stream(count) {
        for (let sent = 1; sent < count; sent++) await send(COUNT);
        await send(LAST);
        await answer();
      },
      verify() {
        if (last[0] !== ECHO && last[0] !== LAST) throw new Error('zeromq ipc: the echo is not what was sent');
      },
      async close() {
        socket.close();
        await echo.stop();
      },
    };
  },
};

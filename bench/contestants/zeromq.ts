import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pair } from 'zeromq';
import { startEcho } from '../child.js';
import { COUNT, ECHO, LAST, type Contestant } from '../contestant.js';

/** zeromq.js with a PAIR socket over ipc. It gives new memory to the receiver. */
export const zeromq: Contestant = {
  name: 'zeromq ipc',
  async start(bytes) {
    const folder = mkdtempSync(join(tmpdir(), 'tensorduct-bench-'));
    const address = `ipc://${join(folder, 'socket')}`;
    const echo = await startEcho('zeromq ipc', address, String(bytes));
    const socket = new Pair({ linger: 0 });
    socket.connect(address);
    // It sends large buffers later, from where they lie: one for each word.
    const messages = [0, ECHO, COUNT, LAST].map((word) => new Uint8Array(bytes).fill(word));
    let last: Uint8Array = messages[0];
    const send = (word: number): Promise<void> => socket.send(messages[word]);
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
        rmSync(folder, { recursive: true });
      },
    };
  },
};

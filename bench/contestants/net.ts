import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEcho } from '../child.js';
import { COUNT, ECHO, LAST, type Contestant, type Course } from '../contestant.js';

/** A plain Unix socket of `node:net`, each end copying into memory of its own. */
export const netUnix = net('net unix');
/** The same over loopback, without delay. */
export const netTcp = net('net tcp');

function net(name: 'net unix' | 'net tcp'): Contestant {
  return { name, start: (bytes) => start(name, bytes) };
}

async function start(name: 'net unix' | 'net tcp', bytes: number): Promise<Course> {
  const folder = mkdtempSync(join(tmpdir(), 'tensorduct-bench-'));
  const echo = await startEcho(name, name === 'net unix' ? join(folder, 'socket') : '', String(bytes));
  const socket = name === 'net unix' ? connect(echo.ready) : connect(Number(echo.ready), '127.0.0.1');
  socket.setNoDelay(true);
  await once(socket, 'connect');
  const data = new Uint8Array(bytes);
  const into = new Uint8Array(bytes);
  let filled = 0;
  let wanted = bytes;
  let done: () => void = () => {};
  socket.on('data', (chunk) => {
    into.set(chunk, filled);
    filled += chunk.length;
    if (filled < wanted) return;
    filled = 0;
    done();
  });
  const answer = (length: number): Promise<void> => {
    wanted = length;
    return new Promise((resolve) => (done = resolve));
  };
  const send = (word: number): Promise<void> => {
    data[0] = word;
    data[bytes - 1] = word;
    return new Promise((resolve, reject) => socket.write(data, (error) => (error ? reject(error) : resolve())));
  };
  return {
    async roundTrip() {
      await Promise.all([send(ECHO), answer(bytes)]);
    },
    async stream(count) {
      for (let sent = 1; sent < count; sent++) await send(COUNT);
      await Promise.all([send(LAST), answer(1)]);
    },
    verify() {
      if (into[0] !== ECHO && into[0] !== LAST) throw new Error(`${name}: the echo is not what was sent`);
    },
    async close() {
      socket.destroy();
      await echo.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

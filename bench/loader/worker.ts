/** The worker of the peers that speak over a port of Node: a process or a thread. */
import { readlinkSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { processPort, threadPort } from '../port.js';
import { makeItem } from './items.js';
import type { Word } from './ports.js';
import type { ItemTerms } from './requests.js';

const port = parentPort === null ? processPort(process) : threadPort(parentPort);
process.on('disconnect', () => process.exit());

let terms: ItemTerms = { bytes: 0, mode: 'copied', corrupt: null };
/** Memory that nobody reads. */
const free: Uint8Array[] = [];
let number = 0;
let running = false;

port.on((message) => {
  if (typeof message !== 'object' || message === null) return;
  if ('bytes' in message) {
    terms = message as ItemTerms;
    port.send({ threadId: Number(readlinkSync('/proc/thread-self').split('/').at(-1)) });
  } else if ('word' in message) {
    obey(message.word as Word);
  }
});

function obey(word: Word): void {
  if (word === 'start') {
    running = true;
    number = 0;
  } else if (word === 'stop') {
    running = false;
    port.send({ stopped: true });
  } else {
    if (typeof word === 'object') free.push(word.back);
    if (running) sendOne();
  }
}

function sendOne(): void {
  const transfers = parentPort !== null && terms.mode === 'borrowed';
  const data = free.pop() ?? new Uint8Array(terms.bytes);
  makeItem(data, number);
  if (number++ === terms.corrupt) data[0] ^= 0x80;
  // What is not transferred was copied within the call.
  if (!transfers) free.push(data);
  port.send(data, undefined, transfers ? [data.buffer as ArrayBuffer] : []);
}

import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';
import { Outcome, type PeerReader } from '../../src/memory/native.js';
import { canReadPeers, Nameplate, whyUnreadable } from '../../src/memory/peer-memory.js';
import { within } from '../../src/testing/deadlines.js';

const reading = canReadPeers();
if (!reading.ok) throw new Error(`${reading.reason}: ${reading.hint}`);
const { native } = reading;

const MIB = 2 ** 20;
const CONTENT = new Uint8Array(16).fill(7);
const LAST_PID = '/proc/sys/kernel/ns_last_pid';
const ADDON = join(import.meta.dirname, '../../native/build/Release/tensorduct.node');

/** Puts bytes into its memory, each of them the argument, and says where. */
const SHOWS = `
  const { PeerReader } = require(process.argv[1]);
  const shown = new Uint8Array(new ArrayBuffer(2 ** 20)).fill(Number(process.argv[2]));
  console.log(PeerReader.addressOf(shown));
  setInterval(() => shown, 1e6);`;

const readers: PeerReader[] = [];
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const reader of readers.splice(0)) reader.close();
  for (const child of children.splice(0)) await end(child);
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** A process that shows bytes, at the same place as another one started so: its addresses are not chosen at random. */
async function show(byte: number): Promise<{ child: ChildProcess; pid: number; address: number }> {
  const args = ['-R', process.execPath, '-e', SHOWS, ADDON, String(byte)];
  const child = spawn('setarch', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const address = Number((await within(lines.next(), 'where it shows them')).value);
  if (child.pid === undefined) throw new Error('no process could be started');
  return { child, pid: child.pid, address };
}

function open(pid: number): PeerReader {
  const reader = native.PeerReader.open(pid, CONTENT);
  readers.push(reader);
  return reader;
}

/** Starts processes until one has the number of a dead one, and shows another byte at the same place. */
async function showAgain({ pid, address }: { readonly pid: number; readonly address: number }): Promise<void> {
  for (;;) {
    writeFileSync(LAST_PID, String(pid - 1));
    const second = await show(8);
    if (second.pid === pid && second.address === address) return;
    // Somebody else was quicker, or it has its memory elsewhere.
    await end(second.child);
  }
}

let reads = 0;

function read(reader: PeerReader, nameplate: number, address: number, target: Uint8Array): Promise<Outcome> {
  return within(
    new Promise((resolve) => reader.read(++reads, nameplate, address, target, resolve)),
    'the end of the read',
  );
}

describe('memory of a process', () => {
  it('is read as long as its nameplate is up, in pieces and from any place', async () => {
    const shown = new Nameplate(native, CONTENT);
    const source = Uint8Array.from({ length: 5 * MIB + 3 }, (_, index) => index * 31 + (index >> 8));
    const target = new Uint8Array(source.length);
    const reader = open(process.pid);
    const offset = 5;
    const address = native.PeerReader.addressOf(source.subarray(offset));
    expect(await read(reader, shown.address, address, target.subarray(offset))).toBe(Outcome.Done);
    expect(Buffer.compare(target.subarray(offset), source.subarray(offset))).toBe(0);
    shown.takeDown();
    expect(await read(reader, shown.address, address, target.subarray(offset))).toBe(Outcome.Lost);
    expect(target.every((byte, index) => byte === 0 || index >= offset + 2 * MIB)).toBe(true);
  });

  it('that is not there fails the one read, and none of it is delivered', async () => {
    const shown = new Nameplate(native, CONTENT);
    const target = new Uint8Array(100).fill(1);
    expect(await read(open(process.pid), shown.address, 4096, target)).toBe(Outcome.Unreadable);
    expect(target.every((byte) => byte === 0)).toBe(true);
  });

  it('is read no more once that is stopped, while another read goes on', async () => {
    const shown = new Nameplate(native, CONTENT);
    const source = new Uint8Array(64 * MIB);
    const address = native.PeerReader.addressOf(source);
    const reader = open(process.pid);
    const outcomes = [1001, 1002].map((id) => {
      const target = new Uint8Array(source.length);
      return new Promise((resolve) => reader.read(id, shown.address, address, target, resolve));
    });
    reader.cancel(1001);
    expect(await within(Promise.all(outcomes), 'both ends')).toEqual([Outcome.Stopped, Outcome.Done]);
  });

  it('of another one is read, and no more when that one is gone', async () => {
    const { child, pid, address } = await show(7);
    const target = new Uint8Array(1000);
    const reader = open(pid);
    expect(whyUnreadable(native, pid, address, CONTENT)).toBeNull();
    expect(await read(reader, address, address + 16, target)).toBe(Outcome.Done);
    expect(target.every((byte) => byte === 7)).toBe(true);
    await end(child);
    expect(await read(reader, address, address + 16, target)).toBe(Outcome.Lost);
    expect(target.every((byte) => byte === 0)).toBe(true);
    expect(whyUnreadable(native, pid, address, CONTENT)).toBe(`memory of process ${pid} cannot be read: ESRCH`);
  });

  it('whose number has gone to another one is not taken for the first, which has other bytes at that place', async ({
    skip,
  }) => {
    try {
      accessSync(LAST_PID, constants.W_OK);
    } catch {
      skip('the number of a process cannot be chosen here');
    }
    const first = await show(7);
    const reader = open(first.pid);
    const target = new Uint8Array(1000).fill(1);
    expect(await read(reader, first.address, first.address, target)).toBe(Outcome.Done);
    await end(first.child);
    await showAgain(first);
    expect(await read(reader, first.address, first.address, target)).toBe(Outcome.Lost);
    expect(target.every((byte) => byte === 0)).toBe(true);
    expect(whyUnreadable(native, first.pid, first.address, CONTENT)).toBe(`process ${first.pid} is not the peer`);
    expect(
      whyUnreadable(
        native,
        first.pid,
        first.address,
        CONTENT.map(() => 8),
      ),
    ).toBeNull();
  });
});

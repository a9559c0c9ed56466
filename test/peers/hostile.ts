/**
 * Connects to URL and breaks what it shares with the other end, in the way that it is told:
 *
 * - `scribble`: writes random bytes over every return ring that it sees, its own and the peer's, and goes on as if nothing
 *   had happened
 * - `return`: gives back a lease that it never had
 * - `offset`, `end`, `segment`, `twice`: lends what lies outside of its segment, partly outside, in a segment that does
 *   not exist, or what it has lent before
 * - `file`: lends from a file that it cuts off as soon as it was sent, instead of sealed memory
 * - `size`: lends from a segment that is smaller than it says
 * - `lend NAME NUMBER`: lends by leases whose field of that name (`id`, `segment`, `sequence`, `offset`) is another number
 * - `ask NUMBER`: asks for every large tensor as the stream of that number, and takes nothing of it
 * - `ask unannounced`: asks for streams without a ring of chunks
 * - `ring twice`, `ring small`, `ring file`: announces two rings of chunks, one of another size, one that is a file
 * - `bell file`, `bell pipe`: announces a ring of chunks whose bell is no socket
 *
 * Answers with `done`, and stays. What asks for streams reads two messages into memory of its own.
 */
import { execFileSync } from 'node:child_process';
import { randomFillSync } from 'node:crypto';
import { closeSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Context, type Pipe } from 'tensorduct';
import { parent } from './parent.js';

const BYTES = 100_000;
const SEGMENT_BYTES = 4 * 2 ** 20;
/** Header and 8192 entries, in whole pages. */
const RING_BYTES = 69_632;
const CURSORS = 64;
/** Header and 8 chunks. */
const CHUNK_RING_BYTES = 4096 + 8 * 256 * 1024;

const [, , url, way, name, number] = process.argv;
if (url === undefined) throw new Error('usage: hostile URL WAY');

const context = new Context({ name: 'hostile' });
const pipe = context.connect(url);
pipe.on('error', () => {});

/** A tensor by shared memory: the first one finds no slot at once. */
async function lendOne(from: Pipe): Promise<void> {
  using tensor = await context.allocate('uint8', [BYTES]);
  tensor.data.fill(3);
  await from.write({ tensors: [tensor] });
}

function link() {
  const [first] = context.memory?.current?.openLinks ?? [];
  if (first === undefined) throw new Error('there is no link');
  return first;
}

/** Random bytes over cursors and entries of each ring that is mapped here. */
function scribble(): void {
  const memory = openSync('/proc/self/mem', 'r+');
  for (const [, begin, end] of readFileSync('/proc/self/maps', 'utf8').matchAll(/^(\w+)-(\w+) .*memfd:tensorduct/gm)) {
    const start = BigInt(`0x${begin}`);
    if (BigInt(`0x${end}`) - start !== BigInt(RING_BYTES)) continue;
    writeSync(
      memory,
      randomFillSync(new Uint8Array(RING_BYTES - CURSORS)),
      0,
      RING_BYTES - CURSORS,
      Number(start) + CURSORS,
    );
  }
  closeSync(memory);
}

/** From now on what is lent is told otherwise. */
function lie(change: Partial<Record<string, number>>): void {
  const victim = link();
  const lend = victim.lend.bind(victim);
  victim.lend = (slot, carrier) => {
    const lent = lend(slot, carrier);
    return lent === null ? null : { ...lent, ...change };
  };
}

/** From now on tensors lie elsewhere. */
function misplace(offset: number): void {
  const memory = context.memory?.current;
  if (!memory) throw new Error('there is no shared memory');
  const { exposed } = memory;
  const find = exposed.find.bind(exposed);
  exposed.find = (buffer) => {
    const place = find(buffer);
    return place === null ? null : { ...place, offset };
  };
}

/** From now on what is lent lies in a file of ours, with so many bytes. */
function lendFrom(bytes: number, after: (file: number) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'tensorduct-hostile-'));
  const file = openSync(join(folder, 'segment'), 'w+');
  rmSync(folder, { recursive: true });
  ftruncateSync(file, bytes);
  const victim = link();
  const lend = victim.lend.bind(victim);
  victim.lend = (slot, carrier) => {
    const memory = Object.create(slot.segment.memory, { fd: { value: file } }) as typeof slot.segment.memory;
    const segment = { ...slot.segment, index: 1000, bytes: SEGMENT_BYTES, memory };
    const lent = lend(Object.assign(Object.create(slot) as typeof slot, { segment }), carrier);
    after(file);
    return lent;
  };
}

/** A ring of chunks and its bell, as they would be announced. */
function ownRing(): Promise<readonly number[]> {
  const { streams } = link();
  return new Promise((resolve) => streams.open(() => resolve(streams['receiver']?.fds ?? [])));
}

function announceRing(fds: readonly number[]): void {
  link()['send']({ chunkRing: {} }, { fds: () => fds });
}

/** A descriptor that is no socket and no sealed memory. */
function openOther(kind: string | undefined): number {
  const folder = mkdtempSync(join(tmpdir(), 'tensorduct-hostile-'));
  const path = join(folder, 'other');
  if (kind === 'pipe') execFileSync('mkfifo', [path]);
  const file = openSync(path, kind === 'pipe' ? 'r+' : 'w+');
  if (kind !== 'pipe') ftruncateSync(file, CHUNK_RING_BYTES);
  rmSync(folder, { recursive: true });
  return file;
}

/** Announces what a link would not, first or again. */
async function announceOther(what: string | undefined): Promise<void> {
  const { streams } = link();
  const { native } = context.memory?.current ?? {};
  if (native === undefined) throw new Error('there is no shared memory');
  // Of a ring that nobody was told of.
  const [memory, bell] = await new Promise<readonly number[]>((resolve) => {
    native.ChunkReceiver.create((_, receiver) => resolve(receiver?.fds ?? []));
  });
  if (way === 'bell') return announceRing([memory, openOther(what)]);
  if (what === 'small') return announceRing([link()['returns'].fd, bell]);
  if (what === 'file') return announceRing([openOther(what), bell]);
  await ownRing();
  announceRing([memory, bell]);
  streams.close();
}

/** From now on large tensors are asked for by one number. Nothing empties the ring. */
async function ask(stream: string | undefined): Promise<void> {
  const { streams } = link();
  if (stream === 'unannounced') streams.open = (callback) => callback(true);
  else {
    await ownRing();
    streams['receiver']?.close();
  }
  streams.receive = () => (stream === 'unannounced' ? 1 : Number(stream));
}

/** Reads two messages into memory of its own, the second while the first is still under way. */
async function readTwo(): Promise<void> {
  for (let count = 0; count < 2; count++) {
    const descriptor = await pipe.readDescriptor();
    const data = new Uint8Array(descriptor?.tensors[0].length ?? 0);
    pipe.read({ payloads: [], tensors: [{ data }] }).catch(() => {});
  }
}

await new Promise<void>((resolve) => pipe.once('established', resolve));
await lendOne(pipe);
switch (way) {
  case 'lend':
    if (name === 'offset') misplace(Number(number));
    else lie({ [name]: Number(number) });
    break;
  case 'ask':
    await ask(name);
    parent.send('asking');
    await readTwo().catch(() => {});
    break;
  case 'ring':
  case 'bell':
    await announceOther(name);
    break;
  case 'scribble':
    scribble();
    break;
  case 'return':
    link().giveBack(4711);
    break;
  case 'offset':
    misplace(2 ** 40);
    break;
  case 'end':
    misplace(SEGMENT_BYTES - 10);
    break;
  case 'segment':
    lie({ segment: 4711 });
    break;
  case 'twice':
    lie({ sequence: 1 });
    break;
  case 'file':
    lendFrom(SEGMENT_BYTES, (file) => ftruncateSync(file, 0));
    break;
  case 'size':
    lendFrom(4096, () => {});
    break;
  default:
    throw new Error(`what is ${way}?`);
}
for (let count = 0; count < 3 && way !== 'ask'; count++) await lendOne(pipe).catch(() => {});
parent.send('done');

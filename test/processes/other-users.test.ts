import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Context, type Listener } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { encodePreamble } from '../../src/wire/preamble.js';
import { Peer } from '../support/peer.js';

/** Nobody in particular, and not the overflow user. */
const STRANGER = 12345;

/** What Node calls an address: an argument cannot have a zero byte. */
const NAME = `const name = process.argv[1].replace(/^@/, '\\0');`;

/** Connects, says what a peer says first, and prints how many bytes came until the end. */
const CONNECTS = `
  const socket = require('net').connect(name);
  let bytes = 0;
  socket.on('data', (chunk) => (bytes += chunk.length));
  socket.on('error', () => {});
  socket.on('close', () => console.log(bytes));
  socket.write(Buffer.from(process.argv[2], 'hex'));`;

/** Listens, and prints of its first connection how many bytes came until the end. */
const LISTENS = `
  const server = require('net').createServer((socket) => {
    let bytes = 0;
    socket.on('data', (chunk) => (bytes += chunk.length));
    socket.on('error', () => {});
    socket.on('close', () => server.close(() => console.log(bytes)));
  });
  server.listen(name, () => console.log('listening'));`;

/** A program that another user runs. */
class Stranger {
  private readonly lines: AsyncIterator<string>;
  readonly process: ChildProcess;

  constructor(program: string, url: string) {
    const preamble = Buffer.from(encodePreamble()).toString('hex');
    const child = spawn(process.execPath, ['-e', NAME + program, url.slice('unix://'.length), preamble], {
      cwd: '/',
      uid: STRANGER,
      gid: STRANGER,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.process = child;
    this.lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  }

  /** The next line that it prints. */
  async says(): Promise<unknown> {
    return (await within(this.lines.next(), 'a word of the stranger')).value;
  }
}

const strangers: Stranger[] = [];
let folder: string;
let context: Context;

function start(program: string, url: string): Stranger {
  const stranger = new Stranger(program, url);
  strangers.push(stranger);
  return stranger;
}

beforeEach(({ skip }) => {
  folder = mkdtempSync(join(tmpdir(), 'tensorduct-test-'));
  context = new Context();
  skip(process.getuid?.() !== 0, 'only root can start processes of other users');
});

afterEach(async () => {
  for (const { process: child } of strangers.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  await within(context.close(), 'the close of the context');
  rmSync(folder, { recursive: true });
});

const KINDS = ['an abstract name', 'a path that its mode does not protect'];

/** An address where every user may listen and connect, as far as files go. */
function openAddress(kind: string): string {
  chmodSync(folder, 0o777);
  return kind === 'an abstract name' ? `unix://@${folder}` : `unix://${folder}/socket`;
}

async function listenForAll(kind: string, secret?: string): Promise<{ url: string; listener: Listener }> {
  const listener = await context.listen(openAddress(kind), { secret });
  const url = listener.url('unix');
  if (!url.startsWith('unix://@')) chmodSync(url.slice('unix://'.length), 0o666);
  return { url, listener };
}

describe('a process of another user', () => {
  it.for(KINDS)('that connects to %s is hung up on and gets no byte, while our own is let in', async (kind) => {
    const { url } = await listenForAll(kind);
    expect(await start(CONNECTS, url).says()).toBe('0');
    const pipe = context.connect(url);
    await within(pipe.write({}), 'a message of our own');
    await within(pipe.close(), 'the close');
  });

  it.for(KINDS)('that listens on %s is not talked to, and gets no byte', async (kind) => {
    const url = openAddress(kind);
    const stranger = start(LISTENS, url);
    expect(await stranger.says()).toBe('listening');
    await expect(within(context.connect(url).write({}), 'the refusal')).rejects.toMatchObject({
      code: 'ERR_AUTHENTICATION',
      backend: 'unix',
    });
    expect(await stranger.says()).toBe('0');
  });

  it.for(KINDS)('that has our secret is let in by %s, and one without it is not', async (kind) => {
    const secret = 'a secret of sixteen bytes and more';
    const { url, listener } = await listenForAll(kind, secret);
    await using peer = Peer.start('other-user', [String(STRANGER), url, secret]);
    const pipe = await within(listener.accept(), 'the pipe of the other user');
    const descriptor = await within(pipe.readDescriptor(), 'its message');
    if (descriptor === null) throw new Error('it has closed the pipe');
    await pipe.read(descriptor.allocate());
    await pipe.close();
    expect(await peer.next('its outcome')).toBe('written');
    await using ignorant = Peer.start('other-user', [String(STRANGER), url]);
    expect(await ignorant.next('its outcome')).toBe('ERR_AUTHENTICATION');
  });
});

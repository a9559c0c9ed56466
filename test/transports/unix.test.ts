import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
  mkdirSync,
  readFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEATH_DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import type { TransportConnection, TransportContext, TransportListener } from '../../src/transports/transport.js';
import { unix } from '../../src/transports/unix/index.js';

let folder: string;
let context: TransportContext;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tensorduct-test-'));
  context = unix();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await within(context.join(), 'join');
  rmSync(folder, { recursive: true });
});

/** Runs a program with the path as its argument, and waits until it has printed a line. */
async function run(program: string, path: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await within(once(child.stdout, 'data'), 'the first line of a child');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await within(exited, 'the death of a child');
}

const LISTENS = `require('net').createServer(() => {}).listen(process.argv[1], () => console.log('listening'))`;

function accept(listener: TransportListener): Promise<TransportConnection> {
  return new Promise((resolve, reject) =>
    listener.accept((error, connection) => (connection === null ? reject(error) : resolve(connection))),
  );
}

async function expectConnects(listener: TransportListener): Promise<void> {
  const accepted = accept(listener);
  const near = await within(context.connect(listener.address), 'connect');
  await within(accepted, 'accept');
  near.close();
}

describe('the socket of a unix listener', () => {
  it('has the given path, mode 0600, and is removed at close', async () => {
    const path = join(folder, 'socket');
    const listener = await context.listen(path);
    expect(listener.address).toBe(path);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['socket']);
    await expectConnects(listener);
    listener.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is never reachable under its name with another mode than 0600', async () => {
    const path = join(folder, 'socket');
    const before = process.umask(0);
    const seen = new Set<number>();
    try {
      let bound = false;
      const listening = context.listen(path).then(() => (bound = true));
      while (!bound) {
        for (const name of readdirSync(folder)) {
          const { mode } = lstatSync(join(folder, name), { throwIfNoEntry: false }) ?? { mode: 0o600 };
          // Its private folder, or itself.
          seen.add(mode & 0o777);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      await listening;
    } finally {
      process.umask(before);
    }
    expect([...seen].filter((mode) => mode !== 0o600 && mode !== 0o700)).toEqual([]);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
  });

  it('replaces that of a listener which was killed', async () => {
    const path = join(folder, 'socket');
    await kill(await run(LISTENS, path));
    expect(existsSync(path), 'the dead process has left its socket').toBe(true);
    await expect(context.connect(path)).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
    await expectConnects(await context.listen(path));
    expect(readdirSync(folder)).toEqual(['socket']);
  });

  it('does not replace that of a listener which lives', async () => {
    const path = join(folder, 'socket');
    await run(LISTENS, path);
    const { ino } = lstatSync(path);
    await expect(context.listen(path)).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
    expect(lstatSync(path).ino).toBe(ino);
    expect(readdirSync(folder)).toEqual(['socket']);
  });

  it('does not replace any other file', async () => {
    const path = join(folder, 'precious');
    writeFileSync(path, 'data');
    await expect(context.listen(path)).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
    expect(readFileSync(path, 'utf8')).toBe('data');
    const dangling = join(folder, 'link');
    symlinkSync(join(folder, 'nowhere'), dangling);
    await expect(context.listen(dangling)).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
    expect(lstatSync(dangling).isSymbolicLink()).toBe(true);
  });

  it('is taken by exactly one of many who want a stale one', async () => {
    const path = join(folder, 'socket');
    await kill(await run(LISTENS, path));
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => context.listen(path)));
    const listeners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(listeners).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
    }
    await expectConnects(listeners[0]);
  });

  it('is left alone at close when it is another file by then', async () => {
    const path = join(folder, 'socket');
    const listener = await context.listen(path);
    rmSync(path);
    writeFileSync(path, 'data');
    listener.close();
    expect(readFileSync(path, 'utf8')).toBe('data');
  });

  it.each(['relative/path', 'x'.repeat(10), '@', '/with\0zero', `/tmp/${'x'.repeat(103)}`, `@${'x'.repeat(107)}`])(
    'cannot be %j',
    async (address) => {
      await expect(context.listen(address)).rejects.toMatchObject({ code: 'ERR_ADDRESS_INVALID' });
      await expect(context.connect(address)).rejects.toMatchObject({ code: 'ERR_ADDRESS_INVALID' });
    },
  );

  it('is made within its folder, whatever that is called', async () => {
    const place = join(folder, 'ends-with-X');
    mkdirSync(place);
    const seen = new Set<string>();
    const warnings: Error[] = [];
    const onWarning = (warning: Error): unknown => warnings.push(warning);
    process.on('warning', onWarning);
    const watcher = watch(folder);
    // A file of our own is seen after all that came before it.
    const marked = new Promise<void>((resolve) => {
      watcher.on('change', (_, name) => {
        if (name === 'mark') resolve();
        else seen.add(String(name));
      });
    });
    await context.listen(join(place, 'socket'));
    expect(readdirSync(place)).toEqual(['socket']);
    writeFileSync(join(folder, 'mark'), '');
    await within(marked, 'the mark');
    watcher.close();
    process.off('warning', onWarning);
    expect([...seen].filter((name) => name !== 'ends-with-X')).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('may have a path of 107 bytes', async () => {
    const path = `${folder}/${'x'.repeat(107 - folder.length - 1)}`;
    await expectConnects(await context.listen(path));
  });

  it('cannot be where no folder is', async () => {
    await expect(context.listen(join(folder, 'no', 'socket'))).rejects.toMatchObject({ code: 'ERR_SYSTEM' });
  });
});

describe('an empty unix address', () => {
  it('means a socket in a folder that only this user may enter', async () => {
    vi.stubEnv('XDG_RUNTIME_DIR', folder);
    const listener = await context.listen('');
    expect(listener.address.startsWith(join(folder, 'tensorduct', `${process.pid}-`))).toBe(true);
    expect(lstatSync(join(folder, 'tensorduct')).mode & 0o777).toBe(0o700);
    await expectConnects(listener);
    listener.close();
    expect(readdirSync(join(folder, 'tensorduct'))).toEqual([]);
  });

  it('removes what dead processes have left, and nothing else', async () => {
    vi.stubEnv('XDG_RUNTIME_DIR', folder);
    const runtime = join(folder, 'tensorduct');
    mkdirSync(runtime, { mode: 0o700 });
    const own = `require('path').join(process.argv[1], process.pid + '-00000000')`;
    const program = (path: string): string =>
      `require('net').createServer(() => {}).listen(${path}, () => console.log('listening'))`;
    const dead = await run(program(own), runtime);
    await kill(dead);
    const alive = await run(program(own), runtime);
    writeFileSync(join(runtime, 'other'), '');
    writeFileSync(join(runtime, `${dead.pid}-11111111`), 'no socket');
    const listener = await context.listen('');
    expect(
      readdirSync(runtime)
        .map((name) => join(runtime, name))
        .sort(),
    ).toEqual(
      [
        join(runtime, 'other'),
        join(runtime, `${dead.pid}-11111111`),
        join(runtime, `${alive.pid}-00000000`),
        listener.address,
      ].sort(),
    );
  });

  it('is refused when others may enter the folder', async () => {
    vi.stubEnv('XDG_RUNTIME_DIR', folder);
    const before = process.umask(0);
    mkdirSync(join(folder, 'tensorduct'), { mode: 0o755 });
    process.umask(before);
    await expect(context.listen('')).rejects.toMatchObject({ code: 'ERR_INSECURE_ADDRESS' });
  });
});

describe('an abstract unix address', () => {
  const name = `@tensorduct-test-${process.pid}`;

  it('is reached by processes of its user [TP ShmListenerTest.ExplicitAbstractSocketName]', async () => {
    const listener = await context.listen(name);
    expect(listener.address).toBe(name);
    await expectConnects(listener);
  });

  it('is taken by one listener, and free when that is closed', async () => {
    const listener = await context.listen(name);
    await expect(context.listen(name)).rejects.toMatchObject({ code: 'ERR_ADDRESS_IN_USE' });
    listener.close();
    await expect(context.connect(name)).rejects.toMatchObject({ code: 'ERR_UNREACHABLE' });
    await expectConnects(await context.listen(name));
  });
});

it('bytes of a process that was killed are read, then its death is told', async () => {
  const listener = await context.listen(join(folder, 'socket'));
  const accepted = accept(listener);
  const program = `
    const socket = require('net').connect(process.argv[1]);
    socket.write(Buffer.alloc(100_000, 7), () => console.log('written'));`;
  const child = await run(program, listener.address);
  const connection = await within(accepted, 'accept');
  await kill(child);
  const into = new Uint8Array(100_000);
  const read = (): Promise<unknown> =>
    new Promise((resolve) =>
      connection.read(into, into.length, (error, length) => resolve(error === null ? length : error.code)),
    );
  expect(await within(read(), 'read')).toBe(100_000);
  expect(into.every((byte) => byte === 7)).toBe(true);
  expect(await within(read(), 'the end', DEATH_DEADLINE_MS)).toBe('ERR_PEER_LOST');
});

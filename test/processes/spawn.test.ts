import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { basic, connectParent, Context, tcp, unix } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { CHILD, exitOf, failureOf, Family, roundTrip, START_MS, told } from '../support/children.js';

let family: Family;
beforeEach(() => {
  family = new Family();
});
afterEach(async () => {
  expect(await family.end()).toEqual([]);
});

const start: Family['start'] = (mode, options) => family.start(mode, options);

describe('context.spawn', () => {
  it('gives a pipe of this context that carries tensors of every size both ways', async () => {
    const child = await start('echo', { name: 'echoer' });
    for (const length of [0, 1, 100_000, 40_000_000]) {
      const data = new Uint8Array(length).fill(length % 251);
      expect(Buffer.compare(await roundTrip(child.pipe, data), data)).toBe(0);
    }
    expect(child.pipe.remoteName).toBe('echoer');
    expect(child.pipe.id).toMatch(/^parent\./);
    expect(family.context.counters().messagesRead).toBe(4);
    await within(child.close(), 'the end of the child');
    expect(exitOf(child.process)).toBe(0);
  });

  it('starts twenty children at once, each with its own pipe, and leaves no file behind', async () => {
    const children = await Promise.all(Array.from({ length: 20 }, () => start('echo')));
    const answers = await Promise.all(children.map(({ pipe }, i) => roundTrip(pipe, new Uint8Array(100_000).fill(i))));
    expect(answers.map((answer) => answer[99_999])).toEqual(children.map((_, i) => i));
    children[0].process.kill('SIGKILL');
    await within(Promise.all(children.map((child) => child.close())), 'the end of all', START_MS);
    expect(children.map(({ process }) => exitOf(process))).toEqual(['SIGKILL', ...Array.from({ length: 19 }, () => 0)]);
    expect(family.sockets()).toEqual([]);
  });

  it('gives the environment to the child, and takes the invitation out of it', async () => {
    const { pipe } = await start('environment', { env: { PATH: process.env.PATH, COLOUR: 'green' } });
    const { own, inherited } = await told(pipe);
    expect(own).toMatch('"COLOUR":"green"');
    for (const environment of [own, inherited]) expect(environment).not.toMatch('TENSORDUCT_PARENT');
  });

  it('gives the child the same pipe however often it asks', async () => {
    const { pipe } = await start('twice', { name: 'asker' });
    expect(await told(pipe)).toEqual({ same: true, id: 'asker' });
  });

  it('lets the child use a context of its own', async () => {
    const { pipe } = await start('context');
    expect(await told(pipe)).toEqual({ same: true });
    expect(pipe.remoteName).toBe('my own');
  });

  it('takes a path, or a file: URL in a string, and nothing on the network', async () => {
    for (const module of [CHILD.pathname, CHILD.href]) {
      await using child = await family.context.spawn(module, { args: ['echo'], execArgv: [], timeoutMs: START_MS });
      expect(await roundTrip(child.pipe, Uint8Array.of(7))).toEqual(Uint8Array.of(7));
    }
    const error = await failureOf(family.context.spawn(new URL('https://example.org/child.js')));
    expect(error.code).toBe('ERR_INVALID_ARGUMENT');
  });

  it('connects its output and errors as asked', async () => {
    const child = await start('print', { stdio: ['ignore', 'pipe', 'pipe'] });
    const output = child.process.stdout?.setEncoding('utf8').toArray();
    const errors = child.process.stderr?.setEncoding('utf8').toArray();
    await within(child.close(), 'the end of the child');
    expect(await output).toEqual(['to the output\n']);
    expect(await errors).toEqual(['to the errors\n']);
  });

  it('is needed for connectParent: a process that nobody has spawned has no parent', async () => {
    expect((await failureOf(connectParent())).code).toBe('ERR_UNREACHABLE');
  });
});

describe('the private address', () => {
  it('gives a stranger nothing, and the child is not disturbed', async () => {
    const child = await start('echo');
    const path = join(family.runtime, 'tensorduct', family.sockets()[0]);

    await using stranger = new Context();
    for (const secret of [undefined, 'the wrong secret, guessed']) {
      const pipe = stranger.connect(`unix://${path}`, { secret });
      expect((await failureOf(pipe.readDescriptor())).code).toBe('ERR_AUTHENTICATION');
    }
    const socket = connect(path);
    let received = 0;
    socket.on('data', (chunk: Buffer) => (received += chunk.length));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.end('GET / HTTP/1.1\r\n\r\n');
    await within(ended, 'the end of a stranger');
    expect(received).toBe(0);

    expect(await roundTrip(child.pipe, new Uint8Array(1_000_000))).toHaveLength(1_000_000);
  });

  it.skipIf(process.platform !== 'linux')('is good for one pipe, also to who knows the secret', async () => {
    const { pipe } = await start('again');
    const { outcome } = await told(pipe);
    expect(outcome).toMatch('ERR_PEER_');
  });

  it('leads to shm, with the same secret, and stays with unix where the parent has no shm', async () => {
    const child = await start('echo');
    expect(await roundTrip(child.pipe, Uint8Array.of(7))).toEqual(Uint8Array.of(7));
    expect(child.pipe.explain().transport).toMatchObject({ name: 'shm', bootstrap: 'unix' });
    await using bare = new Context({ defaults: false });
    bare.registerTransport(1, 'unix', unix());
    bare.registerChannel(1, 'basic', basic());
    await using other = await bare.spawn(CHILD, { args: ['echo'], execArgv: [], timeoutMs: START_MS });
    expect(await roundTrip(other.pipe, Uint8Array.of(7))).toEqual(Uint8Array.of(7));
    expect(other.pipe.explain().transport?.name).toBe('unix');
  });

  it('is one of tcp where there are no unix sockets', async () => {
    await using bare = new Context({ defaults: false });
    expect((await failureOf(bare.spawn(CHILD))).code).toBe('ERR_NOT_VIABLE');
    bare.registerTransport(1, 'tcp', tcp());
    bare.registerChannel(1, 'basic', basic());
    await using child = await bare.spawn(CHILD, { args: ['echo'], execArgv: [], timeoutMs: START_MS });
    expect(child.pipe.explain().transport?.name).toBe('tcp');
    expect(await roundTrip(child.pipe, new Uint8Array(1_000_000))).toHaveLength(1_000_000);
  });
});

import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeHead, decodeAnswer, type FileAnswer } from '../../src/cli/transfer/protocol.js';
import { Context, type Pipe } from '../../src/index.js';
import { within } from '../../src/testing/deadlines.js';
import { npyFile, npyHeader, safetensorsFile, someBytes } from '../cli/formats/files.js';
import { CommandRun } from '../support/command-run.js';
import { eventually } from '../support/descriptors.js';
import { Workplace } from './command.js';

/** Larger than can be sent before a test has done what it wants to do meanwhile. */
const HUGE = 2 ** 40;

const STRUCTURED = npyFile("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", someBytes(4));

/** Sends part of a file, and does not say that it was the last. */
async function sendPart(pipe: Pipe, name: string): Promise<void> {
  const metadata = encodeHead({ name, format: 'raw', size: 10, offset: 0, last: false });
  await pipe.write({ metadata, tensors: [{ data: someBytes(4) }] });
}

async function answerOf(pipe: Pipe): Promise<FileAnswer> {
  const descriptor = await within(pipe.readDescriptor(), 'an answer');
  await pipe.read({});
  return decodeAnswer(descriptor?.metadata ?? new Uint8Array(0));
}

/** Waits until something is being received. */
async function underWay(folder: string): Promise<void> {
  const parts = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('.tensorduct-')) : []);
  await eventually(() => parts().some((name) => statSync(join(folder, name)).size > 0), 'a file on its way');
}

describe('a transfer that is broken off', () => {
  it.for([
    ['the sender', 'SIGKILL'],
    ['the sender', 'SIGINT'],
    ['the sender', 'SIGTERM'],
    ['the listener', 'SIGINT'],
    ['the listener', 'SIGTERM'],
    ['the listener', 'SIGKILL'],
  ] as const)('by %s, which gets %s, leaves no half file and no end that hangs', async ([victim, signal]) => {
    using place = new Workplace();
    const huge = place.writeLarge('huge.bin', HUGE);
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out, '--once']);
    await using listener = run;
    await using sender = CommandRun.start(['send', url, huge]);
    await underWay(place.out);
    const [hit, other] = victim === 'the sender' ? [sender, listener] : [listener, sender];
    hit.kill(signal);
    const code = { SIGINT: 130, SIGTERM: 143, SIGKILL: null }[signal];
    expect(await hit.exit()).toEqual({ code, signal: code === null ? signal : null });
    expect(await other.exit(), other.stderr).toEqual({ code: 1, signal: null });
    expect(
      other.stderr.split('\n').filter((line) => /^tensorduct (send|listen): .*\(ERR_\w+\)$/.test(line)),
    ).not.toEqual([]);
    expect(other.stderr).not.toMatch(/^\s+at /m);
    if (code !== null) expect(hit.stderr).not.toContain('ERR_');
    // Only who is killed on the spot cannot clean up; the file's name it never takes.
    const left = Workplace.files(place.out);
    if (hit === listener && signal === 'SIGKILL') expect(left).not.toContain('huge.bin');
    else expect(left).toEqual([]);
  });

  it('is answered, where the disk is full, and the next file is stored', async () => {
    using place = new Workplace();
    const large = place.writeLarge('large.bin', 2 ** 26);
    const small = place.write('small.bin', someBytes(100));
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out], { mostFileKiB: 1024 });
    await using listener = run;
    await using sender = CommandRun.start(['send', url, large, small]);
    expect(await sender.exit()).toEqual({ code: 1, signal: null });
    expect(sender.stderr).toMatch(/^tensorduct send: large\.bin was not stored: .*EFBIG.*\n$/);
    expect(Workplace.files(place.out)).toEqual(['small.bin']);
    expect(readFileSync(join(place.out, 'small.bin'))).toEqual(someBytes(100));
    expect(listener.stderr).toContain('EFBIG');
  });

  it('by a peer that stands still ends at its deadline, on either side', async () => {
    using place = new Workplace();
    const huge = place.writeLarge('huge.bin', HUGE);
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out, '--idle', '0.5']);
    await using listener = run;
    await using context = new Context({ name: 'test' });
    const still = context.connect(url);
    await sendPart(still, 'still.bin');
    await expect(within(still.readDescriptor(), 'the end')).rejects.toThrow('nothing has moved for 0.5 s');
    await listener.said(/nothing has moved for 0\.5 s/, 'stderr');
    expect(Workplace.files(place.out)).toEqual([]);

    const deaf = await context.listen('unix://');
    await using sender = CommandRun.start(['send', deaf.urls[0], huge, '--idle', '0.5']);
    expect(await sender.exit()).toEqual({ code: 1, signal: null });
    expect(sender.stderr).toMatch(/nothing has moved for 0\.5 s .*\(ERR_TIMEOUT\)\n$/);
  });

  it('by the next file is dropped, and does not hold up others', async () => {
    using place = new Workplace();
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out]);
    await using listener = run;
    await using context = new Context({ name: 'test' });
    const pipe = context.connect(url);
    await sendPart(pipe, 'first.bin');
    const metadata = encodeHead({ name: 'second.bin', format: 'raw', size: 3, offset: 0, last: true });
    await pipe.write({ metadata, tensors: [{ data: someBytes(3) }] });
    expect(await answerOf(pipe)).toEqual({ name: 'second.bin', refused: undefined });
    await listener.said(/it is incomplete.*first\.bin/, 'stderr');
    expect(Workplace.files(place.out)).toEqual(['second.bin']);
  });
});

describe('a listener', () => {
  it('writes nothing outside of its folder, whatever names it is given', async () => {
    using place = new Workplace();
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out]);
    await using listener = run;
    symlinkSync(place.data, join(place.out, 'link'));
    await using context = new Context({ name: 'test' });
    const pipe = context.connect(url);
    for (const name of ['../evil', join(place.path, 'evil'), 'a/../../evil', 'link/evil', 'evil\0', '', '.', 'link']) {
      const metadata = encodeHead({ name, format: 'raw', size: 3, offset: 0, last: true });
      await pipe.write({ metadata, tensors: [{ data: someBytes(3) }] });
      const answer = await answerOf(pipe);
      expect(answer.name).toBe(name);
      expect(answer.refused).toContain('ERR_REJECTED');
    }
    expect(Workplace.files(place.path)).toEqual(['out/link']);
    expect(listener.stderr).not.toContain('\0');
  });

  it('hangs up on who does not speak as it must, and serves the others', async () => {
    using place = new Workplace();
    const file = place.write('good.bin', someBytes(10));
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out]);
    await using _ = run;
    await using context = new Context({ name: 'test' });
    const head = { name: 'x', format: 'raw', size: 8, offset: 0, last: false };
    const bad = [
      Buffer.from('hello'),
      Buffer.from(JSON.stringify({ tensorduct: 'file', version: 99 })),
      encodeHead({ ...head, offset: 4 }),
      encodeHead({ ...head, size: 2 }),
      encodeHead({ ...head, last: true }),
    ];
    for (const metadata of bad) {
      const pipe = context.connect(url);
      await pipe.write({ metadata, tensors: [{ data: someBytes(4) }] });
      await expect(within(pipe.readDescriptor(), 'the end')).rejects.toThrow(/ERR_PEER_FAILED|ERR_VERSION_MISMATCH/);
    }
    await using sender = CommandRun.start(['send', url, file]);
    expect(await sender.exit()).toMatchObject({ code: 0 });
    expect(Workplace.files(place.out)).toEqual(['good.bin']);
  });

  it('refuses files that exist, and replaces them with --force', async () => {
    using place = new Workplace();
    const [a, b] = [place.write('a.bin', 'new'), place.write('b.bin', 'new')];
    const careful = await CommandRun.listen(['unix://', '--out', place.out, '--once']);
    await using _ = careful.run;
    writeFileSync(join(place.out, 'a.bin'), 'old');
    await using first = CommandRun.start(['send', careful.url, a, b]);
    expect(await first.exit()).toMatchObject({ code: 1 });
    expect(await careful.run.exit()).toMatchObject({ code: 1 });
    expect(first.stderr).toMatch(/^tensorduct send: a\.bin was not stored: a file of this name exists: .*--force.*\n$/);
    expect(Workplace.files(place.out)).toEqual(['a.bin', 'b.bin']);
    expect(readFileSync(join(place.out, 'a.bin'), 'utf8')).toBe('old');

    const bold = await CommandRun.listen(['unix://', '--out', place.out, '--once', '--force']);
    await using __ = bold.run;
    await using second = CommandRun.start(['send', bold.url, a]);
    expect(await second.exit()).toMatchObject({ code: 0 });
    expect(await bold.run.exit()).toMatchObject({ code: 0 });
    expect(readFileSync(join(place.out, 'a.bin'), 'utf8')).toBe('new');
  });

  it('serves several senders at once, and with --once those that have begun', async () => {
    using place = new Workplace();
    const file = place.write('b.bin', someBytes(1000));
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out, '--once']);
    await using listener = run;
    await using context = new Context({ name: 'test' });
    const pipe = context.connect(url);
    await sendPart(pipe, 'a.bin');
    await underWay(place.out);
    await using sender = CommandRun.start(['send', url, file]);
    expect(await sender.exit()).toMatchObject({ code: 0 });
    const metadata = encodeHead({ name: 'a.bin', format: 'raw', size: 10, offset: 4, last: true });
    await pipe.write({ metadata, tensors: [{ data: someBytes(10).subarray(4) }] });
    expect(await answerOf(pipe)).toMatchObject({ refused: undefined });
    await pipe.close();
    expect(await listener.exit()).toEqual({ code: 0, signal: null });
    expect(readFileSync(join(place.out, 'a.bin'))).toEqual(someBytes(10));
  });
});

describe('files that are malformed', () => {
  it.for([
    ['other bytes', 'x.npy', 'no array at all', 'does not begin as a .npy file'],
    ['a structured type', 'x.npy', STRUCTURED, 'structured'],
    ['half a header', 'x.safetensors', safetensorsFile('{"x":', someBytes(0)), 'not JSON'],
  ] as const)('by %s give one line and exit 2, and nothing is sent', async ([, name, bytes, reason]) => {
    using place = new Workplace();
    place.write('a.npy', npyFile(npyHeader('<f4', [1]), someBytes(4)));
    place.write(name, bytes);
    await using run = CommandRun.start(['send', 'unix:///nobody/listens', place.data, '--timeout', '5']);
    expect(await run.exit()).toEqual({ code: 2, signal: null });
    expect(run.stdout).toBe('');
    expect(run.stderr).toMatch(/^tensorduct send: .*\n$/);
    expect(run.stderr).toContain(reason);
    expect(run.stderr).toContain(join(place.data, name));
  });
});

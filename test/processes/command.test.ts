import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Context } from '../../src/index.js';
import { someBytes } from '../cli/formats/files.js';
import { CommandRun } from '../support/command-run.js';
import { commandFor } from '../support/surroundings.js';
import { Workplace } from './command.js';

/** The objects of lines of JSON. */
function events(text: string): Record<string, unknown>[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => ({ ...(JSON.parse(line) as object) }));
}

describe('the command tensorduct', () => {
  it.for([
    [['--help'], 0, /^Usage: tensorduct COMMAND/, ''],
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/, ''],
    [['send', '--help'], 0, /^Usage: tensorduct send URL FILE/, ''],
    [['doctor', '--help'], 0, /^Usage: tensorduct doctor/, ''],
    [['fly'], 2, /^$/, 'there is no command "fly"'],
    [['send', 'nonsense', '.'], 2, /^$/, 'is not an address'],
    [['send', 'unix:///x', '/does/not/exist'], 2, /^$/, '/does/not/exist does not exist'],
    [['send', 'unix:///x', '/dev/null'], 2, /^$/, 'neither a file nor a folder'],
    [['send', '--fly'], 2, /^$/, "Unknown option '--fly'"],
    [['send', 'unix:///x', '.', '--message-size', '3'], 2, /^$/, '--message-size is "3"'],
    [['listen', 'unix://'], 2, /^$/, '--out'],
    [['listen', 'tcp://0.0.0.0:0', '--out', '.'], 2, /^$/, 'ERR_INSECURE_ADDRESS'],
    [['listen', 'carrier-pigeon://', '--out', '.'], 2, /^$/, 'ERR_UNKNOWN_TRANSPORT'],
  ] as const)('%j exits with %i', async ([args, code, output, error]) => {
    await using run = CommandRun.start(args);
    expect(await run.exit()).toEqual({ code, signal: null });
    expect(run.stdout).toMatch(output);
    expect(run.stderr).toContain(error);
    expect(run.stderr.split('\n').length).toBe(code === 0 ? 1 : 2);
  });

  it('waits for a listener and says so, and fails at its deadline', async () => {
    using place = new Workplace();
    const file = place.write('a.bin', someBytes(10));
    const path = `unix://${join(place.path, 'socket')}`;
    await using lonely = CommandRun.start(['send', path, file, '--timeout', '0.7']);
    expect(await lonely.exit()).toEqual({ code: 1, signal: null });
    expect(lonely.stderr).toMatch(/^tensorduct send: waiting for unix:.*\ntensorduct send: .*\(ERR_UNREACHABLE\)\n$/);

    await using patient = CommandRun.start(['send', path, file, '--timeout', '30']);
    await patient.said(/waiting for/, 'stderr');
    const { run } = await CommandRun.listen([path, '--out', place.out, '--once']);
    await using listener = run;
    expect(await patient.exit()).toEqual({ code: 0, signal: null });
    expect(await listener.exit()).toEqual({ code: 0, signal: null });
  });

  it('speaks JSON to programs, one object a line', async () => {
    using place = new Workplace();
    place.write('a.bin', someBytes(10));
    const listener = CommandRun.start(['listen', 'unix://', 'tcp://127.0.0.1:0', '-o', place.out, '--once', '--json']);
    await using _ = listener;
    const [line] = await listener.said(/^.*\n/);
    const { urls } = events(line)[0];
    expect(urls).toEqual([expect.stringMatching(/^unix:\/\/\//), expect.stringMatching(/^tcp:\/\/127\.0\.0\.1:\d+$/)]);
    const url = Array.isArray(urls) ? String(urls[1]) : '';
    await using sender = CommandRun.start(['send', url, place.data, '--json']);
    expect(await sender.exit()).toMatchObject({ code: 0 });
    await listener.exit();
    const file = { event: 'file', name: 'data/a.bin', bytes: 10 };
    const done = { event: 'done', files: 1, bytes: 10, failed: 0 };
    // They have met by tcp and moved to the better one.
    const transport = { name: 'unix', bootstrap: 'tcp' };
    expect(events(sender.stdout)).toMatchObject([{ event: 'negotiated', transport }, file, done]);
    expect(events(listener.stdout).slice(1)).toMatchObject([{ event: 'negotiated', transport }, file, done]);

    await using wrong = CommandRun.start(['send', '--json', 'unix:///x', '/does/not/exist']);
    expect(await wrong.exit()).toMatchObject({ code: 2 });
    expect(events(wrong.stdout)).toMatchObject([{ event: 'error', code: 'ERR_INVALID_ARGUMENT' }]);
  });

  it('is quiet when told so', async () => {
    using place = new Workplace();
    const file = place.write('a.bin', someBytes(10));
    const path = `unix://${join(place.path, 'socket')}`;
    await using listener = CommandRun.start(['listen', path, '-o', place.out, '--once', '--quiet']);
    await using sender = CommandRun.start(['send', '-q', path, file]);
    expect(await sender.exit()).toMatchObject({ code: 0 });
    expect(await listener.exit()).toMatchObject({ code: 0 });
    expect([sender.stdout, sender.stderr, listener.stdout, listener.stderr]).toEqual(['', '', '', '']);
  });

  it('needs the secret of the other end', async () => {
    using place = new Workplace();
    const file = place.write('a.bin', someBytes(10));
    const secret = join(place.path, 'secret');
    writeFileSync(secret, 'a secret of many bytes\n');
    const { run, url } = await CommandRun.listen(['unix://', '-o', place.out, '--secret-file', secret]);
    await using listener = run;
    await using stranger = CommandRun.start(['send', url, file], {
      env: { TENSORDUCT_SECRET: 'another of many bytes' },
    });
    await using friend = CommandRun.start(['send', url, file], {
      env: { TENSORDUCT_SECRET: 'a secret of many bytes' },
    });
    expect(await friend.exit(), friend.stderr).toMatchObject({ code: 0 });
    expect(await stranger.exit()).toMatchObject({ code: 1 });
    expect(stranger.stderr).toMatch(/^tensorduct send: .*\(ERR_AUTHENTICATION\)\n$/);
    await using short = CommandRun.start(['send', url, file], { env: { TENSORDUCT_SECRET: 'short' } });
    expect(await short.exit()).toMatchObject({ code: 2 });
    expect(listener.stdout).toContain('received a.bin');
  });

  it('ends without a word when nobody reads its output any more', async () => {
    using place = new Workplace();
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out]);
    await using listener = run;
    listener.process.stdout?.destroy();
    await using sender = CommandRun.start(['send', url, place.write('a.bin', someBytes(10))]);
    expect(await listener.exit()).toEqual({ code: 141, signal: null });
    expect(listener.stderr).toBe('');
    await sender.exit();
  });
});

describe('tensorduct doctor', () => {
  it('says of every backend whether it works', async () => {
    await using run = CommandRun.start(['doctor']);
    expect(await run.exit()).toEqual({ code: 0, signal: null });
    await using context = new Context();
    for (const { kind, name, viability } of context.describe()) {
      const pattern = `^${kind} +${name} +\\d+ +${viability.ok ? 'works' : `does not work: ${viability.reason}`}$`;
      expect(run.stdout).toMatch(new RegExp(pattern, 'm'));
    }
    expect(run.stdout).toMatch(/^shared memory: 0 B reserved of at most [\d.]+ [MG]iB$/m);
  });

  it('says that shared memory works by copying where views of it are forbidden', async () => {
    process.env.TENSORDUCT_NO_EXTERNAL_BUFFERS = '1';
    try {
      await using run = CommandRun.start(['doctor']);
      expect(await run.exit()).toEqual({ code: 0, signal: null });
      expect(run.stdout).toMatch(
        /shm-arena +400 +works, by copying: this runtime forbids buffers over shared memory$/m,
      );
    } finally {
      delete process.env.TENSORDUCT_NO_EXTERNAL_BUFFERS;
    }
  });

  it('says what was negotiated with a peer, and a listener does not take it for a sender', async () => {
    using place = new Workplace();
    const { run, url } = await CommandRun.listen(['tcp://127.0.0.1:0', '--out', place.out, '--once']);
    await using listener = run;
    await using doctor = CommandRun.start(['doctor', '--peer', url]);
    expect(await doctor.exit(), doctor.stderr).toMatchObject({ code: 0 });
    expect(doctor.stdout).toMatch(/^connected with tensorduct-listen:\d+ over tcp, tensors by shm-arena$/m);
    expect(doctor.stdout).toMatch(/^ {2}not transport unix: the listener has no address for it$/m);
    await using machine = CommandRun.start(['doctor', '--peer', url, '--json']);
    expect(await machine.exit()).toMatchObject({ code: 0 });
    expect(events(machine.stdout)).toMatchObject([
      { event: 'backends', backends: expect.arrayContaining([expect.objectContaining({ name: 'tcp' })]) as unknown },
      { event: 'shared-memory', usedSlots: 0, budgetBytes: expect.any(Number) as unknown },
      { event: 'negotiated', state: 'established', transport: { name: 'tcp' } },
    ]);
    await using sender = CommandRun.start(['send', url, place.write('a.bin', someBytes(10))]);
    expect(await sender.exit()).toMatchObject({ code: 0 });
    expect(await listener.exit(), listener.stderr).toEqual({ code: 0, signal: null });
  });

  it.for([
    [['memfd_create'], 'cma', /^ {2}not channel shm-arena: the connecting end does not have it$/m],
    [
      ['memfd_create', 'process_vm_readv'],
      'multi-socket',
      /^ {2}not channel cma: the connecting end does not have it$/m,
    ],
  ] as const)(
    'says what is denied to it (%j), and how it reaches a peer all the same',
    async ([denied, way, reason]) => {
      using place = new Workplace();
      const { run, url } = await CommandRun.listen([`unix://${join(place.path, 'socket')}`, '--out', place.out]);
      await using _ = run;
      await using doctor = CommandRun.start(['doctor', '--peer', url], { under: commandFor({ denied }) });
      expect(await doctor.exit(), doctor.stderr).toMatchObject({ code: 0 });
      expect(doctor.stdout).toMatch(
        /shm-arena +400 +does not work: no memory can be shared: EPERM; allow memfd_create/,
      );
      expect(doctor.stdout).toMatch(new RegExp(`over unix, tensors by ${way}$`, 'm'));
      expect(doctor.stdout).toMatch(reason);
    },
  );

  it('fails when there is no peer', async () => {
    await using run = CommandRun.start(['doctor', '--peer', 'unix:///nobody/listens', '--timeout', '0.2']);
    expect(await run.exit()).toEqual({ code: 1, signal: null });
    expect(run.stderr).toMatch(/^tensorduct doctor: .*\(ERR_UNREACHABLE\)\n$/);
  });
});

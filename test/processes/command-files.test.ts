import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Context, type ReceivedMessage } from '../../src/index.js';
import { DEADLINE_MS, within } from '../../src/testing/deadlines.js';
import { npyFile, npyHeader, safetensorsFile, someBytes } from '../cli/formats/files.js';
import { CommandRun } from '../support/command-run.js';
import { Workplace } from './command.js';

/** What either end may need for files that are larger than a message: two pieces, and what the runtime takes. */
const MOST_MEMORY = 224 * 2 ** 20;

const MANY = JSON.stringify({
  __metadata__: { format: 'pt', note: 'kept' },
  ...Object.fromEntries(
    Array.from({ length: 300 }, (_, i) => [
      `t${i}`,
      { dtype: 'F16', shape: [8, 16], data_offsets: [i * 256, (i + 1) * 256] },
    ]),
  ),
});

function writeSamples(place: Workplace): void {
  for (const major of [1, 2, 3]) place.write(`v${major}.npy`, npyFile(npyHeader('<f4', [2, 3]), someBytes(24), major));
  place.write('fortran.npy', npyFile(npyHeader('<f8', [3, 4], true), someBytes(96)));
  place.write('big-endian.npy', npyFile(npyHeader('>i4', [5]), someBytes(20)));
  place.write('scalar.npy', npyFile(npyHeader('<f8', []), someBytes(8)));
  place.write('empty.npy', npyFile(npyHeader('<f8', [0, 7]), someBytes(0)));
  place.write('deep/er/large.npy', npyFile(npyHeader('<f4', [1024, 512]), someBytes(2 ** 21)));
  place.write('many.safetensors', safetensorsFile(`${MANY}   `, someBytes(300 * 256)));
  place.write('none.safetensors', safetensorsFile('{}      ', someBytes(0)));
  place.write('deep/raw.bin', someBytes(100_001));
  place.write('nothing', '');
}

describe('tensorduct send to tensorduct listen', () => {
  it.for(['tcp://127.0.0.1:0', 'unix://'])('gives the same files over %s', async (address) => {
    using place = new Workplace();
    writeSamples(place);
    const { run, url } = await CommandRun.listen([address, '--out', place.out, '--once']);
    await using listener = run;
    await using sender = CommandRun.start(['send', url, place.data]);
    expect(await sender.exit(), sender.stderr).toEqual({ code: 0, signal: null });
    expect(await listener.exit(), listener.stderr).toEqual({ code: 0, signal: null });
    expect(await Workplace.digests(join(place.out, 'data'))).toEqual(await Workplace.digests(place.data));
    expect(Workplace.files(place.out).every((name) => name.startsWith('data/'))).toBe(true);
    expect([sender.stderr, listener.stderr]).toEqual(['', '']);
    expect(sender.stdout).toMatch(/^connected with tensorduct-listen:\d+ over (tcp|unix), tensors by shm-arena$/m);
    expect(sender.stdout).toMatch(/^done: 12 files, 2\.2 MiB in [\d.]+ s, [\d.]+ [KM]iB\/s$/m);
  });

  it('takes files one by one, and what is in a folder, in pieces where messages are small', async () => {
    using place = new Workplace();
    writeSamples(place);
    const { run, url } = await CommandRun.listen(['unix://', '-o', place.out, '--once', '--message-size', '64K']);
    await using listener = run;
    const files = [join(place.data, 'deep/er/large.npy'), `${place.data}/deep/`, join(place.data, 'many.safetensors')];
    await using sender = CommandRun.start(['send', url, '--message-size', '64K', '--raw', ...files]);
    expect(await sender.exit(), sender.stderr).toMatchObject({ code: 0 });
    await listener.exit();
    const there = await Workplace.digests(place.data);
    expect(await Workplace.digests(place.out)).toEqual({
      'large.npy': there['deep/er/large.npy'],
      'er/large.npy': there['deep/er/large.npy'],
      'raw.bin': there['deep/raw.bin'],
      'many.safetensors': there['many.safetensors'],
    });
  });

  it('takes 200 files, one larger than a message, in little memory on both sides', async () => {
    using place = new Workplace();
    const size = 2 ** 28 + 2 ** 25;
    place.writeLarge('0.npy', size, npyFile(npyHeader('|u1', [size - 128]), someBytes(0)));
    for (let i = 1; i < 200; i++) place.write(`${i}.npy`, npyFile(npyHeader('<f4', [i]), someBytes(4 * i)));
    const { run, url } = await CommandRun.listen(['unix://', '--out', place.out]);
    await using listener = run;
    await using sender = CommandRun.start(['send', url, `${place.data}/`]);
    await sender.said(/^sent 0\.npy/m, 'stdout', 3 * DEADLINE_MS);
    expect(sender.peakMemory).toBeLessThan(MOST_MEMORY);
    expect(await sender.exit(3 * DEADLINE_MS)).toMatchObject({ code: 0 });
    expect(listener.peakMemory).toBeLessThan(MOST_MEMORY);
    expect(Workplace.files(place.out)).toEqual(Workplace.files(place.data));
    expect(statSync(join(place.out, '0.npy')).size).toBe(size);
    for (const name of ['1.npy', '199.npy']) {
      expect(readFileSync(join(place.out, name))).toEqual(readFileSync(join(place.data, name)));
    }
  });

  it('sends true tensors, which any program can read', async () => {
    using place = new Workplace();
    place.write('a.npy', npyFile(npyHeader('<f8', [2, 3], true), someBytes(48)));
    const json = `{"w":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]},"q":{"dtype":"F8_E4M3","shape":[3],"data_offsets":[8,11]}}`;
    place.write('b.safetensors', safetensorsFile(json, someBytes(11)));
    await using context = new Context({ name: 'reader' });
    await using listener = await context.listen('unix://');
    await using sender = CommandRun.start(['send', listener.urls[0], `${place.data}/`]);
    const pipe = await within(listener.accept(), 'the sender');
    const messages: ReceivedMessage[] = [];
    for await (const message of pipe) messages.push(message.retain());
    await pipe.close();
    const [first, second] = messages;
    expect(JSON.parse(Buffer.from(first.metadata).toString())).toEqual({
      ...{ tensorduct: 'file', version: 1, name: 'a.npy', format: 'npy', size: 176, offset: 0, last: true },
    });
    expect(first.payloads[0].data.subarray(1, 6)).toEqual(new Uint8Array(Buffer.from('NUMPY')));
    expect(first.tensors[0]).toMatchObject({ dtype: 'float64', shape: [3, 2] });
    expect(JSON.parse(Buffer.from(first.tensors[0].metadata).toString())).toMatchObject({
      fortran_order: true,
      shape: [2, 3],
    });
    expect(second.tensors).toMatchObject([
      { dtype: 'bfloat16', shape: [2, 2] },
      { dtype: 'uint8', shape: [3] },
    ]);
    expect(JSON.parse(Buffer.from(second.tensors[1].metadata).toString())).toMatchObject({
      name: 'q',
      dtype: 'F8_E4M3',
    });
    // Whoever reads them all has them, also without a word.
    expect(await sender.exit(), sender.stderr).toMatchObject({ code: 0 });
    expect(sender.stderr).toContain('2 files read by a peer that confirms nothing');
  });
});

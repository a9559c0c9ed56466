import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Inbox } from '../../../src/cli/transfer/inbox.js';

describe('the folder that files are received into', () => {
  let base = '';
  let out = '';

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'tensorduct-inbox-'));
    out = join(base, 'out');
  });

  afterEach(() => {
    rmSync(base, { recursive: true });
  });

  const everything = () => readdirSync(base, { recursive: true, encoding: 'utf8' }).toSorted();
  const bytes = Buffer.from('0123456789');

  async function store(inbox: Inbox, name: string): Promise<void> {
    const file = await inbox.begin(name, bytes.length);
    await file.write(bytes.subarray(5), 5);
    await file.write(bytes.subarray(0, 5), 0);
    await file.finish();
  }

  it('has a file under its name only when it is complete', async () => {
    const inbox = await Inbox.open(out, false);
    const file = await inbox.begin('a/b/c.npy', bytes.length);
    await file.write(bytes, 0);
    expect(everything()).not.toContain('out/a/b/c.npy');
    expect(inbox.files()).toMatchObject([{ name: 'a/b/c.npy', written: 10, size: 10 }]);
    await file.finish();
    expect(everything()).toEqual(['out', 'out/a', 'out/a/b', 'out/a/b/c.npy']);
    expect(readFileSync(join(out, 'a/b/c.npy'))).toEqual(bytes);
    expect(inbox.files()).toEqual([]);
  });

  it('keeps nothing of a file that is discarded, or abandoned by a process that ends', async () => {
    const inbox = await Inbox.open(out, false);
    const [first, second] = [await inbox.begin('a', 1), await inbox.begin('b', 1)];
    await first.discard();
    inbox.abandon();
    expect(everything()).toEqual(['out']);
    await second.discard();
  });

  it('has no files outside of it, whatever their names', async () => {
    const inbox = await Inbox.open(out, true);
    mkdirSync(join(base, 'elsewhere'));
    symlinkSync(join(base, 'elsewhere'), join(out, 'link'));
    symlinkSync(join(base, 'elsewhere/target'), join(out, 'file'));
    for (const name of ['../x', '/tmp/tensorduct-x', 'link/x', 'link/y/x', 'a/../../x', 'x\0y', '']) {
      await expect(inbox.begin(name, 1), name).rejects.toMatchObject({ code: 'ERR_REJECTED' });
    }
    // A link in the place of the file is replaced, not followed.
    await store(inbox, 'file');
    expect(everything()).toEqual(['elsewhere', 'out', 'out/file', 'out/link']);
  });

  it('refuses names that are in the way of each other', async () => {
    const inbox = await Inbox.open(out, true);
    const file = await inbox.begin('a', bytes.length);
    await expect(inbox.begin('a', 1)).rejects.toThrow('is being received');
    await file.finish();
    await expect(inbox.begin('a/b', 1)).rejects.toThrow('a is not a folder here');
    await store(inbox, 'c/d');
    await expect(inbox.begin('c', 1)).rejects.toThrow('a folder has this name');
  });

  it('refuses files that exist, also where they came meanwhile, unless they are to be replaced', async () => {
    mkdirSync(out);
    writeFileSync(join(out, 'a'), 'old');
    const careful = await Inbox.open(out, false);
    await expect(careful.begin('a', 1)).rejects.toThrow('--force');
    const late = await careful.begin('b', 1);
    writeFileSync(join(out, 'b'), 'old');
    await expect(late.finish()).rejects.toThrow('--force');
    expect(readFileSync(join(out, 'b'), 'utf8')).toBe('old');
    await store(await Inbox.open(out, true), 'a');
    expect(readFileSync(join(out, 'a'))).toEqual(bytes);
    expect(everything()).toEqual(['out', 'out/a', 'out/b']);
  });

  it('cannot be a file', async () => {
    writeFileSync(out, '');
    await expect(Inbox.open(out, false)).rejects.toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
  });
});

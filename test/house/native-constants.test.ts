import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHUNK_BYTES, STRIPED_HEAD_BYTES } from '../../src/channels/multi-socket/codec.js';
import { Next, Outcome } from '../../src/memory/native.js';
import { FRAME_HEADER_BYTES, FrameType } from '../../src/wire/frame.js';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** `kName = 3` of an enum in a header. */
function enumOf(header: string, name: string): Record<string, number> {
  const body = new RegExp(`enum class ${name} \\{([^}]*)\\}`).exec(read(`native/${header}`))?.[1] ?? '';
  return Object.fromEntries(Array.from(body.matchAll(/k(\w+) = (-?\d+)/g), ([, key, value]) => [key, Number(value)]));
}

/** The names of an enum of TypeScript, with their numbers. */
function numbersOf(values: Readonly<Record<string, string | number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => Number.isNaN(Number(entry[0]))),
  );
}

it('what the addon says in numbers means the same in both languages', () => {
  expect(numbersOf(Outcome)).toEqual(enumOf('transfer.h', 'Outcome'));
  expect(numbersOf(Next)).toEqual(enumOf('ring_pair.h', 'Next'));
  const layout = /kLayoutVersion = (\d+)/.exec(read('native/addon.cc'))?.[1];
  expect(read('src/memory/native.ts')).toContain(`const LAYOUT_VERSION = ${layout};`);
  expect(read('docs/shared-memory.md')).toContain(`that of the layout (${layout})`);
});

it.each([
  ['return_ring.h', 'shared-memory.md'],
  ['chunk_ring.h', 'shared-memory.md'],
  ['ring_pair.cc', 'shm-transport.md'],
])('the magic number of %s is that of docs/%s', (source, page) => {
  const magic = /kMagic = (0x[0-9a-f]{8})/.exec(read(`native/${source}`))?.[1] ?? 'none';
  expect(read(`docs/${page}`)).toContain(`\`${magic}\``);
});

it('a chunk of a lane looks the same in both languages', () => {
  const number = (path: string, name: string): number => {
    const text = new RegExp(`${name} = (0x[0-9a-f]+|[\\d* ]+);`).exec(read(path))?.[1] ?? 'NaN';
    return text.split('*').reduce((product, factor) => product * Number(factor), 1);
  };
  expect(number('native/stripes.h', 'kChunkBytes')).toBe(CHUNK_BYTES);
  expect(number('native/lane.cc', 'kFrameType')).toBe(FrameType.stripedChunk);
  expect(number('native/lane.cc', 'kHeadLength')).toBe(STRIPED_HEAD_BYTES);
  expect(number('native/lane.h', 'kHeadBytes')).toBe(FRAME_HEADER_BYTES + STRIPED_HEAD_BYTES);
});

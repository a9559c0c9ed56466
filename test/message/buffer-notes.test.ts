import { describe, expect, it } from 'vitest';
import { BufferNotes } from '../../src/message/buffer-notes.js';

describe('notes on buffers', () => {
  it('are found by their buffer, and replaced', () => {
    const notes = new BufferNotes<string>();
    const [noted, other] = [new ArrayBuffer(8), new ArrayBuffer(8)];
    notes.set(noted, 'first');
    expect([notes.get(noted), notes.get(other)]).toEqual(['first', undefined]);
    notes.set(noted, 'second');
    expect(notes.get(noted)).toBe('second');
  });

  it('of one kind know nothing of those of another', () => {
    const [names, numbers] = [new BufferNotes<string>(), new BufferNotes<number>()];
    const shared = new SharedArrayBuffer(8);
    names.set(shared, 'name');
    expect(numbers.get(shared)).toBeUndefined();
    numbers.set(shared, 1);
    expect([names.get(shared), numbers.get(shared)]).toEqual(['name', 1]);
  });

  it('are seen by nobody else, and stay behind when the memory is transferred', () => {
    const notes = new BufferNotes<string>();
    const buffer = new ArrayBuffer(8);
    notes.set(buffer, 'note');
    expect(Reflect.ownKeys(buffer)).toEqual([]);
    const moved = structuredClone(buffer, { transfer: [buffer] });
    expect([notes.get(moved), notes.get(buffer)]).toEqual([undefined, 'note']);
  });
});

import { describe, expect, it } from 'vitest';
import { Fifo } from '../src/fifo.js';
import { collectGarbage } from './support/garbage.js';

describe('a Fifo', () => {
  it('gives items in the order in which they came, whatever is pushed in between', () => {
    const fifo = new Fifo<number>();
    const out: (number | undefined)[] = [];
    let next = 0;
    for (let round = 0; round < 100; round++) {
      for (let i = 0; i < round % 7; i++) fifo.push(next++);
      for (let i = 0; i < round % 5; i++) if (fifo.length > 0) out.push(fifo.shift());
    }
    out.push(...fifo.clear());
    expect(out).toEqual(Array.from({ length: next }, (_, i) => i));
    expect(fifo.length).toBe(0);
  });

  it('shows the oldest item without taking it', () => {
    const fifo = new Fifo<string>();
    expect(fifo.peek()).toBeUndefined();
    fifo.push('a');
    fifo.push('b');
    expect(fifo.peek()).toBe('a');
    expect(fifo.shift()).toBe('a');
    expect(fifo.peek()).toBe('b');
    expect(fifo.length).toBe(1);
  });

  it('gives undefined when there is nothing', () => {
    const fifo = new Fifo<string>();
    expect(fifo.shift()).toBeUndefined();
    fifo.push('a');
    fifo.shift();
    expect(fifo.shift()).toBeUndefined();
  });

  it('iterates over all items, oldest first, wherever they are on their way', () => {
    const fifo = new Fifo<number>();
    for (let i = 0; i < 4; i++) fifo.push(i);
    fifo.shift();
    for (let i = 4; i < 7; i++) fifo.push(i);
    expect([...fifo]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(fifo.length).toBe(6);
  });

  it('shows the item that has so many others before it, undefined where there is none', () => {
    const fifo = new Fifo<number>();
    for (let i = 0; i < 4; i++) fifo.push(i);
    fifo.shift();
    for (let i = 4; i < 7; i++) fifo.push(i);
    expect(Array.from({ length: 8 }, (_, i) => fifo.at(i - 1))).toEqual([undefined, 1, 2, 3, 4, 5, 6, undefined]);
  });

  it('takes one item out of the middle, and nothing for an item that it does not hold', () => {
    const fifo = new Fifo<number>();
    for (let i = 0; i < 4; i++) fifo.push(i);
    fifo.shift();
    for (let i = 4; i < 7; i++) fifo.push(i);
    for (const item of [2, 5, 0, 99]) fifo.remove(item);
    expect([...fifo]).toEqual([1, 3, 4, 6]);
    expect(fifo.clear()).toEqual([1, 3, 4, 6]);
  });

  it('does not keep what it has given out alive, also while it never runs empty', async () => {
    const fifo = new Fifo<object>();
    const given = Array.from({ length: 10 }, () => {
      fifo.push({});
      fifo.push({});
      return new WeakRef(fifo.shift() ?? {});
    });
    await collectGarbage();
    expect(given.filter((item) => item.deref() !== undefined)).toEqual([]);
    expect(fifo.length).toBe(10);
  });
});

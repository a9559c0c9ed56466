import { strict as assert } from 'node:assert';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../src/memory/arena.js';
import type { Native, Segment } from '../../src/memory/native.js';
import { canShare } from '../../src/memory/host.js';
import type { Slot } from '../../src/memory/slot.js';
import type { OperationOptions } from '../../src/operations.js';
import { DEADLINE_MS, expectingToWait } from '../../src/testing/deadlines.js';
import { arenaCases, type ArenaFixtures, type TestedStatistics } from '../../src/testing/index.js';

const sharing = canShare();
if (!sharing.ok) throw new Error(`${sharing.reason}: ${sharing.hint}`);
const { native } = sharing;

type Options = Parameters<ArenaFixtures['createArena']>[0];
type Create = ArenaFixtures['createArena'];

/** A right arena behind the same calls; mutants override what they do wrong. */
class Wrapper {
  protected readonly inner: Arena;

  constructor(options: Options, system: Native = native) {
    this.inner = new Arena(system, options);
  }

  tryTake(bytes: number): Slot | null {
    return this.inner.tryTake(bytes);
  }

  take(bytes: number, options?: OperationOptions): Promise<Slot> {
    return this.inner.take(bytes, options);
  }

  retain(slot: Slot): void {
    this.inner.retain(slot);
  }

  release(slot: Slot): void {
    this.inner.release(slot);
  }

  statistics(): TestedStatistics {
    return this.inner.statistics();
  }

  close(): void {
    this.inner.close();
  }
}

class HandOutUsed extends Wrapper {
  override retain(): void {}

  override release(slot: Slot): void {
    if (slot.uses > 0) this.inner.release(slot);
  }
}

class TakeTwice extends Wrapper {
  private last: Slot | null = null;

  override tryTake(bytes: number): Slot | null {
    const { last } = this;
    if (last !== null && last.uses > 0 && last.segment.slotBytes >= bytes) {
      this.inner.retain(last);
      return last;
    }
    return (this.last = this.inner.tryTake(bytes));
  }
}

class FirstInFirstOut extends Wrapper {
  private readonly order: Slot[] = [];

  override tryTake(bytes: number): Slot | null {
    const first = this.order.shift();
    for (let slot = this.inner.tryTake(bytes); slot !== null; slot = this.inner.tryTake(bytes)) {
      if (first === undefined || slot === first) return slot;
    }
    return null;
  }

  override release(slot: Slot): void {
    this.order.push(slot);
    this.inner.release(slot);
  }
}

/** Of those who wait, one is never served. */
class ForgetAWaiter extends Wrapper {
  private waits = 0;

  override take(bytes: number, options?: OperationOptions): Promise<Slot> {
    const slot = this.inner.tryTake(bytes);
    if (slot !== null) return Promise.resolve(slot);
    return ++this.waits % 3 === 0 ? new Promise(() => {}) : this.inner.take(bytes, options);
  }
}

class LastComeFirstServed extends Wrapper {
  private readonly waiting: ((slot: Slot) => void)[] = [];

  override async take(bytes: number, options?: OperationOptions): Promise<Slot> {
    const slot = this.inner.tryTake(bytes);
    if (slot !== null) return slot;
    const { reservedBytes, budgetBytes } = this.inner.statistics();
    if (reservedBytes < budgetBytes) return this.inner.take(bytes, options);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  override release(slot: Slot): void {
    const last = slot.uses === 1 ? this.waiting.pop() : undefined;
    if (last === undefined) this.inner.release(slot);
    else last(slot);
  }
}

class IgnoreSignals extends Wrapper {
  override take(bytes: number): Promise<Slot> {
    return this.inner.take(bytes);
  }
}

class ExceedTheBudget extends Wrapper {
  constructor({ budgetBytes }: Options) {
    super({ budgetBytes: 2 * budgetBytes });
  }
}

class SwallowClose extends Wrapper {
  override close(): void {}
}

class CountNothing extends Wrapper {
  override statistics(): TestedStatistics {
    return { ...this.inner.statistics(), usedBytes: 0 };
  }
}

/** Segments that are never given back to the system. */
const leaky: Native = {
  ...native,
  Segment: {
    ...native.Segment,
    reserve: (bytes, callback) =>
      native.Segment.reserve(bytes, (error, segment) => callback(error, segment === null ? null : keep(segment))),
  },
};

const leaking: Create = (options) => new Wrapper(options, leaky);
const kept: Segment[] = [];

function keep(segment: Segment): Segment {
  kept.push(segment);
  return {
    size: segment.size,
    fd: segment.fd,
    view: (offset, length) => segment.view(offset, length),
    overlay: (offset, length, buffer) => segment.overlay(offset, length, buffer),
    write: (offset, source) => segment.write(offset, source),
    read: (offset, target) => segment.read(offset, target),
    writeAsync: (offset, source, callback) => segment.writeAsync(offset, source, callback),
    readAsync: (offset, target, callback) => segment.readAsync(offset, target, callback),
    close: () => {},
  };
}

const RANDOM = 'a random course of takes, uses and releases never meets a slot in use, and the statistics add up';
const mutants: readonly (readonly [what: string, createArena: Create, caughtBy: string])[] = [
  [
    'hands out a slot that has uses',
    (options) => new HandOutUsed(options),
    'a slot is free when its last use is over, and not before',
  ],
  ['hands out a slot twice', (options) => new TakeTwice(options), RANDOM],
  [
    'hands out the slot that was free for longest',
    (options) => new FirstInFirstOut(options),
    'the slot that was freed last is handed out first',
  ],
  [
    'forgets one who waits',
    (options) => new ForgetAWaiter(options),
    'everybody who waits is served, whatever the size, as soon as there is room',
  ],
  [
    'serves first who came last',
    (options) => new LastComeFirstServed(options),
    'those who wait are served first come, first served',
  ],
  [
    'ignores signals and deadlines',
    (options) => new IgnoreSignals(options),
    'a signal ends a wait with ERR_ABORTED, a deadline with ERR_TIMEOUT, and the next one in turn gets the slot',
  ],
  [
    'exceeds its budget',
    (options) => new ExceedTheBudget(options),
    'the budget is never exceeded, and what it can never hold is refused with ERR_OUT_OF_MEMORY',
  ],
  [
    'swallows close',
    (options) => new SwallowClose(options),
    'close ends every wait with ERR_CONTEXT_CLOSED, also while memory is being reserved',
  ],
  ['leaks a segment', leaking, 'everything goes back to the system after close, what is in use with its last use'],
  ['does not count what is in use', (options) => new CountNothing(options), RANDOM],
];

/** These are found out by a wait that does not end. */
const HANGING: readonly string[] = [
  'forgets one who waits',
  'serves first who came last',
  'ignores signals and deadlines',
  'leaks a segment',
];

describe('the wrapper without a fault', () => {
  it.for(arenaCases)('$name', { timeout: 3 * DEADLINE_MS }, ({ run }) =>
    run({ createArena: (options) => new Wrapper(options) }),
  );
});

describe('the suite catches an arena that', () => {
  for (const [what, createArena, caughtBy] of mutants) {
    const run = async (): Promise<void> => {
      const found = arenaCases.find(({ name }) => name === caughtBy);
      assert(found !== undefined, `there is no case "${caughtBy}"`);
      const caught = (): Promise<void> => found.run({ createArena });
      await expect(HANGING.includes(what) ? expectingToWait(caught) : caught()).rejects.toThrow();
    };
    // The leak is found out by counting descriptors, which the others must not change meanwhile.
    const register = createArena === leaking ? it : it.concurrent;
    register(what, run, 3 * DEADLINE_MS);
  }
});

import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { BufferNotes } from '../message/buffer-notes.js';
import { makeHoldable } from '../message/holdable.js';
import { watch, type OperationOptions } from '../operations.js';
import type { Arena } from './arena.js';
import type { Native } from './native.js';
import type { Slot } from './slot.js';
import { closeView, openView } from './views.js';

/** Shared memory of one's own, as JavaScript has it. */
export interface ExposedSlot {
  readonly data: Uint8Array<ArrayBuffer>;
  /**
   * Empties every view, once no operation of ours holds it. The memory is free when its readers have let go too.
   * Idempotent.
   */
  release(): void;
  /** Resolves when no reader and no operation holds it. @throws TensorductError `ERR_RELEASED`, `ERR_TIMEOUT`, `ERR_ABORTED` */
  settled(options: OperationOptions): Promise<void>;
}

/** What exposed slots need of their context. */
export interface ExposedSlotsHost {
  readonly native: Native;
  readonly arena: Arena;
  /** Takes what peers have given back. */
  drain(): void;
  /** Somebody waits for readers to let go. */
  want(): void;
}

/** Where in which slot a buffer stands. */
export interface ExposedPlace {
  readonly slot: Slot;
  /** In the slot's segment. */
  readonly offset: number;
}

/** What remains to be done when a view is gone. */
interface Exposure {
  readonly slot: Slot;
  readonly ended: () => void;
}

interface Exposed extends ExposedPlace {
  readonly by: ExposedSlots;
}

/** Of all contexts of this thread. */
const places = new BufferNotes<Exposed>();

/**
 * The slots that JavaScript has views of: tensors that are born in shared memory, and own memory that a peer has sent
 * back. A view is emptied by its release, once no operation of ours holds it any more.
 */
export class ExposedSlots {
  private readonly collected = new FinalizationRegistry<Exposure>((exposure) => this.forget(exposure));
  /** How many views there are. */
  size = 0;
  /** How many wait for readers to let go. */
  settling = 0;

  constructor(private readonly host: ExposedSlotsHost) {}

  /**
   * Memory of one's own over bytes of a slot, of which one use passes over to it. Gone when it is let go, or collected.
   * @param offset in the slot's segment
   * @param ended called once, when it is gone; must not know the buffer, which could never be collected then
   */
  expose(slot: Slot, offset: number, length: number, ended: () => void = nothing): ExposedSlot {
    const { arena, native } = this.host;
    const { memory } = slot.segment;
    // Memory that is shared in place is kept for long.
    const buffer = slot.inPlace ? memory.view(offset, length) : openView(native, memory, offset, length);
    const registration = {};
    const exposure = { slot, ended };
    let uses = 1;
    let released = false;
    const letGo = (): void => {
      if (--uses > 0) return arena.release(slot);
      this.collected.unregister(registration);
      closeView(native, buffer);
      this.forget(exposure);
    };
    const hold = (): void => {
      uses++;
      arena.retain(slot);
    };
    places.set(buffer, { slot, offset, by: this });
    this.collected.register(buffer, exposure, registration);
    this.size++;
    makeHoldable(buffer, { hold, letGo });
    return {
      data: new Uint8Array(buffer, 0, length),
      release: () => {
        if (!released) letGo();
        released = true;
      },
      settled: async (options) => {
        if (!released) return this.settled(slot, options);
        throw new TensorductError('ERR_RELEASED', 'the tensor was released', { operation: 'settled' });
      },
    };
  }

  /** Where a buffer of {@link expose} stands, or null. */
  find(buffer: ArrayBufferLike): ExposedPlace | null {
    const place = places.get(buffer);
    return place?.by === this ? place : null;
  }

  private forget({ slot, ended }: Exposure): void {
    this.size--;
    this.host.arena.release(slot);
    ended();
  }

  /** Resolves when only the owner uses a slot. */
  private settled(slot: Slot, options: OperationOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      this.host.drain();
      if (slot.uses <= 1) return resolve();
      let unwatch = (): void => {};
      const end = (): void => {
        unwatch();
        slot.settling.delete(settled);
        this.settling--;
      };
      const settled = (): void => {
        end();
        resolve();
      };
      slot.settling.add(settled);
      this.settling++;
      unwatch = watch(options, 'settled', (error) => {
        end();
        reject(error);
      });
      this.host.want();
      faultPoint('settled-waiting');
    });
  }
}

function nothing(): void {}

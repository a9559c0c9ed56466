import { BufferNotes } from '../message/buffer-notes.js';
import type { Native, Segment } from './native.js';

/** What this file needs of WebAssembly; undefined in a runtime that has none. */
interface WasmMemory {
  /** Another object after each {@link grow}, which empties the last one. */
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}
declare const WebAssembly:
  { readonly Memory: new (size: { initial: number; maximum: number }) => WasmMemory } | undefined;

const PAGE_BYTES = 4096;
const WASM_PAGE_BYTES = 65_536;
/** What a window is made for: below, most of it would be empty; above, V8 collects garbage for each new buffer. */
const [LEAST_BYTES, MOST_BYTES] = [8 * 1024, 256 * 1024 * 1024];
/** Of a thread. V8 keeps 10 GiB of addresses for each, and the kernel 128 TiB for a process. */
const MOST_WINDOWS = 1024;

/**
 * The memory of a WebAssembly instance that never was, with bytes of a segment in place of its own. `grow(0)` empties every
 * view of it and gives a new buffer, in a tenth of the time in which Node makes an external one and lets it go, and without
 * V8 counting the bytes as new garbage each time.
 */
interface Window {
  readonly memory: WasmMemory;
  /** How many of its bytes are those of the segment, from the beginning on. */
  overlaid: number;
}

/** The windows of one segment. */
interface Windows {
  /** By offset in the segment; those that nobody has a view of. */
  readonly free: Map<number, Window[]>;
  open: boolean;
}

const bySegment = new WeakMap<Segment, Windows>();
/** What a buffer that is out belongs to. A window whose buffer is forgotten is collected with it. */
const lent = new BufferNotes<{ readonly window: Window; readonly windows: Windows; readonly offset: number }>();
let made = 0;

/**
 * A buffer that begins with bytes of a segment, for views that come and go: until {@link closeView}, or until it is
 * collected. It may be longer than asked for; what follows then is other bytes of the same segment, or empty.
 * @throws Error as {@link Segment.view}
 */
export function openView(native: Native, segment: Segment, offset: number, length: number): ArrayBuffer {
  return openWindow(native, segment, offset, length) ?? segment.view(offset, length);
}

/** Empties the buffer and all views of it. */
export function closeView(native: Native, buffer: ArrayBuffer): void {
  const place = lent.get(buffer);
  if (place === undefined) return native.Segment.detach(buffer);
  const { window, windows, offset } = place;
  window.memory.grow(0);
  if (!windows.open) return takeApart(native, window);
  const free = windows.free.get(offset);
  if (free === undefined) windows.free.set(offset, [window]);
  else free.push(window);
}

/** Closes the segment. Views that are out stay valid. */
export function closeSegment(native: Native, segment: Segment): void {
  const windows = bySegment.get(segment);
  if (windows !== undefined) {
    windows.open = false;
    for (const free of windows.free.values()) for (const window of free) takeApart(native, window);
    windows.free.clear();
  }
  segment.close();
}

function openWindow(native: Native, segment: Segment, offset: number, length: number): ArrayBuffer | null {
  if (offset % PAGE_BYTES !== 0 || length < LEAST_BYTES || length > MOST_BYTES) return null;
  let windows = bySegment.get(segment);
  if (windows === undefined) bySegment.set(segment, (windows = { free: new Map(), open: true }));
  const window = windows.free.get(offset)?.pop() ?? makeWindow(length);
  if (window === null) return null;
  const { buffer } = window.memory;
  if (window.overlaid < length && !overlay(segment, offset, length, buffer)) {
    takeApart(native, window);
    return null;
  }
  window.overlaid = Math.max(window.overlaid, length);
  lent.set(buffer, { window, windows, offset });
  return buffer;
}

/** @returns false where it cannot be, as with a window that was made for less */
function overlay(segment: Segment, offset: number, length: number, buffer: ArrayBuffer): boolean {
  try {
    return buffer.byteLength >= length && segment.overlay(offset, length, buffer);
  } catch {
    // The system has no mapping left.
    return false;
  }
}

function makeWindow(length: number): Window | null {
  if (made === MOST_WINDOWS || typeof WebAssembly === 'undefined') return null;
  const pages = Math.ceil(length / WASM_PAGE_BYTES);
  try {
    const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
    made++;
    return { memory, overlaid: 0 };
  } catch {
    // There are not so many addresses.
    made = MOST_WINDOWS;
    return null;
  }
}

/** Gives the segment's bytes back at once: the window itself stays until it is collected. */
function takeApart(native: Native, { memory }: Window): void {
  native.Segment.uncover(memory.buffer);
  made--;
}

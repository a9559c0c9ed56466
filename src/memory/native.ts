import { createRequire } from 'node:module';
import { join } from 'node:path';
import loadAddon from 'node-gyp-build';
import type { PeerCredentials } from './peer-credentials.js';

/**
 * The addon, as JavaScript sees it: what Node cannot do by itself, and no policy. Calls throw an Error with `code`
 * (`ENOSPC`), `errno` and `syscall` where the system refuses, and a TypeError where they are used wrongly.
 */
export interface Native {
  /** Version of everything that two processes share. */
  readonly layoutVersion: number;
  /** Whether the runtime lets an ArrayBuffer stand over shared memory. Where it does not, {@link Segment.view} throws. */
  readonly lendsViews: boolean;
  /** Who made the other end of a connected Unix socket, by its descriptor. */
  peerCredentials(fd: number): PeerCredentials;
  readonly Segment: {
    /** Reserves and touches fresh memory, on another thread. `bytes` is a multiple of the page size. */
    reserve(bytes: number, callback: NativeCallback<Segment>): void;
    /** Maps what a peer has reserved; `EINVAL` unless it is sealed and has exactly this size. Uses the descriptor up. */
    adopt(descriptor: Descriptor, bytes: number, callback: NativeCallback<Segment>): void;
    /** Empties a view: it and all typed arrays over it have length 0 from now on. */
    detach(view: ArrayBuffer): void;
    /** Puts empty memory in place of what {@link Segment.overlay} has put there. */
    uncover(buffer: ArrayBuffer): void;
  };
  readonly Socket: {
    /** Listens under an abstract name. */
    listen(name: string): Socket;
    /** Connects at once or throws: `ECONNREFUSED` when nobody listens, `EAGAIN` while the listener's queue is full. */
    connect(name: string): Socket;
  };
  readonly ReturnRing: {
    /** The owner's end of a new ring. `nonce` has 16 bytes, which the borrower must find in it. */
    create(capacity: number, nonce: Uint8Array): ReturnRing;
    /** The borrower's end. Uses the descriptor up. */
    adopt(descriptor: Descriptor, capacity: number): ReturnRing;
  };
  readonly ChunkReceiver: {
    /** Reserves a new ring, on another thread. */
    create(callback: NativeCallback<ChunkReceiver>): void;
  };
  readonly ChunkSender: {
    /** The other end of a peer's ring; `EINVAL` where it is none. Uses the descriptors up. */
    adopt(memory: Descriptor, bell: Descriptor): ChunkSender;
  };
  readonly Lanes: {
    /** The lanes of one channel, none yet. */
    create(): NativeLanes;
  };
  readonly RingPair: {
    /** New rings of so many bytes each, in whole pages. Bells ring by the socket, which this does not own. */
    create(capacity: number, socket: Socket): RingPair;
    /** The other end of a peer's rings; `EINVAL` where they are none. Uses the descriptor up. */
    adopt(descriptor: Descriptor, capacity: number, socket: Socket): RingPair;
  };
  readonly PeerReader: {
    /** For the memory of process `pid`, which has put `nameplate`, 16 bytes, there. */
    open(pid: number, nameplate: Uint8Array): PeerReader;
    /** Reads memory of a process at once; only for a few bytes. @returns how many could be read, from the beginning */
    peek(pid: number, address: number, target: Uint8Array): number;
    /** Where the bytes of a view lie in this process, as long as its buffer is neither detached nor collected. */
    addressOf(view: ArrayBufferView): number;
  };
}

export type NativeCallback<Result> = (error: NodeJS.ErrnoException | null, result: Result | null) => void;

/** Shared memory, mapped into this process until it is closed and every view of it is detached or collected. */
export interface Segment {
  /** In bytes. */
  readonly size: number;
  /** Owned by the segment: to be sent, not to be closed. -1 for one that came from a peer. */
  readonly fd: number;
  /** An ArrayBuffer over the shared bytes themselves. */
  view(offset: number, length: number): ArrayBuffer;
  /**
   * Puts the shared bytes themselves in place of the first ones of a WebAssembly memory, in whole pages. They stay there when
   * the segment is closed, until `uncover`, or until the memory is collected.
   * @returns false where the pages of this system are larger than the pieces
   */
  overlay(offset: number, length: number, buffer: ArrayBuffer): boolean;
  /** Copies bytes in. */
  write(offset: number, source: ArrayBufferView): void;
  /** Copies bytes out. */
  read(offset: number, target: ArrayBufferView): void;
  /** Copies bytes in on another thread. The source is not to be changed, moved or detached until the callback. */
  writeAsync(offset: number, source: ArrayBufferView, callback: TransferCallback): void;
  /** Copies bytes out on another thread; for the target holds the same. */
  readAsync(offset: number, target: ArrayBufferView, callback: TransferCallback): void;
  /** Views that are out stay valid. Idempotent. */
  close(): void;
}

/** A file descriptor that came from a peer. Closed with its object, or before. */
export interface Descriptor {
  close(): void;
}

/** A Unix socket that keeps message boundaries and carries descriptors. It never blocks. */
export interface Socket {
  /** The process that made the other end. */
  readonly credentials: PeerCredentials;
  /** The next connection of a listening socket, or null. */
  accept(): Socket | null;
  /** Sends 1 to 65536 bytes and at most 8 descriptors as one message. False: try again when it is writable. */
  send(bytes: Uint8Array, fds: readonly number[]): boolean;
  /** The next message; null when there is none yet; undefined at the end. */
  receive(): { readonly bytes: Uint8Array; readonly descriptors: readonly Descriptor[] } | null | undefined;
  /**
   * Calls back with what libuv's poll reports (1 readable, 2 writable, 4 hung up), until `close`. Called again, it takes the
   * place of the call before.
   */
  poll(writable: boolean, callback: (events: number) => void): void;
  /** Whether polling holds the event loop; it does until `unref`. */
  ref(): void;
  unref(): void;
  /** The peer sees the end. Idempotent. */
  close(): void;
}

/** One end of the way back of leases: see `native/return_ring.h`. */
export interface ReturnRing {
  readonly fd: number;
  readonly nonce: Uint8Array;
  /** Borrower: 0 when done, 1 when the owner wants to be rung, -1 when the peer has spoiled the ring. */
  push(id: number): number;
  /** Owner: how many ids were put into `ids`, or -1 when the peer has spoiled the ring. */
  drain(ids: Float64Array): number;
  /** Owner: asks to be rung at the next push. True when something is there already, so that no bell may come. */
  want(): boolean;
  close(): void;
}

/** How bytes have fared that a native thread moves: must be as in `native/transfer.h`. */
export enum Outcome {
  Done = 0,
  /** On request. */
  Stopped = 1,
  /** The peer is gone or has spoiled the ring. */
  Lost = 2,
  /** The bytes cannot be read where they should be; the peer is well. */
  Unreadable = 3,
  /** The system does not allow it. */
  Refused = 4,
  /** The peer has broken the protocol. */
  Broken = 5,
}

/** @param bytes how many were moved, from the start on */
export type TransferCallback = (outcome: Outcome, bytes: number) => void;

/**
 * The end of a ring of chunks that fills it: see `native/chunk_ring.h`. A native thread copies, one transfer after another;
 * memory is not to be changed, moved or detached until the callback, which never comes inside of a call.
 */
export interface ChunkSender {
  /** @param stream the receiver's name for it */
  send(stream: number, source: ArrayBufferView, callback: TransferCallback): void;
  /** Ends a transfer early, if it is there and not yet done. */
  withdraw(stream: number): void;
  /** What is not sent is lost. Idempotent. */
  close(): void;
}

/** The end of a ring of chunks that empties it. */
export interface ChunkReceiver {
  /** Memory and bell, for the peer: owned by the ring. */
  readonly fds: readonly number[];
  /** The peer has them. */
  sent(): void;
  /** @param stream a new number each time */
  receive(stream: number, target: ArrayBufferView, callback: TransferCallback): void;
  /** Ends a transfer early, if it is there and not yet done. What still comes of it is dropped. */
  cancel(stream: number): void;
  /** The sender puts nothing more in: the transfer ends once the ring is empty. */
  expire(stream: number): void;
  /** What has not arrived is lost. Idempotent. */
  close(): void;
}

/**
 * Sockets by which native threads send and receive ranges of transfers in chunks: see `native/stripes.h`. Memory is not to be
 * changed, moved or detached until the callback, which never comes inside of a call.
 */
export interface NativeLanes {
  /**
   * Duplicates a connected stream socket, which nobody else may read or write any more once the lane is started.
   * @param early bytes that were read from it before
   * @param onEnd the lane has ended
   * @returns its number
   */
  add(fd: number, early: Uint8Array, onEnd: TransferCallback): number;
  /** A new lane reads and writes from now on: not before all is expected that may come. */
  start(lane: number): void;
  /** Ends a lane's stream, in both directions. */
  shut(lane: number): void;
  /** Bytes of chunks that have crossed a lane, in both directions. */
  carried(lane: number): number;
  send(transfer: number, offset: number, source: ArrayBufferView, callback: TransferCallback): void;
  stop(transfer: number): void;
  expect(transfer: number, length: number): void;
  receive(transfer: number, offset: number, target: ArrayBufferView, callback: TransferCallback): void;
  cancel(transfer: number): void;
  /** False where more has come. */
  end(transfer: number, total: number): boolean;
  /** What has not crossed is lost. Nothing but `shut` and `carried` may be called after it. Idempotent. */
  close(): void;
}

/** What {@link RingPair.next} finds where it reads nothing: must be as in `native/ring_pair.h`. */
export const Next = {
  /** Nothing; the bell will ring. */
  Asleep: 0,
  Writable: -1,
  /** It is time for others; come again. */
  Yield: -2,
  /** The peer has spoiled the rings. */
  Broken: -3,
} as const;

/** One end of two rings of bytes, one in each direction: see `native/ring_pair.h`. */
export interface RingPair {
  /** Of the memory, for the peer: owned by the rings. */
  readonly fd: number;
  /** The peer has it. */
  sent(): void;
  /** How many bytes of `source`, beginning at `from`, have found room; -1 when the peer has spoiled the ring. */
  write(source: Uint8Array, from: number): number;
  /** Puts the bytes from `from` to `to`, all or none. @returns whether there was room; false where the ring is spoiled */
  put(source: Uint8Array, from: number, to: number): boolean;
  /** A turn begins. @param rung whether the socket had an event @returns false when the peer is gone */
  woke(rung: boolean): boolean;
  /**
   * Looks for what is of interest, bytes or room, for a moment if it may spin, and arms the bell where there is nothing.
   * In between {@link woke} and the next one it spins so long that others may be late by a quarter of a millisecond.
   * @param target where bytes go, from `from` on; none are of interest where there is no room
   * @returns how many bytes were read, or, from 0 down, a {@link Next}
   */
  next(target: Uint8Array, from: number, writing: boolean, spinning: boolean): number;
  /** Idempotent. */
  close(): void;
}

/** Reads memory of one process, on a native thread: see `native/peer_memory.h`. */
export interface PeerReader {
  /**
   * Reads what lies at `address`, as long as the nameplate is where it should be. The target is not to be changed, moved or
   * detached until the callback.
   * @param id a new number each time
   */
  read(id: number, nameplate: number, address: number, target: ArrayBufferView, callback: TransferCallback): void;
  /** Ends a read early, if it is there and not yet done. */
  cancel(id: number): void;
  /** Waits for the piece that is being read; the rest is lost. Idempotent. */
  close(): void;
}

/** The addon, or why there is none. */
export type Loaded =
  | { readonly ok: true; readonly native: Native }
  | { readonly ok: false; readonly reason: string; readonly hint: string };

/** Where the addon is: the variable names another build of it, as node-gyp-build has it for packages that are one addon. */
const FOLDER =
  process.env.TENSORDUCT_PREBUILD ??
  join(createRequire(import.meta.url).resolve('tensorduct/package.json'), '../native');

/** Must be that of `native/addon.cc`. */
const LAYOUT_VERSION = 2;

let loaded: Loaded | undefined;

/** Loads the addon, once in each thread. */
export function loadNative(): Loaded {
  return (loaded ??= load());
}

function load(): Loaded {
  if (process.platform !== 'linux') {
    return { ok: false, reason: `no addon for ${process.platform}`, hint: 'shared memory needs Linux' };
  }
  const hint = 'run `npm rebuild tensorduct` where a C++ compiler and node-gyp are installed';
  try {
    const addon = loadAddon(FOLDER);
    if (!isNative(addon)) return { ok: false, reason: 'the addon is of another version of tensorduct', hint };
    return { ok: true, native: addon };
  } catch (thrown) {
    const [reason] = String(thrown instanceof Error ? thrown.message : thrown).split('\n', 1);
    return { ok: false, reason: `the addon cannot be loaded: ${reason}`, hint };
  }
}

function isNative(addon: unknown): addon is Native {
  return (
    typeof addon === 'object' && addon !== null && 'layoutVersion' in addon && addon.layoutVersion === LAYOUT_VERSION
  );
}

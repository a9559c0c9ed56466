/** Everything that a result can be about, as closed lists: what is plotted and compared over time must not drift. */

/** A scenario is a file of `scenarios/`. */
export const SCENARIOS = [
  'round-trip',
  'stream',
  'fan-out',
  'establish',
  'idle',
  'loop-delay',
  'cpu-per-gb',
  'bounded-memory',
  'array-pool',
  'loader',
] as const;
export type ScenarioName = (typeof SCENARIOS)[number];

/** Who is measured beside us in the same run. */
export const LIVE_PEERS = [
  'memcpy',
  'zeromq',
  'child_process',
  'worker_threads',
  'net-tcp',
  'net-tcp-onread',
  'net-unix',
  'net-unix-onread',
  'piscina',
  'same-process',
] as const;
export type LivePeerName = (typeof LIVE_PEERS)[number];

/** Who cannot be installed here: figures of another day, from `recorded.json`. */
export const RECORDED_PEERS = ['tensorpipe-recorded', 'ucx-recorded', 'openmpi-recorded'] as const;
export type RecordedPeerName = (typeof RECORDED_PEERS)[number];

export const PEERS = [...LIVE_PEERS, ...RECORDED_PEERS] as const;
export type PeerName = (typeof PEERS)[number];

export const UNITS = ['us', 'ms', 'GB/s', 'msg/s', 'images/s', '%', 'KiB', 'fds', 's/GB'] as const;
export type Unit = (typeof UNITS)[number];

export const TRANSPORTS = ['shm', 'unix', 'tcp'] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/**
 * How a tensor is sent and read: from ordinary memory into memory that the reader gives; from ordinary memory, read where
 * the library has put it; born in shared memory and read there.
 */
export const MODES = ['copied', 'borrowed', 'born-shared'] as const;
export type Mode = (typeof MODES)[number];

/** Of a payload, a message or a tensor, in bytes. */
export const SIZES = {
  '8B': 8,
  '64B': 64,
  '1KiB': 2 ** 10,
  '4KiB': 2 ** 12,
  '64KiB': 2 ** 16,
  '1MiB': 2 ** 20,
  '16MiB': 2 ** 24,
  '64MiB': 2 ** 26,
} as const;
export type SizeName = keyof typeof SIZES;

/** What one message holds, whoever sends it. */
export type Load =
  | { readonly kind: 'payload' | 'messages' | 'tensor'; readonly size: SizeName }
  | { readonly kind: 'tensors'; readonly size: '16x64KiB' };

/** From a member of an array pool to another one: a block of so many that there are, and a copy of an ordinary array. */
export const POOL_CASES = ['hand-over/10', 'hand-over/1000', 'hand-over/10000', 'put/0.8MB'] as const;

/** Items that a worker makes, by what becomes of them at the consumer, and batches of pictures that workers decode. */
export const LOADER_CASES = [
  'subprocess/64KiB/borrowed',
  'subprocess/64KiB/copied',
  'subprocess/1MiB/borrowed',
  'subprocess/1MiB/copied',
  'subprocess/32MiB/borrowed',
  'subprocess/32MiB/copied',
  'batch/32x224x224x3',
] as const;

export type CaseName =
  | (typeof POOL_CASES)[number]
  | (typeof LOADER_CASES)[number]
  | `${TransportName}/${'payload' | 'messages'}/${SizeName}`
  | `${TransportName}/tensor/${SizeName}/${Mode}`
  | `${TransportName}/tensors/16x64KiB/${Mode}`;

/** The name of a case. Payloads and messages have no mode. */
export function caseName(transport: TransportName, load: Load, mode: Mode): CaseName {
  if (load.kind === 'tensor') return `${transport}/tensor/${load.size}/${mode}`;
  if (load.kind === 'tensors') return `${transport}/tensors/${load.size}/${mode}`;
  return `${transport}/${load.kind}/${load.size}`;
}

/** Whether a text is the name of a case. */
export function isCaseName(text: string): text is CaseName {
  if (includes(POOL_CASES, text) || includes(LOADER_CASES, text)) return true;
  const [transport, kind, size, mode, ...rest] = text.split('/');
  if (rest.length > 0 || !includes(TRANSPORTS, transport)) return false;
  if (kind === 'payload' || kind === 'messages') return size in SIZES && mode === undefined;
  if (!includes(MODES, mode)) return false;
  return kind === 'tensor' ? size in SIZES : kind === 'tensors' && size === '16x64KiB';
}

function includes(list: readonly string[], text: string | undefined): boolean {
  return text !== undefined && list.includes(text);
}

/** What one message is made of. */
export interface MessageShape {
  /** Payloads, or else tensors. */
  readonly tensors: boolean;
  /** How many of them. */
  readonly parts: number;
  /** Of each. */
  readonly bytes: number;
}

export function shapeOf(load: Load): MessageShape {
  if (load.kind === 'tensors') return { tensors: true, parts: 16, bytes: SIZES['64KiB'] };
  return { tensors: load.kind === 'tensor', parts: 1, bytes: SIZES[load.size] };
}

import { isLarge, type Bench } from './bench.js';
import { ours, peer, type Entrant } from './entrant.js';
import { MODES, TRANSPORTS, type Load } from './names.js';

/** Everybody who can do the work with payloads or messages; in a quick run no second way of the same peer. */
export function messageContest({ quick }: Bench): readonly Entrant[] {
  return [
    ...TRANSPORTS.map((transport) => ours(transport)),
    ours('shm', 'copied', { form: 'promises' }),
    ...(quick ? FEW_FOR_MESSAGES : [...PROMISES_OVER_SOCKETS, ...PEERS]),
  ];
}

/**
 * Everybody who can do the work with tensors: ours in each mode, where both ends share memory, and over sockets. In a quick
 * run the peers that ours are judged by.
 */
export function tensorContest({ quick }: Bench, load: Load): readonly Entrant[] {
  const own = [...MODES.map((mode) => ours('shm', mode)), ours('tcp')];
  if (!quick) return [...own, ours('unix'), ...PEERS, peer('worker_threads', 'borrowed')];
  return [...own, ...FEW_FOR_TENSORS, ...(isLarge(load) ? [] : [ours('unix'), peer('child_process')])];
}

/** Ours by one channel only, where it would choose another one. */
export function byChannel(load: Load): readonly Entrant[] {
  if (load.kind !== 'tensor' && load.kind !== 'tensors') return [];
  return [
    ours('shm', 'copied', { channel: 'basic' }),
    ours('shm', 'copied', { channel: 'cma' }),
    ours('unix', 'copied', { channel: 'basic' }),
    ours('tcp', 'copied', { channel: 'basic' }),
    ours('tcp', 'copied', { channel: 'multi-socket' }),
  ];
}

const PROMISES_OVER_SOCKETS = [
  ours('unix', 'copied', { form: 'promises' }),
  ours('tcp', 'copied', { form: 'promises' }),
];
const PEERS = [
  peer('memcpy'),
  peer('net-unix'),
  peer('net-unix-onread'),
  peer('net-tcp'),
  peer('net-tcp-onread'),
  peer('zeromq'),
  peer('zeromq', 'copied', 'tcp'),
  peer('child_process'),
  peer('worker_threads'),
];
const FEW_FOR_MESSAGES = [
  peer('memcpy'),
  peer('net-unix'),
  peer('net-tcp'),
  peer('zeromq'),
  peer('child_process'),
  peer('worker_threads'),
];
const FEW_FOR_TENSORS = [peer('memcpy'), peer('net-unix-onread'), peer('net-tcp-onread'), peer('zeromq')];

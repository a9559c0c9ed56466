import { isLarge, type Bench } from './bench.js';
import { ours, peer, type Entrant } from './entrant.js';
import { MODES, TRANSPORTS, type Load } from './names.js';

/** Everybody who can do the work with payloads or messages. */
export function forMessages(): readonly Entrant[] {
  return [
    ...TRANSPORTS.map((transport) => ours(transport)),
    ours('shm', 'copied', { form: 'promises' }),
    ours('unix', 'copied', { form: 'promises' }),
    ours('tcp', 'copied', { form: 'promises' }),
    ...peers(),
  ];
}

/** Everybody who can do the work with tensors: ours in each mode, where both ends share memory, and over sockets. */
function forTensors(): readonly Entrant[] {
  return [...oursForTensors(), ...peers(), peer('worker_threads', 'borrowed')];
}

/** Ours, and the peers that ours are judged by. */
function forFewTensors(): readonly Entrant[] {
  return [
    ...oursForTensors(),
    peer('memcpy'),
    peer('net-unix-onread'),
    peer('net-tcp'),
    peer('net-tcp-onread'),
    peer('zeromq'),
    peer('child_process'),
  ];
}

/** Who moves tensors: a quick run has few of those that take long with large ones. */
export function tensorContest(bench: Bench, load: Load): readonly Entrant[] {
  return bench.quick && isLarge(load) ? forFewTensors() : forTensors();
}

function oursForTensors(): readonly Entrant[] {
  return [...MODES.map((mode) => ours('shm', mode)), ours('unix'), ours('tcp')];
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

function peers(): readonly Entrant[] {
  return [
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
}

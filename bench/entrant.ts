import type { Terms } from './contestant.js';
import {
  SIZES,
  shapeOf,
  type LivePeerName,
  type Load,
  type MessageShape,
  type Mode,
  type TransportName,
} from './names.js';

/** Who takes part in one case, and how. */
export type Entrant = Pick<Terms, 'contestant' | 'transport' | 'mode' | 'form' | 'channel'>;

/** Ours, with what it chooses by itself. */
export function ours(transport: TransportName, mode: Mode = 'copied', more: Partial<Entrant> = {}): Entrant {
  return { contestant: 'tensorduct', transport, mode, form: 'callbacks', channel: null, ...more };
}

/** A peer, with what it can do at best. */
export function peer(contestant: LivePeerName, mode: Mode = 'copied', transport = TRANSPORT_OF[contestant]): Entrant {
  return { contestant, transport, mode, form: 'callbacks', channel: null };
}

/** What a peer goes over, if nothing else is said. */
const TRANSPORT_OF: Readonly<Record<LivePeerName, TransportName>> = {
  memcpy: 'shm',
  piscina: 'shm',
  'same-process': 'shm',
  worker_threads: 'shm',
  zeromq: 'unix',
  child_process: 'unix',
  'net-unix': 'unix',
  'net-unix-onread': 'unix',
  'net-tcp': 'tcp',
  'net-tcp-onread': 'tcp',
};

/** Whether a peer is what a user would take instead of ours: on one host over shm that is everything but TCP. */
export function comparable(ours: Entrant, peer: Entrant): boolean {
  if (ours.channel !== null || ours.form === 'promises') return false;
  const within = ours.transport === 'shm' ? peer.transport !== 'tcp' : peer.transport === ours.transport;
  // Only threads differ by mode: they clone what is copied, and transfer what is not.
  const clones = peer.contestant === 'worker_threads' || peer.contestant === 'piscina';
  return within && (!clones || (peer.mode === 'copied') === (ours.mode === 'copied'));
}

/** Who shares processes. The port of a thread can serve but one course at a time. */
export function groupOf({ contestant, transport, mode }: Entrant): string {
  if (contestant === 'tensorduct') return `${contestant} ${transport}`;
  return contestant === 'worker_threads' ? `${contestant} ${mode}` : contestant;
}

/** For people, and unique within a case. */
export function labelOf({ contestant, transport, mode, form, channel }: Entrant): string {
  const more = [channel, mode === 'copied' ? null : mode, form === 'callbacks' ? null : form];
  return [contestant, transport, ...more.filter((item) => item !== null)].join(' ');
}

/** A small message that says that all have come. */
const ACKNOWLEDGEMENT: MessageShape = { tensors: false, parts: 1, bytes: SIZES['8B'] };

/** Messages that a round trip has memory for, so that none waits for the last one's; of those that take milliseconds, one. */
const ROUND_TRIP_DEPTH = 2;

/** Bytes under way at once in a stream, as far as the counts below allow. */
const WINDOW_BYTES = 2 ** 23;
const [LEAST_DEPTH, MOST_DEPTH] = [2, 1024];

export function roundTripTerms(entrant: Entrant, load: Load): Terms {
  const shape = shapeOf(load);
  const depth = shape.parts * shape.bytes > WINDOW_BYTES ? 1 : ROUND_TRIP_DEPTH;
  return { ...entrant, sends: shape, receives: shape, depth };
}

export function streamTerms(entrant: Entrant, load: Load): Terms {
  const sends = shapeOf(load);
  const depth = Math.round(WINDOW_BYTES / (sends.parts * sends.bytes));
  return {
    ...entrant,
    sends,
    receives: ACKNOWLEDGEMENT,
    depth: Math.min(MOST_DEPTH, Math.max(LEAST_DEPTH, depth)),
  };
}

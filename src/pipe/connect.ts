import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { log, printable } from '../log.js';
import { FrameType } from '../wire/frame.js';
import { tensorduct } from '../wire/generated/control.js';
import { dial, type Call } from './dial.js';
import { decode } from './handshake.js';
import type { FramedConnection } from './framed-connection.js';
import type { LoopHold } from './loop-hold.js';
import {
  acceptChoices,
  createBrochure,
  mustConfirm,
  PIPE_ID_BYTES,
  proveChannels,
  readRemote,
  readVerdict,
  settleChannels,
  type ChosenChannel,
  type Verdict,
} from './negotiation.js';
import { REGISTRATION_BYTES } from './registrations.js';
import type { LaneSource, PipeHost, Terms } from './terms.js';

const { Confirmed, Settled } = tensorduct.v1;

/** An upgrade or a proof that does not work must not use up the time that the pipe has. */
const UPGRADE_TIMEOUT_MS = 2_000;

/** Where a pipe, and later its lanes, connect to. */
interface Place {
  readonly transport: string;
  readonly address: string;
}

/**
 * The connecting end of a handshake: connects, negotiates, and moves to the best transport that works.
 * @param signal ends it; its reason is thrown
 * @param hold of the pipe
 * @throws TensorductError
 */
export async function connectPipe(host: PipeHost, place: Place, signal: AbortSignal, hold: LoopHold): Promise<Terms> {
  const own = { name: host.name, contextId: host.contextId, window: host.limits.windowBytes, limits: host.limits };
  const open = { brochure: createBrochure(host.backends, own, null) };
  const { framed: first, answer } = await dial(host, { ...place, packet: { open }, signal, hold });
  try {
    const { pipe } = answer;
    if (!pipe?.brochure) throw new TensorductError('ERR_PROTOCOL', 'the peer has answered another question');
    const remote = readRemote(pipe.brochure);
    const choices = pipe.channels ?? [];
    const candidates = acceptChoices(host.backends.channels, choices, pipe.brochure);
    if (pipe.pipeId?.length !== PIPE_ID_BYTES) throw new TensorductError('ERR_PROTOCOL', 'the pipe has no name');
    const unsettled = { first, place, candidates, upgrades: pipe.upgrades ?? [], signal, hold };
    const toSettle = unsettled.upgrades.length > 0 || choices.some(({ prove }) => prove);
    const { framed, at, failures } = toSettle
      ? await settle(host, unsettled)
      : { framed: first, at: place, failures: [] };
    const { chosen, verdicts } = settleChannels(candidates, failures);
    const entry = host.backends.transports.get(at.transport);
    return {
      framed,
      remote,
      pipeId: Buffer.from(pipe.pipeId).toString('hex'),
      chosen,
      lanes: dialledLanes(host, at, choices, hold),
      bootstrap: place.transport,
      verdicts: [...failures, ...verdicts, ...(pipe.verdicts ?? []).map(readVerdict)],
      scope: entry?.backend.scope ?? 'network',
    };
  } catch (thrown) {
    const error = TensorductError.from(thrown, 'ERR_PROTOCOL', 'the answer could not be used');
    first.fail(error);
    throw error;
  }
}

/** A pipe that was answered and is not settled yet. */
interface Unsettled {
  readonly first: FramedConnection;
  readonly place: Place;
  readonly candidates: readonly ChosenChannel[];
  readonly upgrades: readonly tensorduct.v1.Upgrade.$Properties[];
  readonly signal: AbortSignal;
  readonly hold: LoopHold;
}

/** Where a pipe stays, and what has failed on the way. */
interface Settlement {
  readonly framed: FramedConnection;
  readonly at: Place;
  readonly failures: readonly Verdict[];
}

/** Joins the first of the better transports that works, has the channels proven there, and says what came of it. */
async function settle(host: PipeHost, pipe: Unsettled): Promise<Settlement> {
  const { first, candidates, hold } = pipe;
  const lost = new AbortController();
  first.watch((error) => lost.abort(error));
  const signal = AbortSignal.any([pipe.signal, lost.signal]);
  const { framed, at, failures: unreachable } = await upgrade(host, { ...pipe, signal });
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(UPGRADE_TIMEOUT_MS)]);
  try {
    const proven = await proveChannels(candidates, deadline, framed.connection.peerPid);
    faultPoint('channels-proven');
    signal.throwIfAborted();
    const failures = [...unreachable, ...proven.failures];
    const moved = framed !== first;
    if (moved) hold.delete(first.connection);
    else first.unwatch();
    const head = Settled.encode({ transport: moved ? at.transport : '', failures, evidence: proven.evidence }).finish();
    const close = (): void => first.close(new TensorductError('ERR_CONNECTION_CLOSED', 'moved'));
    first.writer.send(FrameType.settled, head, moved ? close : () => {});
    faultPoint('settled-sending');
    if (mustConfirm(candidates, failures)) failures.push(...(await confirmed(host, framed, pipe.signal)));
    return { framed, at, failures };
  } catch (thrown) {
    const error = TensorductError.from(thrown, 'ERR_PROTOCOL', 'the pipe could not be settled');
    if (framed !== first) framed.fail(error);
    throw error;
  }
}

/** Connects to each better address once, until one answers. */
async function upgrade(host: PipeHost, { first, place, upgrades, signal, hold }: Unsettled): Promise<Settlement> {
  const failures: Verdict[] = [];
  for (const { transport = '', addresses, registrationId } of upgrades) {
    for (const address of addresses ?? []) {
      try {
        const at = { transport: transport ?? '', address };
        // Its listener is the one that we talk to: where it cannot be reached now, it never can.
        const how = { signal, hold, timeoutMs: UPGRADE_TIMEOUT_MS, retry: false };
        return { framed: await join(host, at, registrationId, how), at, failures };
      } catch (thrown) {
        signal.throwIfAborted();
        const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'the transport does not work');
        const failure = {
          kind: 'transport',
          name: printable(transport ?? ''),
          reason: printable(error.message),
        } as const;
        log('%s cannot move to %s: %s', host.id, failure.name, failure.reason);
        failures.push(failure);
      }
    }
  }
  return { framed: first, at: place, failures };
}

/** The listening end's word on the channels that it had to prove. @returns which ones failed there */
async function confirmed(host: PipeHost, framed: FramedConnection, signal: AbortSignal): Promise<Verdict[]> {
  const onAbort = (): void => framed.close(TensorductError.from(signal.reason, 'ERR_ABORTED', 'connect was aborted'));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    const head = await framed.receive(FrameType.confirmed, host.limits.handshakeBytes);
    faultPoint('confirmed-received');
    return decode(Confirmed, head).failures.map(readVerdict);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Opens a connection under a registration id. */
async function join(
  host: PipeHost,
  place: Place,
  registrationId: Uint8Array | null | undefined,
  { signal, timeoutMs, ...how }: Pick<Call, 'signal' | 'retry' | 'hold'> & { readonly timeoutMs: number },
): Promise<FramedConnection> {
  if (registrationId?.length !== REGISTRATION_BYTES) {
    throw new TensorductError('ERR_PROTOCOL', 'a registration id has a wrong length');
  }
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  const timer = setTimeout(() => {
    controller.abort(new TensorductError('ERR_TIMEOUT', `joining took longer than ${timeoutMs} ms`));
  }, timeoutMs);
  how.hold.add(timer);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    const packet = { join: { registrationId } };
    const { framed, answer } = await dial(host, { ...place, ...how, packet, signal: controller.signal });
    if (answer.join) return framed;
    const error = new TensorductError('ERR_PROTOCOL', 'the peer has answered another question');
    framed.close(error);
    throw error;
  } finally {
    clearTimeout(timer);
    how.hold.delete(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** Lanes of the connecting end: opened when they are asked for. */
function dialledLanes(
  host: PipeHost,
  place: Place,
  choices: readonly tensorduct.v1.ChannelChoice.$Properties[],
  hold: LoopHold,
): LaneSource {
  const closed = new AbortController();
  return {
    async open(channel, index) {
      const id = choices[channel]?.registrationIds?.[index];
      const framed = await join(host, place, id, {
        signal: closed.signal,
        hold,
        timeoutMs: host.limits.connectTimeoutMs,
      });
      return framed.release();
    },
    close() {
      closed.abort(new TensorductError('ERR_PIPE_CLOSED', 'the pipe was closed'));
    },
  };
}

import { randomBytes } from 'node:crypto';
import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { log } from '../log.js';
import type { TransportConnection } from '../transports/transport.js';
import { FrameType } from '../wire/frame.js';
import { tensorduct } from '../wire/generated/control.js';
import { forgoChannels } from './channel-table.js';
import type { FramedConnection } from './framed-connection.js';
import { decode, type Greeting } from './handshake.js';
import type { LoopHold } from './loop-hold.js';
import {
  confirmChannels,
  createBrochure,
  mustConfirm,
  readRemote,
  selectChannels,
  selectTransports,
  type Remote,
  PIPE_ID_BYTES,
  readVerdict,
  settleChannels,
  type Verdict,
} from './negotiation.js';
import type { Registrations } from './registrations.js';
import type { LaneSource, PipeHost, Terms } from './terms.js';

const { Confirmed, Settled } = tensorduct.v1;

/** What the listening end knows beside its context. */
export interface ListeningSide {
  /** Addresses under which each transport of the listener can be reached. */
  readonly advertised: ReadonlyMap<string, readonly string[]>;
  readonly registrations: Registrations;
  /** Of the pipe. */
  readonly hold: LoopHold;
}

/** A pipe that was answered; it may still have to move to another transport. */
export interface Answered {
  readonly remote: Remote;
  /** Rejects with a TensorductError. */
  readonly terms: Promise<Terms>;
}

/**
 * The listening end of a handshake: decides transport and channels, and says so.
 * @throws TensorductError `ERR_PROTOCOL` for a brochure that cannot be
 */
export function answerPipe(
  host: PipeHost,
  side: ListeningSide,
  framed: FramedConnection,
  greeting: Greeting,
  brochure: tensorduct.v1.Brochure.$Properties | null | undefined,
): Answered {
  const remote = readRemote(brochure);
  const theirs = brochure ?? {};
  const { backends, limits } = host;
  const transports = selectTransports(backends.transports, framed.transport, side.advertised, theirs);
  const channels = selectChannels(backends.channels, theirs);
  const verdicts = [...transports.verdicts, ...channels.verdicts];

  const pipeId = randomBytes(PIPE_ID_BYTES);
  const joined = new Map<string, FramedConnection>();
  side.hold.add(framed.connection);
  const upgradeIds: Uint8Array[] = [];
  const upgrades = transports.upgrades.map(({ name }) => {
    const registrationId = side.registrations.expect((connection) => {
      if (connection.transport === name) {
        joined.set(name, connection);
        side.hold.add(connection.connection);
      } else connection.close(new TensorductError('ERR_PROTOCOL', 'joined over another transport'));
    });
    upgradeIds.push(registrationId);
    return { transport: name, addresses: [...(side.advertised.get(name) ?? [])], registrationId };
  });
  const lanes = new AwaitedLanes(side, limits.connectTimeoutMs);
  greeting.answer({
    pipe: {
      brochure: createBrochure(backends, { ...host, window: limits.windowBytes }, theirs),
      upgrades,
      pipeId,
      channels: channels.candidates.map(({ name, context, pairs, confirm }) => ({
        name,
        prove: context.prove !== undefined,
        confirm,
        pairs: pairs.map(({ local, remote: device }) => ({ serverDevice: local, clientDevice: device })),
        registrationIds: lanes.expect(context.lanes),
      })),
      verdicts,
    },
  });

  const settle = async (): Promise<Terms> => {
    try {
      const offered = upgrades.length > 0 || channels.candidates.some(({ context }) => context.prove !== undefined);
      const { settled, failures, evidence } = await settleTransport(host, framed, offered, joined, side.hold);
      if (mustConfirm(channels.candidates, failures)) {
        const { peerPid } = settled.connection;
        const refused = confirmChannels(channels.candidates, failures, evidence, peerPid);
        faultPoint('confirmed-sending');
        settled.send(FrameType.confirmed, Confirmed.encode({ failures: refused }).finish());
        failures.push(...refused);
      }
      const { chosen, verdicts: passedOver } = settleChannels(channels.candidates, failures);
      return {
        framed: settled,
        remote,
        pipeId: pipeId.toString('hex'),
        chosen,
        lanes,
        bootstrap: framed.transport,
        verdicts: [...failures, ...passedOver, ...verdicts],
        scope: backends.transports.get(settled.transport)?.backend.scope ?? 'network',
      };
    } catch (thrown) {
      lanes.close();
      forgoChannels(channels.candidates, pipeId.toString('hex'), 'listen');
      throw thrown;
    } finally {
      for (const id of upgradeIds) side.registrations.forget(id);
      for (const connection of joined.values()) {
        side.hold.delete(connection.connection);
        connection.close(new TensorductError('ERR_CONNECTION_CLOSED', 'another transport was taken'));
      }
    }
  };
  return { remote, terms: settle() };
}

/** Waits for the client's word on the transport, and on the channels that it had to prove. What it took is removed from `joined`. */
async function settleTransport(
  host: PipeHost,
  first: FramedConnection,
  offered: boolean,
  joined: Map<string, FramedConnection>,
  hold: LoopHold,
): Promise<{ settled: FramedConnection; failures: Verdict[]; evidence: tensorduct.v1.Evidence.$Properties[] }> {
  if (!offered) return { settled: first, failures: [], evidence: [] };
  const timer = setTimeout(() => {
    first.close(
      new TensorductError('ERR_TIMEOUT', 'the peer did not settle on a transport', { operation: 'handshake' }),
    );
  }, host.limits.connectTimeoutMs);
  hold.add(timer);
  try {
    const { transport, failures, evidence } = decode(
      Settled,
      await first.receive(FrameType.settled, host.limits.handshakeBytes),
    );
    faultPoint('settled-received');
    const reasons = failures.map(readVerdict);
    if (transport === '') return { settled: first, failures: reasons, evidence };
    const settled = joined.get(transport);
    if (settled === undefined) {
      throw new TensorductError('ERR_PROTOCOL', 'the peer settled on a transport that it has not joined');
    }
    joined.delete(transport);
    hold.delete(first.connection);
    first.close(new TensorductError('ERR_CONNECTION_CLOSED', 'the pipe has moved'));
    log('%s moved a pipe from %s to %s', host.id, first.transport, transport);
    return { settled, failures: reasons, evidence };
  } catch (thrown) {
    const error = TensorductError.from(thrown, 'ERR_PROTOCOL', 'the handshake failed');
    first.close(error);
    throw error;
  } finally {
    clearTimeout(timer);
    hold.delete(timer);
  }
}

/** Lanes of the listening end: each is there once the peer has opened it. */
class AwaitedLanes implements LaneSource {
  private readonly lanes: Lane[][] = [];

  /** @param timeoutMs for the peer to open a lane, from the moment that this end needs it */
  constructor(
    private readonly side: Pick<ListeningSide, 'registrations' | 'hold'>,
    private readonly timeoutMs: number,
  ) {}

  /** Expects the lanes of the next channel. @returns their ids */
  expect(count: number): Uint8Array[] {
    const lanes = Array.from({ length: count }, () => new Lane(this.side));
    this.lanes.push(lanes);
    return lanes.map(({ id }) => id);
  }

  open(channel: number, index: number): Promise<TransportConnection> {
    return this.lanes[channel][index].take(this.timeoutMs);
  }

  close(): void {
    for (const lane of this.lanes.flat()) lane.close();
  }
}

/** One expected lane. */
class Lane {
  readonly id: Uint8Array;
  private taken = false;
  private connection: TransportConnection | null = null;
  private waiting: { resolve: (lane: TransportConnection) => void; reject: (error: TensorductError) => void } | null =
    null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly side: Pick<ListeningSide, 'registrations' | 'hold'>) {
    this.id = side.registrations.expect((framed) => {
      this.stopWaiting();
      side.hold.add(framed.connection);
      this.connection = framed.release();
      this.waiting?.resolve(this.connection);
    });
  }

  /** Rejects with `ERR_TIMEOUT`, `ERR_PIPE_CLOSED`. */
  take(timeoutMs: number): Promise<TransportConnection> {
    this.taken = true;
    return new Promise((resolve, reject) => {
      if (this.connection !== null) return resolve(this.connection);
      this.waiting = { resolve, reject };
      this.timer = setTimeout(() => {
        this.giveUp(new TensorductError('ERR_TIMEOUT', `the peer did not open a lane within ${timeoutMs} ms`));
      }, timeoutMs);
      this.side.hold.add(this.timer);
    });
  }

  close(): void {
    if (!this.taken) this.connection?.close();
    this.giveUp(new TensorductError('ERR_PIPE_CLOSED', 'the pipe was closed'));
  }

  private giveUp(error: TensorductError): void {
    this.stopWaiting();
    this.side.registrations.forget(this.id);
    this.waiting?.reject(error);
  }

  private stopWaiting(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.side.hold.delete(this.timer);
  }
}

import type { ChannelContext } from '../channels/channel.js';
import type { Registered, Registry } from '../context/registry.js';
import { TensorductError } from '../errors.js';
import { printable } from '../log.js';
import type { MessageLimits } from '../message/limits.js';
import type { TransportContext } from '../transports/transport.js';
import type { tensorduct } from '../wire/generated/control.js';

type Brochure = tensorduct.v1.Brochure.$Properties;

/** Random bytes that name a pipe at both ends. */
export const PIPE_ID_BYTES = 16;

/** The backends of one end. */
export interface Backends {
  readonly transports: Registry<TransportContext>;
  readonly channels: Registry<ChannelContext>;
}

/** Why a backend is not used. */
export interface Verdict {
  /** What it is. */
  readonly kind: 'transport' | 'channel';
  /** Its name. */
  readonly name: string;
  /** For people. */
  readonly reason: string;
}

/** What is known of the other end once the handshake is through. */
export interface Remote {
  readonly contextName: string;
  /** Random bytes in hex: the same for every pipe of one context. */
  readonly contextId: string;
  readonly window: number;
  readonly limits: MessageLimits;
}

/** A device of ours and one of the peer's, which a channel connects. */
export interface DevicePair {
  readonly local: string;
  readonly remote: string;
}

/** A channel that both ends agreed on. Its position in the list is its number on the wire. */
export interface ChosenChannel {
  readonly name: string;
  readonly context: ChannelContext;
  /** Empty where other channels serve all of them: then the channel is not used. */
  readonly pairs: readonly DevicePair[];
  /** What the peer's channel context says of its devices. */
  readonly remoteDescriptors: ReadonlyMap<string, string>;
  /** Whether the listening end has to confirm it. */
  readonly confirm: boolean;
}

/**
 * What this end can do, for the peer.
 * @param remote the peer's, where it is known
 */
export function createBrochure(
  backends: Backends,
  own: { name: string; contextId: Uint8Array; window: number; limits: MessageLimits },
  remote: Brochure | null,
): Brochure {
  const transports: Record<string, string> = {};
  for (const { name, backend } of backends.transports.viable()) transports[name] = backend.domainDescriptor();
  const channels = backends.channels.viable().map(({ name, backend }) => ({
    name,
    devices: Object.fromEntries(backend.deviceDescriptors(devicesOf(remote, name))),
    lanes: backend.lanes,
  }));
  const { metadataBytes, payloadBytes, tensorBytes, payloads, tensors, inlineBytes } = own.limits;
  return {
    contextName: own.name,
    contextId: own.contextId,
    window: own.window,
    transports,
    channels,
    limits: { metadataBytes, payloadBytes, tensorBytes, payloads, tensors, inlineBytes },
  };
}

/**
 * Reads the peer's part of the handshake.
 * @throws TensorductError `ERR_PROTOCOL` for figures that cannot be
 */
export function readRemote(brochure: Brochure | null | undefined): Remote {
  const limits = brochure?.limits;
  if (!brochure || !limits || brochure.contextId?.length !== 16) {
    throw new TensorductError('ERR_PROTOCOL', 'a brochure is incomplete');
  }
  const figure = (value: number | null | undefined): number => {
    if (!Number.isSafeInteger(value) || typeof value !== 'number' || value < 0) {
      throw new TensorductError('ERR_PROTOCOL', 'a brochure has a figure that cannot be');
    }
    return value;
  };
  return {
    contextName: printable(brochure.contextName ?? ''),
    contextId: Buffer.from(brochure.contextId).toString('hex'),
    window: figure(brochure.window),
    limits: {
      metadataBytes: figure(limits.metadataBytes),
      payloadBytes: figure(limits.payloadBytes),
      tensorBytes: figure(limits.tensorBytes),
      payloads: figure(limits.payloads),
      tensors: figure(limits.tensors),
      inlineBytes: figure(limits.inlineBytes),
    },
  };
}

/** What a peer says of the devices of a channel. */
function devicesOf(remote: Brochure | null, channel: string): ReadonlyMap<string, string> | undefined {
  const offered = remote?.channels?.find(({ name }) => name === channel);
  return offered && new Map(Object.entries(offered.devices ?? {}));
}

/** A verdict of the peer's. */
export function readVerdict({ kind, name, reason }: tensorduct.v1.Verdict.$Properties): Verdict {
  return {
    kind: kind === 'channel' ? 'channel' : 'transport',
    name: printable(name ?? ''),
    reason: printable(reason ?? ''),
  };
}

/** Which transports are better than the one in use, best first; and why the others are not used. */
export function selectTransports(
  transports: Registry<TransportContext>,
  current: string,
  advertised: ReadonlyMap<string, readonly string[]>,
  remote: Brochure,
): { upgrades: Registered<TransportContext>[]; verdicts: Verdict[] } {
  const upgrades: Registered<TransportContext>[] = [];
  const verdicts: Verdict[] = [];
  const pass = (name: string, reason: string): void => void verdicts.push({ kind: 'transport', name, reason });
  let reached = false;
  for (const entry of transports.all()) {
    const { name, backend } = entry;
    if (name === current) {
      reached = true;
      continue;
    }
    const viability = backend.viability();
    const descriptor = remote.transports?.[name];
    if (!viability.ok) pass(name, `not viable at the listening end: ${viability.reason}`);
    else if (descriptor === undefined) pass(name, 'the connecting end does not have it');
    else if (!advertised.has(name)) pass(name, 'the listener has no address for it');
    else if (!safely(() => backend.canReach(descriptor))) pass(name, 'the two ends are in different domains');
    else if (reached) pass(name, `${current} has the higher priority`);
    else upgrades.push(entry);
  }
  return { upgrades, verdicts };
}

/**
 * The channels for each pair of devices, by the local priorities; and why the others are not used. Behind one that has
 * to be proven the next best one stands by: see {@link settleChannels}.
 */
export function selectChannels(
  channels: Registry<ChannelContext>,
  remote: Brochure,
): { candidates: ChosenChannel[]; verdicts: Verdict[] } {
  const candidates: ChosenChannel[] = [];
  const verdicts: Verdict[] = [];
  const taken = new Map<string, string>();
  const pass = (name: string, reason: string): void => void verdicts.push({ kind: 'channel', name, reason });
  for (const { name, backend } of channels.all()) {
    const viability = backend.viability();
    if (!viability.ok) {
      pass(name, `not viable at the listening end: ${viability.reason}`);
      continue;
    }
    const offered = remote.channels?.find((channel) => channel.name === name);
    if (!offered) {
      pass(name, 'the connecting end does not have it');
      continue;
    }
    const pairs: DevicePair[] = [];
    let reachable = false;
    let winner = '';
    for (const [local, localDescriptor] of backend.deviceDescriptors()) {
      for (const [device, descriptor] of Object.entries(offered.devices ?? {})) {
        if (!safely(() => backend.canReach(localDescriptor, descriptor))) continue;
        reachable = true;
        const key = `${local} ${device}`;
        const other = taken.get(key);
        if (other !== undefined) {
          winner = other;
        } else {
          if (backend.prove === undefined) taken.set(key, name);
          pairs.push({ local, remote: device });
        }
      }
    }
    const remoteDescriptors = new Map(Object.entries(offered.devices ?? {}));
    const confirm = backend.confirm !== undefined;
    if (pairs.length > 0) candidates.push({ name, context: backend, pairs, remoteDescriptors, confirm });
    else
      pass(name, reachable ? `${winner} has the higher priority` : 'no devices of the two ends can reach each other');
  }
  return { candidates, verdicts };
}

/**
 * The one channel for each pair of devices, once it is known which ones have failed. The list keeps its order and
 * length, since both ends number the channels by it.
 */
export function settleChannels(
  candidates: readonly ChosenChannel[],
  failures: readonly Verdict[],
): { chosen: ChosenChannel[]; verdicts: Verdict[] } {
  const failed = new Set(failures.filter(({ kind }) => kind === 'channel').map(({ name }) => name));
  const winners = new Map<string, string>();
  const verdicts: Verdict[] = [];
  const chosen = candidates.map((candidate) => {
    const { name } = candidate;
    const key = ({ local, remote }: DevicePair): string => `${local} ${remote}`;
    const pairs = failed.has(name) ? [] : candidate.pairs.filter((pair) => !winners.has(key(pair)));
    if (pairs.length === 0 && !failed.has(name)) {
      const winner = candidate.pairs.map((pair) => winners.get(key(pair))).find((other) => other !== undefined);
      verdicts.push({ kind: 'channel', name, reason: `${winner ?? 'another'} has the higher priority` });
    }
    for (const pair of pairs) winners.set(key(pair), name);
    return { ...candidate, pairs };
  });
  return { chosen, verdicts };
}

/** What a channel's proof gave for the listening end. */
export interface Evidence {
  /** Of the channel. */
  readonly name: string;
  readonly data: Uint8Array;
}

/**
 * Asks each channel that has to be proven for its proof.
 * @returns which ones failed, and why; and what the listening end needs to confirm the others
 */
export async function proveChannels(
  candidates: readonly ChosenChannel[],
  signal: AbortSignal,
  peerPid: number | undefined,
): Promise<{ failures: Verdict[]; evidence: Evidence[] }> {
  const failures: Verdict[] = [];
  const evidence: Evidence[] = [];
  const proofs = candidates.map(async ({ name, context, remoteDescriptors, confirm }) => {
    try {
      const data = await context.prove?.(remoteDescriptors, signal, peerPid);
      if (confirm && data) evidence.push({ name, data });
    } catch (thrown) {
      failures.push(notShared('the two ends do', name, thrown));
    }
  });
  await Promise.all(proofs);
  return { failures, evidence };
}

/** Whether the listening end still has to confirm a channel that is to be used. */
export function mustConfirm(candidates: readonly ChosenChannel[], failures: readonly Verdict[]): boolean {
  return settleChannels(candidates, failures).chosen.some(({ confirm, pairs }) => confirm && pairs.length > 0);
}

/** The listening end's part of the proof. @returns which channels failed, and why */
export function confirmChannels(
  candidates: readonly ChosenChannel[],
  failures: readonly Verdict[],
  evidence: readonly tensorduct.v1.Evidence.$Properties[],
  peerPid: number | undefined,
): Verdict[] {
  const refused: Verdict[] = [];
  for (const { name, context, remoteDescriptors } of candidates) {
    if (context.confirm === undefined || isFailed(failures, name)) continue;
    try {
      const data = evidence.find((each) => each.name === name)?.data;
      if (!data) throw new TensorductError('ERR_PROTOCOL', 'the connecting end gives no evidence');
      context.confirm(remoteDescriptors, data, peerPid);
    } catch (thrown) {
      refused.push(notShared('the listening end does', name, thrown));
    }
  }
  return refused;
}

function isFailed(failures: readonly Verdict[], channel: string): boolean {
  return failures.some(({ kind, name }) => kind === 'channel' && name === channel);
}

function notShared(who: string, name: string, thrown: unknown): Verdict {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return { kind: 'channel', name, reason: printable(`${who} not share it: ${reason}`) };
}

/**
 * The connecting end's view of the listening end's decision, which it must be capable of.
 * @throws TensorductError `ERR_NEGOTIATION`
 */
export function acceptChoices(
  channels: Registry<ChannelContext>,
  choices: readonly tensorduct.v1.ChannelChoice.$Properties[],
  remote: Brochure,
): ChosenChannel[] {
  return choices.map((choice) => {
    const name = choice.name ?? '';
    const entry = channels.get(name);
    const offered = remote.channels?.find((channel) => channel.name === name);
    if (!entry?.backend.viability().ok || !offered) {
      throw new TensorductError('ERR_NEGOTIATION', `the peer chose channel "${printable(name)}", which is not here`);
    }
    const { backend } = entry;
    if ((backend.prove && !choice.prove) || (backend.confirm && !choice.confirm)) {
      throw new TensorductError('ERR_NEGOTIATION', `the peer chose channel "${name}" without its proof`);
    }
    const local = backend.deviceDescriptors();
    const pairs = (choice.pairs ?? []).map((pair): DevicePair => {
      const localDevice = pair.clientDevice ?? '';
      const remoteDevice = pair.serverDevice ?? '';
      const localDescriptor = local.get(localDevice);
      const remoteDescriptor = offered.devices?.[remoteDevice];
      if (
        localDescriptor === undefined ||
        remoteDescriptor === undefined ||
        !safely(() => entry.backend.canReach(localDescriptor, remoteDescriptor))
      ) {
        throw new TensorductError('ERR_NEGOTIATION', `the peer chose channel "${name}" for devices it cannot connect`);
      }
      return { local: localDevice, remote: remoteDevice };
    });
    const remoteDescriptors = new Map(Object.entries(offered.devices ?? {}));
    return { name, context: entry.backend, pairs, remoteDescriptors, confirm: choice.confirm ?? false };
  });
}

/** Backends judge descriptors that a peer has written: one that throws has said no. */
function safely(judge: () => boolean): boolean {
  try {
    return judge();
  } catch {
    return false;
  }
}

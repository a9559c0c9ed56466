import { TensorductError } from '../errors.js';
import type { HostMemory } from '../message/bytes.js';
import { CPU, formatDevice, type DeviceBuffer } from '../message/device.js';
import { dtypeCode } from '../message/dtype.js';
import type { PreparedMessage } from '../message/message.js';
import type { WireDescriptor, WireOffer } from '../wire/descriptor.js';
import type { Established } from './established.js';
import { NONE } from './write-operation.js';

const LOCAL = formatDevice(CPU);

/** How the bytes of one payload or tensor will travel; a number is that of a channel. */
export type Route = 'inline' | 'empty' | 'undecided' | number;

/** What the two ends allow inside a frame. */
export interface InlineLimits {
  readonly inlineItemBytes: number;
  readonly inlineBytes: number;
}

/**
 * Settles how each item of a message travels: payloads, then tensors.
 * @throws TensorductError `ERR_NO_CHANNEL`
 */
export function chooseRoutes(
  { payloads, tensors }: PreparedMessage,
  { channels, remote }: Established,
  { inlineItemBytes, inlineBytes }: InlineLimits,
): Route[] {
  let inlineRoom = Math.min(inlineBytes, remote.limits.inlineBytes);
  const routes: Route[] = [];
  const choose = (data: HostMemory | DeviceBuffer, local: string, target: string | null): Route => {
    const { byteLength: length } = data;
    if (length === 0) return 'empty';
    const fits = length <= inlineItemBytes && length <= inlineRoom;
    const both = local === LOCAL && (target === null || target === LOCAL);
    if (both && fits && !channels.lends(data)) {
      inlineRoom -= length;
      return 'inline';
    }
    if (target === null && channels.reachableFrom(local) > 1) return 'undecided';
    const channel = target === null ? channels.only(local) : channels.between(local, target);
    if (channel >= 0) return channel;
    throw new TensorductError('ERR_NO_CHANNEL', `no channel leads from ${local} to ${target ?? 'any device'}`, {
      operation: 'write',
    });
  };
  for (const { data } of payloads) routes.push(choose(data, LOCAL, LOCAL));
  for (const { data, sourceDevice, targetDevice } of tensors) {
    const target = targetDevice === undefined ? null : formatDevice(targetDevice);
    routes.push(choose(data, formatDevice(sourceDevice), target));
  }
  return routes;
}

/** The tensors whose device the reader is to name. */
export function undecidedOf(routes: readonly Route[], payloads: number): Set<number> {
  if (!routes.includes('undecided')) return NONE;
  return new Set(routes.flatMap((route, item) => (route === 'undecided' ? [item - payloads] : [])));
}

/** The message with copies of what lower layers would hold until the peer reads. @param copied told of each copy */
export function copyLasting(
  prepared: PreparedMessage,
  routes: readonly Route[],
  copied: (bytes: number) => void,
): PreparedMessage {
  let item = 0;
  const copy = <Part extends PreparedMessage['payloads' | 'tensors'][number]>(part: Part): Part => {
    const route = routes[item++];
    if (route === 'inline' || route === 'empty' || !(part.data instanceof Uint8Array)) return part;
    copied(part.data.length);
    return { ...part, data: new Uint8Array(part.data) };
  };
  return { ...prepared, payloads: prepared.payloads.map(copy), tensors: prepared.tensors.map(copy) };
}

/** What the frame of a message holds. */
export interface Outgoing {
  readonly descriptor: WireDescriptor;
  /** The inline bytes: payloads, then tensors, where they lie. */
  readonly bodies: readonly Uint8Array[];
}

/**
 * The frame of a message.
 * @param offer offers an item's bytes through a channel
 */
export function compose(
  prepared: PreparedMessage,
  routes: readonly Route[],
  offer: (channel: number, data: PreparedMessage['tensors'][number]['data']) => WireOffer,
): Outgoing {
  const descriptor: WireDescriptor = { metadata: prepared.metadata, payloads: [], tensors: [] };
  const bodies: Uint8Array[] = [];
  let item = 0;
  for (const { data, metadata } of prepared.payloads) {
    const route = routes[item++];
    if (route === 'inline') bodies.push(data);
    const offered = typeof route === 'number' ? offer(route, data) : null;
    descriptor.payloads.push({ length: data.length, metadata, offer: offered });
  }
  for (const { data, byteLength, metadata, dtype, shape, sourceDevice, targetDevice } of prepared.tensors) {
    const route = routes[item++];
    if (route === 'inline' && data instanceof Uint8Array) bodies.push(data);
    const offered = typeof route === 'number' ? offer(route, data) : null;
    descriptor.tensors.push({
      length: byteLength,
      metadata,
      offer: offered,
      dtype: dtypeCode(dtype),
      shape,
      sourceDevice: sourceDevice === CPU ? '' : formatDevice(sourceDevice),
      targetDevice: targetDevice === undefined ? '' : formatDevice(targetDevice),
      undecided: route === 'undecided',
    });
  }
  return { descriptor, bodies };
}

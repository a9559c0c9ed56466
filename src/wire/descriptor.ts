import { TensorductError } from '../errors.js';
import { MAX_RANK, type MessageLimits } from '../message/limits.js';
import { ProtoReader } from './proto-reader.js';
import { varintSize, type ProtoWriter } from './proto-writer.js';

/** `Descriptor` of `proto/control.proto`, written and read by hand: it is sent with every message. */
export interface WireDescriptor {
  metadata: Uint8Array;
  payloads: WireItem[];
  tensors: WireTensor[];
}

/** How the bytes of a payload or tensor can be had, when not inline. */
export interface WireOffer {
  transfer: number;
  channel: number;
  data: Uint8Array;
}

export interface WireItem {
  length: number;
  metadata: Uint8Array;
  /** Null when the bytes are inline, there are none, or the device is undecided. */
  offer: WireOffer | null;
}

export interface WireTensor extends WireItem {
  dtype: number;
  shape: readonly number[];
  /** '' means cpu:0. */
  sourceDevice: string;
  /** '' means that the reader chooses. */
  targetDevice: string;
  undecided: boolean;
}

/** The most bytes that the offer of a channel may have. */
export const MAX_OFFER_BYTES = 256;
/** The most bytes that the name of a device may have. */
const MAX_DEVICE_BYTES = 48;
/** Bounds for keys, lengths and numbers, added up generously: memory is reserved by them, not sent. */
const ITEM_OVERHEAD = 64;
const DIMENSION_BOUND = 9;

const EMPTY = new Uint8Array(0);

/** Upper bound of the encoded size. */
export function descriptorBound(descriptor: WireDescriptor): number {
  let bound = 16 + descriptor.metadata.length;
  for (const payload of descriptor.payloads) bound += itemBound(payload);
  for (const tensor of descriptor.tensors) {
    bound += itemBound(tensor) + tensor.shape.length * DIMENSION_BOUND;
    bound += tensor.sourceDevice.length + tensor.targetDevice.length;
  }
  return bound;
}

function itemBound(item: WireItem): number {
  return ITEM_OVERHEAD + item.metadata.length + (item.offer === null ? 0 : item.offer.data.length);
}

/** The most bytes that the head of a message frame within `limits` can have. */
export function descriptorLimit(limits: MessageLimits): number {
  const item = ITEM_OVERHEAD + MAX_OFFER_BYTES;
  const tensor = item + MAX_RANK * DIMENSION_BOUND + 2 * MAX_DEVICE_BYTES;
  return 16 + limits.metadataBytes + limits.payloads * item + limits.tensors * tensor;
}

/** Encodes at the writer's position; there must be room for {@link descriptorBound}. */
export function encodeDescriptor(writer: ProtoWriter, descriptor: WireDescriptor): void {
  writer.data(1, descriptor.metadata);
  for (const payload of descriptor.payloads) {
    const start = writer.begin(2);
    encodeItem(writer, payload);
    writer.end(start);
  }
  for (const tensor of descriptor.tensors) {
    const start = writer.begin(3);
    encodeItem(writer, tensor);
    encodeElements(writer, tensor.dtype, tensor.shape);
    writer.ascii(6, tensor.sourceDevice);
    writer.ascii(7, tensor.targetDevice);
    writer.bool(8, tensor.undecided);
    writer.end(start);
  }
}

/** Of a descriptor with nothing but one payload whose bytes follow inline; room for {@link loneItemBound}. */
export function encodeLonePayload(writer: ProtoWriter, all: Uint8Array, length: number, metadata: Uint8Array): void {
  writer.data(1, all);
  const start = writer.begin(2);
  writer.uint(1, length);
  writer.data(2, metadata);
  writer.end(start);
}

/** Of a descriptor with nothing but one tensor of host memory whose bytes follow inline; room for {@link loneItemBound}. */
export function encodeLoneTensor(
  writer: ProtoWriter,
  all: Uint8Array,
  { length, metadata, dtype, shape }: Pick<WireTensor, 'length' | 'metadata' | 'dtype' | 'shape'>,
): void {
  writer.data(1, all);
  const start = writer.begin(3);
  writer.uint(1, length);
  writer.data(2, metadata);
  encodeElements(writer, dtype, shape);
  writer.end(start);
}

/** Upper bound of the encoded size of one item alone. */
export function loneItemBound(metadataBytes: number, rank = 0): number {
  return 16 + ITEM_OVERHEAD + metadataBytes + rank * DIMENSION_BOUND;
}

function encodeElements(writer: ProtoWriter, dtype: number, shape: readonly number[]): void {
  writer.uint(4, dtype);
  if (shape.length === 0) return;
  let packed = 0;
  for (const dimension of shape) packed += varintSize(dimension);
  writer.varint((5 << 3) | 2);
  writer.varint(packed);
  for (const dimension of shape) writer.varint(dimension);
}

function encodeItem(writer: ProtoWriter, item: WireItem): void {
  writer.uint(1, item.length);
  writer.data(2, item.metadata);
  if (item.offer !== null) encodeOffer(writer, 3, item.offer);
}

function encodeOffer(writer: ProtoWriter, field: number, offer: WireOffer): void {
  const start = writer.begin(field);
  writer.uint(1, offer.transfer);
  writer.uint(2, offer.channel);
  writer.data(3, offer.data);
  writer.end(start);
}

/**
 * Decodes and checks what a peer has sent.
 * @throws TensorductError `ERR_PROTOCOL`, or `ERR_LIMIT_EXCEEDED` for what is beyond `limits`
 */
export function decodeDescriptor(
  bytes: Uint8Array,
  limits: MessageLimits,
  start = 0,
  end = bytes.length,
): WireDescriptor {
  const reader = new ProtoReader(bytes, start, end);
  const descriptor: WireDescriptor = { metadata: EMPTY, payloads: [], tensors: [] };
  let metadataBytes = 0;
  while (reader.more()) {
    const key = reader.key();
    switch (key) {
      case 0x0a:
        descriptor.metadata = reader.copy();
        metadataBytes += descriptor.metadata.length;
        break;
      case 0x12: {
        const payload: WireItem = { length: 0, metadata: EMPTY, offer: null };
        decodeItem(reader, payload, null);
        descriptor.payloads.push(payload);
        metadataBytes += payload.metadata.length;
        exceeds('bytes of a payload', payload.length, limits.payloadBytes);
        exceeds('payloads', descriptor.payloads.length, limits.payloads);
        break;
      }
      case 0x1a: {
        const tensor: WireTensor = {
          length: 0,
          metadata: EMPTY,
          offer: null,
          dtype: 0,
          shape: [],
          sourceDevice: '',
          targetDevice: '',
          undecided: false,
        };
        decodeItem(reader, tensor, tensor);
        descriptor.tensors.push(tensor);
        metadataBytes += tensor.metadata.length;
        exceeds('bytes of a tensor', tensor.length, limits.tensorBytes);
        exceeds('tensors', descriptor.tensors.length, limits.tensors);
        break;
      }
      default:
        reader.skip(key);
    }
  }
  exceeds('bytes of metadata', metadataBytes, limits.metadataBytes);
  return descriptor;
}

function decodeItem(reader: ProtoReader, item: WireItem, tensor: WireTensor | null): void {
  const outer = reader.enter();
  while (reader.more()) {
    const key = reader.key();
    switch (key) {
      case 0x08:
        item.length = reader.uint();
        break;
      case 0x12:
        item.metadata = reader.copy();
        break;
      case 0x1a:
        item.offer = decodeOffer(reader);
        break;
      default:
        if (tensor === null || !decodeTensorField(reader, key, tensor)) reader.skip(key);
    }
  }
  reader.leave(outer);
}

function decodeTensorField(reader: ProtoReader, key: number, tensor: WireTensor): boolean {
  switch (key) {
    case 0x20:
      tensor.dtype = reader.uint();
      return true;
    case 0x2a: {
      const outer = reader.enter();
      const shape: number[] = [];
      while (reader.more()) {
        if (shape.length === MAX_RANK)
          throw new TensorductError('ERR_PROTOCOL', `a shape has a rank above ${MAX_RANK}`);
        shape.push(reader.uint());
      }
      tensor.shape = shape;
      reader.leave(outer);
      return true;
    }
    case 0x32:
      tensor.sourceDevice = reader.ascii(MAX_DEVICE_BYTES);
      return true;
    case 0x3a:
      tensor.targetDevice = reader.ascii(MAX_DEVICE_BYTES);
      return true;
    case 0x40:
      tensor.undecided = reader.bool();
      return true;
    default:
      return false;
  }
}

function decodeOffer(reader: ProtoReader): WireOffer {
  const offer: WireOffer = { transfer: 0, channel: 0, data: EMPTY };
  const outer = reader.enter();
  while (reader.more()) {
    const key = reader.key();
    switch (key) {
      case 0x08:
        offer.transfer = reader.uint();
        break;
      case 0x10:
        offer.channel = reader.uint();
        break;
      case 0x1a:
        offer.data = reader.copy();
        break;
      default:
        reader.skip(key);
    }
  }
  reader.leave(outer);
  exceeds('bytes of an offer', offer.data.length, MAX_OFFER_BYTES);
  return offer;
}

function exceeds(what: string, value: number, limit: number): void {
  if (value > limit) throw new TensorductError('ERR_LIMIT_EXCEEDED', `${value} ${what} of ${limit} allowed`);
}

import type { Received } from '../channels/channel.js';
import { TensorductError } from '../errors.js';
import { Descriptor } from '../message/descriptor.js';
import { CPU, parseDevice, type Device } from '../message/device.js';
import { byteLengthOf, dtypeOfCode } from '../message/dtype.js';
import { ReceivedMessage } from '../message/received-message.js';
import { ReceivedTensor } from '../message/received-tensor.js';
import type { WireDescriptor } from '../wire/descriptor.js';
import type { Slab } from '../wire/slab.js';
import type { Established } from './established.js';

const EMPTY = new Uint8Array(0);

/** A message that has arrived, as far as its frame goes. */
export interface Incoming {
  /** Position in the stream of messages, from 1. */
  readonly number: number;
  readonly wire: WireDescriptor;
  readonly descriptor: Descriptor;
  /** The inline bytes: payloads, then tensors, one behind the other, from `bodyStart` on. */
  body: Uint8Array;
  bodyStart: number;
  /** Where they lie, held until they are needed no more; null in memory of their own. */
  slab: Slab | null;
  /** What its frame has taken of the window. */
  readonly cost: number;
  withdrawn: boolean;
}

/**
 * What the user sees of a message that is about to arrive.
 * @throws TensorductError `ERR_PROTOCOL` for what cannot be
 */
export function describe(wire: WireDescriptor, established: Established | null): Descriptor {
  const tensors = wire.tensors.map((tensor) => {
    const { length, metadata, shape, offer } = tensor;
    const dtype = dtypeOfCode(tensor.dtype);
    if (byteLengthOf(dtype, shape) !== length) {
      throw new TensorductError('ERR_PROTOCOL', 'the length of a tensor is not that of its shape');
    }
    return {
      length,
      dtype,
      shape,
      sourceDevice: tensor.sourceDevice === '' ? CPU : deviceOfPeer(tensor.sourceDevice),
      targetDevice: tensor.targetDevice === '' ? undefined : deviceOfPeer(tensor.targetDevice),
      metadata,
      borrowable: offer !== null && established?.channels.isBorrowable(offer.channel) === true,
    };
  });
  return new Descriptor(wire.metadata, wire.payloads, tensors);
}

function deviceOfPeer(text: string): Device {
  try {
    return parseDevice(text);
  } catch (thrown) {
    throw new TensorductError('ERR_PROTOCOL', 'the peer names a device that cannot be', { cause: thrown });
  }
}

/** The message, once every item has arrived: payloads, then tensors. */
export function assemble({ descriptor }: Incoming, received: readonly Received[]): ReceivedMessage {
  const payloads = descriptor.payloads.map(({ metadata }, index) => {
    const { data } = received[index];
    return { data: data instanceof Uint8Array ? data : EMPTY, metadata };
  });
  const tensors = descriptor.tensors.map(
    (tensor, index) => new ReceivedTensor(tensor, received[descriptor.payloads.length + index]),
  );
  return new ReceivedMessage(descriptor.metadata, payloads, tensors);
}

/** Its inline bytes are needed no more. One that is forgotten instead costs its slab. */
export function letGo(incoming: Incoming): void {
  if (incoming.slab === null) return;
  incoming.slab.holds--;
  incoming.slab = null;
}

/** What a reader gets for a message that the writer has taken back. */
export function withdrawnError(): TensorductError {
  return new TensorductError('ERR_MESSAGE_WITHDRAWN', 'the writer took the message back', { operation: 'read' });
}

/** What a reader gets for what the writer can offer no more, after an orderly end. */
export function goneError(): TensorductError {
  return new TensorductError('ERR_PIPE_CLOSED', 'the pipe is over', { operation: 'read' });
}

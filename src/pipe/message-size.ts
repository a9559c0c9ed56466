import { TensorductError } from '../errors.js';
import type { MessageLimits } from '../message/limits.js';
import type { PreparedMessage } from '../message/message.js';

/** What a message and each of its items cost beside their bytes: an empty one takes memory too, until it is read. */
const MESSAGE_COST = 256;
const ITEM_COST = 128;

/** What a message takes of the reader's window: the same at both ends. */
export function costOf(bytes: number, items: number): number {
  return bytes + MESSAGE_COST + items * ITEM_COST;
}

/**
 * Checks a message that is to be written.
 * @throws TensorductError `ERR_LIMIT_EXCEEDED`
 */
export function checkLimits(message: PreparedMessage, limits: MessageLimits): void {
  let metadata = message.metadata.length;
  for (const payload of message.payloads) {
    metadata += payload.metadata.length;
    check('bytes of a payload', payload.data.length, limits.payloadBytes);
  }
  for (const tensor of message.tensors) {
    metadata += tensor.metadata.length;
    check('bytes of a tensor', tensor.byteLength, limits.tensorBytes);
  }
  check('bytes of metadata', metadata, limits.metadataBytes);
  check('payloads', message.payloads.length, limits.payloads);
  check('tensors', message.tensors.length, limits.tensors);
}

function check(what: string, value: number, limit: number): void {
  if (value <= limit) return;
  throw new TensorductError('ERR_LIMIT_EXCEEDED', `the message has ${value} ${what} of ${limit} allowed`, {
    operation: 'write',
  });
}

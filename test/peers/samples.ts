import assert from 'node:assert/strict';
import { CPU, type Descriptor, type Message, type Pipe, type ReceivedMessage } from 'tensorduct';

/** A message that each process can make up by itself, so that one can check what another has sent. */
export interface Sample {
  /** Tells it apart: every byte of the message depends on it. */
  readonly seed: number;
  readonly payloads: number;
  readonly tensors: number;
  /** Of each payload and each tensor. */
  readonly bytes: number;
  /** The tensors whose target device the writer names, by position. */
  readonly targeted?: readonly number[];
}

/** Makes the message of a sample. */
export function sampleMessage({ seed, payloads, tensors, bytes, targeted = [] }: Sample): Message {
  return {
    metadata: metadata('message', seed, 0),
    payloads: Array.from({ length: payloads }, (_, i) => ({
      data: contents(bytes, seed, i),
      metadata: metadata('payload', seed, i),
    })),
    tensors: Array.from({ length: tensors }, (_, i) => ({
      data: contents(bytes, seed, payloads + i),
      dtype: 'int8',
      shape: [1, bytes],
      targetDevice: targeted.includes(i) ? CPU : undefined,
      metadata: metadata('tensor', seed, i),
    })),
  };
}

/** Checks what is known of a sample before it is read: metadata, lengths, types and devices. */
export function checkDescriptor(sample: Sample, descriptor: Descriptor | null): asserts descriptor is Descriptor {
  assert(descriptor !== null, 'the stream of messages has ended');
  const { seed, bytes, targeted = [] } = sample;
  assert.deepEqual(text(descriptor.metadata), text(metadata('message', seed, 0)));
  assert.equal(descriptor.payloads.length, sample.payloads);
  descriptor.payloads.forEach((payload, i) => {
    assert.equal(payload.length, bytes);
    assert.equal(text(payload.metadata), text(metadata('payload', seed, i)));
  });
  assert.equal(descriptor.tensors.length, sample.tensors);
  descriptor.tensors.forEach(({ metadata: tensorMetadata, borrowable: _borrowable, ...tensor }, i) => {
    const targetDevice = targeted.includes(i) ? CPU : undefined;
    const expected = { length: bytes, dtype: 'int8', shape: [1, bytes], sourceDevice: CPU, targetDevice };
    assert.deepEqual(tensor, expected);
    assert.equal(text(tensorMetadata), text(metadata('tensor', seed, i)));
  });
}

/** Checks a sample that was read into memory. */
export function checkMessage(sample: Sample, message: ReceivedMessage): void {
  const { seed, payloads, tensors, bytes } = sample;
  assert.equal(text(message.metadata), text(metadata('message', seed, 0)));
  assert.equal(message.byteLength, (payloads + tensors) * bytes);
  assert.equal(message.payloads.length, payloads);
  message.payloads.forEach(({ data, metadata: payloadMetadata }, i) => {
    assert.equal(text(payloadMetadata), text(metadata('payload', seed, i)));
    assert(equalBytes(data, contents(bytes, seed, i)), `payload ${i} of sample ${seed} has other bytes`);
  });
  assert.equal(message.tensors.length, tensors);
  message.tensors.forEach(({ data, device, dtype, shape, metadata: tensorMetadata }, i) => {
    assert.deepEqual({ device, dtype, shape }, { device: CPU, dtype: 'int8', shape: [1, bytes] });
    assert.equal(text(tensorMetadata), text(metadata('tensor', seed, i)));
    assert(data instanceof Uint8Array);
    assert(equalBytes(data, contents(bytes, seed, payloads + i)), `tensor ${i} of sample ${seed} has other bytes`);
  });
}

/** Receives the next message step by step, and checks that it is the sample. */
export async function readSample(pipe: Pipe, sample: Sample): Promise<ReceivedMessage> {
  const descriptor = await pipe.readDescriptor();
  checkDescriptor(sample, descriptor);
  const message = await pipe.read(descriptor.allocate());
  checkMessage(sample, message);
  return message;
}

/** Bytes whose value depends on their place, on a small scale and on a large one. */
function contents(length: number, seed: number, item: number): Uint8Array {
  const bytes = new Uint8Array(length);
  const start = seed * 37 + item * 11;
  for (let i = 0; i < length; i++) bytes[i] = start + i + (i >> 8) + (i >> 16);
  return bytes;
}

function metadata(part: string, seed: number, index: number): Uint8Array {
  return Buffer.from(`${part} ${index} of sample ${seed}`);
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString();
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

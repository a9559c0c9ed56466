import * as ort from 'onnxruntime-node';
import { expectTypeOf } from 'vitest';
import type { Allocation, Sink } from '../../src/message/allocation.js';
import type { Descriptor } from '../../src/message/descriptor.js';
import type { Device, DeviceBuffer } from '../../src/message/device.js';
import type { DType } from '../../src/message/dtype.js';
import type { Message, Tensor, TensorInput } from '../../src/message/message.js';
import type { ReceivedMessage } from '../../src/message/received-message.js';
import type { ReceivedTensor } from '../../src/message/received-tensor.js';

const nothing = {};
declare const received: ReceivedTensor;
declare const descriptor: Descriptor;

// What can be sent.
expectTypeOf(nothing).toExtend<Message>();
expectTypeOf<ReceivedMessage>().toExtend<Message>();
expectTypeOf<{ payloads: [{ data: Buffer }]; tensors: [{ data: Float32Array; shape: [2, 3] }] }>().toExtend<Message>();
expectTypeOf<Tensor>().toExtend<TensorInput>();
expectTypeOf<ReceivedTensor>().toExtend<TensorInput>();
expectTypeOf<ort.Tensor>().toExtend<TensorInput>();
expectTypeOf<ort.TypedTensor<'int64'>>().toExtend<TensorInput>();
expectTypeOf<{ data: ArrayBuffer; dtype: 'bfloat16' }>().toExtend<TensorInput>();
expectTypeOf<{ data: DeviceBuffer; targetDevice: { type: 'cuda'; index: 0 } }>().toExtend<TensorInput>();
expectTypeOf<{ metadata: string }>().not.toExtend<Message>();
expectTypeOf<{ payloads: [Uint8Array] }>().not.toExtend<Message>();
expectTypeOf<{ tensors: [Float32Array] }>().not.toExtend<Message>();
expectTypeOf<{ data: number[] }>().not.toExtend<TensorInput>();
expectTypeOf<{ data: Uint8Array; dtype: 'string' }>().not.toExtend<TensorInput>();

// Where it can be received.
expectTypeOf<{
  tensors: ['borrow', { data: Float32Array }, { sink: Sink }, { data: DeviceBuffer }];
}>().toExtend<Allocation>();
expectTypeOf<{ tensors: ['lend'] }>().not.toExtend<Allocation>();
expectTypeOf<(chunk: Uint8Array) => Promise<void>>().toExtend<Sink>();
expectTypeOf(descriptor.allocate).returns.toEqualTypeOf<Allocation>();
expectTypeOf(descriptor.allocate).toBeCallableWith('borrow');
expectTypeOf(descriptor.allocate).toBeCallableWith({ sink: () => () => undefined });
expectTypeOf(descriptor.tensors[0].dtype).toEqualTypeOf<DType>();

// What was received.
expectTypeOf(received.data).toEqualTypeOf<Uint8Array | DeviceBuffer>();
expectTypeOf(received.device).toEqualTypeOf<Device>();
expectTypeOf(received.typed('float32')).toEqualTypeOf<Float32Array>();
expectTypeOf(received.typed('int64')).toEqualTypeOf<BigInt64Array>();
expectTypeOf<Float32Array>().toExtend<ReturnType<typeof received.typed>>();
expectTypeOf(received.toOrt(ort.Tensor)).toExtend<ort.Tensor>();
expectTypeOf(received.copy()).toEqualTypeOf<ReceivedTensor>();
expectTypeOf(received.holdUntil(Promise.resolve(3))).toEqualTypeOf<Promise<number>>();
expectTypeOf<ReceivedTensor>().toExtend<Disposable>();
expectTypeOf<ReceivedMessage>().toExtend<Disposable>();

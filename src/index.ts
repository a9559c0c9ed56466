/**
 * Pipes that carry messages of payloads and tensors between processes, over the fastest medium that both ends really
 * have.
 *
 * @packageDocumentation
 */

export { Context } from './context/context.js';
export type { ConnectOptions, ContextOptions, ContextStatistics, ListenOptions } from './context/context.js';
export type { BackendDescription } from './context/describe.js';
export { DEFAULT_LIMITS } from './context/limits.js';
export type { Limits } from './context/limits.js';
export { Counters } from './counters.js';
export { ERROR_CODES, TensorductError } from './errors.js';
export type { Completion, ErrorCode, ErrorDetails } from './errors.js';
export { Listener } from './listener/listener.js';
export type { ListenerEvents } from './listener/listener.js';
export type { OperationOptions, ResultCallback } from './operations.js';
export type { Explanation } from './pipe/explanation.js';
export type { Verdict } from './pipe/negotiation.js';
export { Pipe } from './pipe/pipe.js';
export type { PipeEvents } from './pipe/pipe.js';
export type { WriteOptions } from './pipe/writer.js';

import './codec/pipe-methods.js';
export type { Block, BlockSource, Draft } from './codec/block.js';
export { Codec, decode, encode } from './codec/codec.js';
export type { CodecOptions } from './codec/codec.js';
export type { OrtTensorClass } from './codec/decoder.js';
export type { SendOptions } from './codec/pipe-methods.js';
export type { TypeHandler } from './codec/type-handler.js';
export { Values } from './codec/values.js';
export type { ValueGuard, ValuesOptions } from './codec/values.js';

import './process/context-methods.js';
export { connectParent } from './process/connect-parent.js';
export type { ConnectParentOptions, Parent } from './process/connect-parent.js';
export { SpawnedChild } from './process/spawned-child.js';
export { SpawnedProcess } from './process/spawn.js';
export type { SpawnOptions } from './process/spawn.js';
export { SpawnedThread } from './process/thread.js';
export type { ThreadOptions } from './process/thread.js';

export type { Allocation, PayloadDestination, Sink, SinkDestination, TensorDestination } from './message/allocation.js';
export type { HostMemory } from './message/bytes.js';
export { Descriptor } from './message/descriptor.js';
export type { AllocationPolicy, PayloadDescriptor, TensorDescriptor } from './message/descriptor.js';
export { CPU } from './message/device.js';
export type { Device, DeviceBuffer } from './message/device.js';
export { ALL_DTYPES, bitsOf, byteLengthOf } from './message/dtype.js';
export type { DType } from './message/dtype.js';
export type { Message, Payload, Tensor, TensorInput } from './message/message.js';
export type { OrtTensorConstructor, OrtTensorLike, OrtType } from './message/ort.js';
export { runSession } from './message/run-session.js';
export type { OrtSessionLike } from './message/run-session.js';
export { ReceivedMessage } from './message/received-message.js';
export type { ReceivedPayload } from './message/received-message.js';
export { ReceivedTensor } from './message/received-tensor.js';
export type { TypedArray, TypedArrays } from './message/typed-array.js';

export type { Channel, ChannelContext, ChannelEnvironment, Received, ReceiveTarget } from './channels/channel.js';
export { basic } from './channels/basic/index.js';
export { cma } from './channels/cma/index.js';
export { inProcess } from './channels/in-process/index.js';
export type { InProcessOptions } from './channels/in-process/index.js';
export { multiSocket } from './channels/multi-socket/index.js';
export type { MultiSocketOptions } from './channels/multi-socket/index.js';
export type {
  TransportConnection,
  TransportConnectOptions,
  TransportContext,
  TransportListener,
  TransportListenOptions,
  Viability,
} from './transports/transport.js';
export { memory } from './transports/memory/index.js';
export { lookupHostname, lookupInterface, lookupLikeNccl, tcp } from './transports/tcp/index.js';
export type { IpFamily, TcpOptions } from './transports/tcp/index.js';
export { shm } from './transports/shm/index.js';
export type { ShmOptions } from './transports/shm/index.js';
export { unix } from './transports/unix/index.js';
export type { ArenaOptions, ArenaStatistics } from './memory/arena.js';
export type { PeerStatistics, SharedMemoryOptions, SharedMemoryStatistics } from './memory/shared-memory.js';
export { SharedTensor } from './memory/shared-tensor.js';

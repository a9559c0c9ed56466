import type { Block } from '../codec/block.js';
import type { Codec } from '../codec/codec.js';
import { holdableOf } from '../message/holdable.js';
import type { OperationOptions } from '../operations.js';
import type { Pipe } from '../pipe/pipe.js';
import type { ArenaUnit, ArenaWriter } from './arena.js';
import { writeFrame, type Frame } from './frame.js';

/** Sends a frame without a value. */
export async function sendFrame(pipe: Pipe, frame: Frame): Promise<void> {
  await pipe.write({ metadata: writeFrame(frame) });
}

/**
 * Sends a frame and a value: its structure as the payload, its large memory by an arena where that has room for it, else as
 * tensors of the message. Complete when the value's memory is needed no more.
 * @param writer of the arena, or null
 * @throws TensorductError (rejection) as `Codec.draft`, `ArenaWriter.beginUnit` and `Pipe.write`
 */
export async function sendValue(
  pipe: Pipe,
  frame: Frame,
  value: unknown,
  codec: Codec,
  writer: ArenaWriter | null = null,
  options: OperationOptions = {},
): Promise<void> {
  const draft = codec.draft(value);
  const { unit, offsets } = await offload(draft.blocks, writer, options);
  const rest: Block[] = [];
  const places = draft.blocks.map((block) => {
    const offset = offsets.get(block);
    return offset === undefined ? 2 * (rest.push(block) - 1) : 2 * offset + 1;
  });
  const metadata = writeFrame({ ...frame, tensors: unit.tensors.length, amount: unit.span });
  const tensors = [...unit.tensors.map((data) => ({ data })), ...rest];
  await pipe.write({ metadata, payloads: [{ data: draft.finish(places) }], tensors }, options);
}

interface Offloaded {
  readonly unit: ArenaUnit<Uint8Array>;
  readonly offsets: ReadonlyMap<Block, number>;
}

/** Copies blocks into one unit. Those that lie in shared memory already cross without a copy as they are. */
async function offload(
  blocks: readonly Block[],
  writer: ArenaWriter | null,
  options: OperationOptions,
): Promise<Offloaded> {
  const offsets = new Map<Block, number>();
  const large = blocks.filter(({ data }) => data instanceof Uint8Array && holdableOf(data) === undefined);
  if (writer === null || large.length === 0) return { unit: { span: 0, tensors: [] }, offsets };
  const lengths = large.map(({ byteLength }) => byteLength);
  if (!(await writer.beginUnit(lengths, options))) return { unit: { span: 0, tensors: [] }, offsets };
  try {
    for (const block of large) {
      if (block.data instanceof Uint8Array) offsets.set(block, writer.writeBinary(block.data).offset);
    }
    return { unit: writer.commitUnit(), offsets };
  } catch (thrown) {
    writer.abortUnit();
    throw thrown;
  }
}

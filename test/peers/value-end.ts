/**
 * `value-end URL`: connects to URL and answers every value that arrives with what it has found in it, and with the value
 * itself where that is asked for.
 */
import { createHash } from 'node:crypto';
import * as ort from 'onnxruntime-node';
import { Codec, connectParent, Context, ReceivedTensor, runSession, type Pipe } from 'tensorduct';

/** What can be asked of it. */
export interface ValueTask {
  /** To be described. */
  readonly data?: unknown;
  /** To be sent back as it came. */
  readonly echo?: unknown;
  /** A model whose input `x` is `data`, to be run. */
  readonly model?: Uint8Array;
}

/** What it answers. */
export interface ValueAnswer {
  readonly digest: string | undefined;
  /** Bytes that this end has copied for it. */
  readonly copied: number;
  /** Length of the view of the task before, which was borrowed: 0 as soon as that is given back. */
  readonly before: number | undefined;
  readonly echo: unknown;
  readonly output: unknown;
}

const codec = new Codec({ ortTensor: ort.Tensor });
let earlier: ArrayBufferView | undefined;

function viewOf(data: unknown): ArrayBufferView | undefined {
  if (ArrayBuffer.isView(data)) return data;
  if (data instanceof ReceivedTensor) return data.typed();
  return data instanceof ort.Tensor && ArrayBuffer.isView(data.data) ? data.data : undefined;
}

async function answer(pipe: Pipe, { data, echo, model }: ValueTask, copiedBefore: number): Promise<ValueAnswer> {
  const view = viewOf(data);
  const before = earlier?.byteLength;
  earlier = view;
  let output: unknown;
  if (model !== undefined && data instanceof ort.Tensor) {
    const session = await ort.InferenceSession.create(model);
    output = (await runSession(session, { x: data })).y;
    await session.release();
  }
  const digest = view && createHash('sha256').update(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return { digest: digest?.digest('hex'), copied: pipe.counters.copiedBytes - copiedBefore, before, echo, output };
}

function isTask(value: unknown): value is ValueTask {
  return typeof value === 'object' && value !== null;
}

const [, , url] = process.argv;
const { context, pipe } = url === undefined ? await connectParent() : connect(new Context({ name: 'value-end' }), url);

function connect(own: Context, address: string): { context: Context; pipe: Pipe } {
  return { context: own, pipe: own.connect(address) };
}

let copied = 0;
for await (const task of pipe.values({ codec, is: isTask })) {
  await pipe.send(await answer(pipe, task, copied), { codec });
  copied = pipe.counters.copiedBytes;
}
await pipe.close();
await context.join();

import { holdableOf } from './holdable.js';

/** What the library calls of an `ort.InferenceSession`. */
export interface OrtSessionLike<Feeds, Result> {
  /** Computes its outputs. @param feeds by the name of the input */
  run(feeds: Feeds): Promise<Result>;
}

/**
 * Runs a session of onnxruntime, and keeps borrowed and shared memory under its feeds until it is done: the tensors may
 * be released, and the iterator that gave them may go on, right after the call. To fetch only some outputs, or with
 * options, use `tensor.holdUntil(session.run(…))`.
 * @param feeds by the name of the input: `tensor.toOrt(ort.Tensor)`, or any other `ort.Tensor`
 * @returns what the session gives; rejects as it does
 */
export async function runSession<Feeds extends object, Result>(
  session: OrtSessionLike<Feeds, Result>,
  feeds: Feeds,
): Promise<Result> {
  const held = Object.values(feeds).flatMap((feed: unknown) => {
    const data: unknown = typeof feed === 'object' && feed !== null && 'data' in feed ? feed.data : undefined;
    return ArrayBuffer.isView(data) ? (holdableOf(data) ?? []) : [];
  });
  for (const memory of held) memory.hold();
  try {
    return await session.run(feeds);
  } finally {
    for (const memory of held) memory.letGo();
  }
}

import { TensorductError } from '../errors.js';
import { ProtoReader } from '../wire/proto-reader.js';
import { ProtoWriter } from '../wire/proto-writer.js';

/** How a transfer ended, from the receiver's point of view. */
export type Verdict = 'done' | 'cancelled' | 'refused';

/** `ChunkAnswer` of `proto/control.proto`: more room, or the verdict. */
export interface ChunkAnswer {
  readonly transfer: number;
  /** The sender may send up to this offset; 0 with a verdict. */
  readonly granted: number;
  readonly verdict: Verdict | null;
}

const VERDICT_FIELDS: Readonly<Record<Verdict, number>> = { done: 3, cancelled: 4, refused: 5 };
const answerWriter = new ProtoWriter(new Uint8Array(32));

/** Encodes an answer: how far the sender may go, or the verdict. The bytes are valid until the next call. */
export function encodeAnswer(transfer: number, what: number | Verdict): Uint8Array {
  answerWriter.position = 0;
  answerWriter.uint(1, transfer);
  if (typeof what === 'number') answerWriter.uint(2, what);
  else answerWriter.bool(VERDICT_FIELDS[what], true);
  return answerWriter.bytes.subarray(0, answerWriter.position);
}

/** @throws TensorductError `ERR_PROTOCOL`, also when the answer does not say exactly one thing */
export function readAnswer(bytes: Uint8Array): ChunkAnswer {
  const reader = new ProtoReader(bytes);
  let transfer = 0;
  let granted = 0;
  const verdicts: Verdict[] = [];
  while (reader.more()) {
    const key = reader.key();
    if (key === 0x08) transfer = reader.uint();
    else if (key === 0x10) granted = reader.uint();
    else if (key === 0x18 && reader.bool()) verdicts.push('done');
    else if (key === 0x20 && reader.bool()) verdicts.push('cancelled');
    else if (key === 0x28 && reader.bool()) verdicts.push('refused');
    else if (key !== 0x18 && key !== 0x20 && key !== 0x28) reader.skip(key);
  }
  if (verdicts.length + (granted > 0 ? 1 : 0) !== 1) {
    throw new TensorductError('ERR_PROTOCOL', 'an answer to a transfer says nothing, or more than one thing');
  }
  return { transfer, granted, verdict: verdicts[0] ?? null };
}

/** What the sender knows of a transfer that such answers judge. */
export interface Judged {
  readonly length: number;
  readonly sent: number;
  readonly verdict: Verdict | null;
  /** Why it was taken back. */
  readonly withdrawn: TensorductError | null;
}

/**
 * What the callback of a send is to be given, once nothing holds the memory; undefined while its fate is open. When all bytes
 * are out already, the verdict decides and not the withdrawal.
 * @param failure why the channel is closed
 */
export function fateOf(
  { length, sent, verdict, withdrawn }: Judged,
  failure: TensorductError | null,
): TensorductError | null | undefined {
  if (verdict === 'done') return null;
  if (withdrawn !== null && (sent < length || verdict !== null)) return withdrawn;
  if (verdict === 'cancelled') return null;
  if (verdict === 'refused') return new TensorductError('ERR_REJECTED', 'the peer refused a transfer');
  return failure ?? undefined;
}

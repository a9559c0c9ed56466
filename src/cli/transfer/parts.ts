import { DEFAULT_MESSAGE_LIMITS } from '../../message/limits.js';
import type { FileLayout, FileTensor } from '../formats/layout.js';

/** The size of messages of a file that takes several: large enough for the way, small enough to hold two of them. */
const PIECE_BYTES = 16 * 2 ** 20;
/** What is left of a message's metadata when all of it was said that is not about tensors. */
const MOST_METADATA = DEFAULT_MESSAGE_LIMITS.metadataBytes - 2 ** 16;
/** A tensor about which there is more to say has no metadata: the file's header says it. */
const MOST_METADATA_OF_ONE = 2 ** 16;

const NO_METADATA = new Uint8Array(0);

/** A tensor, or a piece of one, of a message. */
export interface PartTensor extends Omit<FileTensor, 'about'> {
  readonly metadata: Uint8Array;
}

/** The bytes of a file that travel in one message. */
export interface Part {
  readonly offset: number;
  readonly length: number;
  /** Bytes of the file's header, with which the first part begins. */
  readonly headerLength: number;
  readonly tensors: readonly PartTensor[];
  readonly last: boolean;
}

/**
 * Divides a file among messages. All of it goes into one where it can: up to `messageBytes`, and as many tensors and as
 * much metadata as a message may have. Otherwise tensors share messages of a moderate size, or have a larger one of
 * their own; one that alone exceeds `messageBytes` is cut into pieces, which are bytes.
 */
export function partsOf(layout: FileLayout, messageBytes: number): Part[] {
  const parts: Part[] = [];
  const total = layout.tensors.reduce((sum, { byteLength }) => sum + byteLength, layout.headerLength);
  const moderate = Math.min(PIECE_BYTES, messageBytes);
  const room = total <= messageBytes ? messageBytes : moderate;
  let offset = 0;
  let headerLength = layout.headerLength;
  let length = headerLength;
  let tensors: PartTensor[] = [];
  let metadataBytes = 0;
  const flush = (last: boolean): void => {
    parts.push({ offset, length, headerLength, tensors, last });
    offset += length;
    headerLength = length = metadataBytes = 0;
    tensors = [];
  };
  for (const tensor of layout.tensors) {
    const isCut = tensor.byteLength > messageBytes;
    for (const piece of isCut ? piecesOf(tensor, moderate) : [whole(tensor)]) {
      const isFull =
        length + piece.byteLength > room ||
        tensors.length === DEFAULT_MESSAGE_LIMITS.tensors ||
        metadataBytes + piece.metadata.length > MOST_METADATA;
      if ((isFull || isCut) && length + tensors.length > 0) flush(false);
      tensors.push(piece);
      length += piece.byteLength;
      metadataBytes += piece.metadata.length;
    }
  }
  flush(true);
  return parts;
}

function whole({ about, ...tensor }: FileTensor): PartTensor {
  return { ...tensor, metadata: encode(about) };
}

function* piecesOf({ byteLength, about }: FileTensor, most: number): Generator<PartTensor, void, void> {
  for (let begin = 0; begin < byteLength; begin += most) {
    const length = Math.min(most, byteLength - begin);
    const metadata = encode({ ...about, piece: [begin, begin + length] });
    yield { dtype: 'uint8', shape: [length], byteLength: length, metadata };
  }
}

function encode(about: object): Uint8Array {
  const metadata = new TextEncoder().encode(JSON.stringify(about));
  return metadata.length > MOST_METADATA_OF_ONE ? NO_METADATA : metadata;
}

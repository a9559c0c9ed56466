import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from 'tensorduct';
import { Random } from './drawing/random.js';
import { decodePng } from './png.js';

/** The order in which files are sent is drawn by lot, the same in every run. */
const ORDER_SEED = 7;

/** A PNG file, not decoded yet. */
interface PictureFile {
  readonly path: string;
  readonly content: Buffer;
  readonly label: number;
}

/** What is sent at once: a message, and the first of its ids. */
export interface Batch {
  readonly first: number;
  readonly message: Message;
}

/** Reads all files of a folder that has one folder for each class. */
export function readPictures(folder: string): PictureFile[] {
  return readdirSync(folder)
    .sort()
    .flatMap((label) =>
      readdirSync(join(folder, label))
        .sort()
        .map((name) => join(folder, label, name))
        .map((path) => ({ path, content: readFileSync(path), label: Number(label) })),
    );
}

/**
 * Decodes `images` pictures and puts them into messages. Ids count from 0. Every pass over the files has an order of
 * its own, so that labels of neighbouring messages have nothing to do with each other.
 *
 * | tensor | dtype | shape |
 * |---|---|---|
 * | images | uint8 | [n, 1, height, width] |
 * | ids | int32 | [n] |
 * | labels | int32 | [n] |
 *
 * @param shift how many places labels come too late: 0 in an honest run
 */
export function* batches(
  files: readonly PictureFile[],
  { images, batch, shift }: { readonly images: number; readonly batch: number; readonly shift: number },
): Generator<Batch, void> {
  const order: PictureFile[] = [];
  for (let pass = 0; order.length < images; pass++) {
    for (const file of new Random(ORDER_SEED, pass, 0).shuffle([...files])) order.push(file);
  }
  for (let first = 0; first < images; first += batch) {
    const ids = Int32Array.from({ length: Math.min(batch, images - first) }, (_, at) => first + at);
    const labels = ids.map((id) => order[(id - shift + images) % images].label);
    const tensors = [decode(order.slice(first, first + ids.length)), { data: ids }, { data: labels }];
    yield { first, message: { tensors } };
  }
}

function decode(files: readonly PictureFile[]): { data: Uint8Array; shape: number[] } {
  const pictures = files.map(({ content }) => decodePng(content));
  const [{ width, height }] = pictures;
  const data = new Uint8Array(files.length * width * height);
  pictures.forEach((picture, at) => {
    if (picture.width !== width || picture.height !== height) throw new Error(`${files[at].path} has another size`);
    data.set(picture.pixels, at * width * height);
  });
  return { data, shape: [files.length, 1, height, width] };
}

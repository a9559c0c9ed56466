/** The data set of the demo, and what is done with each picture: what the workers of the loader run. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReceivedTensor, Tensor } from 'tensorduct';
import type { Dataset } from 'tensorduct/loader';
import { Random } from './drawing/random.js';
import { PICTURES } from './files.js';
import { decodePng } from './png.js';

/** The order in which files are sent is drawn by lot, the same in every run. */
const ORDER_SEED = 7;

/** What is loaded. */
export interface Wanted {
  /** Pictures; files come again where there are fewer. */
  readonly images: number;
  /** How many places labels come too late: 0 in an honest run. */
  readonly shift: number;
}

/** A PNG file, not decoded yet. */
export interface PictureFile {
  readonly id: number;
  readonly label: number;
  readonly content: Buffer;
}

/** A picture of uint8 [1, height, width], its id and its label, both int32 scalars. */
export interface Picture {
  readonly image: Tensor;
  readonly id: Tensor;
  readonly label: Tensor;
}

/** Pictures as they are stacked: uint8 [n, 1, height, width], int32 [n] and int32 [n]. */
export type PictureBatch = { readonly [Field in keyof Picture]: ReceivedTensor };

/**
 * The files of a folder that has one folder for each class, by ids from 0. Every pass over them has an order of its own, so
 * that labels of neighbouring batches have nothing to do with each other.
 */
export function pictureFiles({ images, shift }: Wanted): Dataset<PictureFile> {
  const files = list(PICTURES);
  const order: { readonly path: string; readonly label: number }[] = [];
  for (let pass = 0; order.length < images; pass++) {
    for (const file of new Random(ORDER_SEED, pass, 0).shuffle([...files])) order.push(file);
  }
  const get = (id: number): PictureFile => ({
    id,
    label: order[(id - shift + images) % images].label,
    content: readFileSync(order[id].path),
  });
  return { length: images, get };
}

/** Decodes a file. */
export function decode({ id, label, content }: PictureFile): Picture {
  const { width, height, pixels } = decodePng(content);
  return { image: { data: pixels, shape: [1, height, width] }, id: scalar(id), label: scalar(label) };
}

function scalar(value: number): Tensor {
  return { data: Int32Array.of(value), shape: [] };
}

function list(folder: string): { path: string; label: number }[] {
  const namesOf = (path: string): string[] => readdirSync(path).sort();
  return namesOf(folder).flatMap((label) =>
    namesOf(join(folder, label)).map((name) => ({ path: join(folder, label, name), label: Number(label) })),
  );
}

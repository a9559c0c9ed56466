import { CLASSES, drawPicture } from './picture.js';

/**
 * Seeds of the sets of pictures. A seed is part of the key of every picture's random numbers, so that sets of different
 * seeds have nothing in common: the network is never trained on what the demo shows it.
 */
export const SEEDS = { shown: 1, training: 2, validation: 3 } as const;

/** Pictures of each class in `examples/data`. */
export const PER_CLASS = 60;

/** A picture and what it shows. */
export interface Labelled {
  readonly label: number;
  readonly pixels: Uint8Array;
}

/** The picture at a position of a set, in which classes take turns. */
export function pictureOf(seed: number, position: number): Labelled {
  const label = position % CLASSES;
  return { label, pixels: drawPicture(seed, label, Math.floor(position / CLASSES)) };
}

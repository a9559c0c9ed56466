import { BLOCK, DOTS, HAND, SANS, SEGMENTS, SERIF, type Skeletons } from './skeletons.js';
import { dotted, parseStrokes, type Segments } from './strokes.js';

/** What follows the strokes. Lengths are in the skeletons' units: a digit is 10 wide and 14 high. */
export interface Pen {
  /** Half the width of a stroke, from a light to a bold cut. */
  readonly halfWidth: readonly [number, number];
  /** How thin a broad nib is across its edge, as a part of its width. @default 1, a round pen */
  readonly nib?: number;
  /** Only the outline is drawn, with lines of this half width. */
  readonly outline?: number;
}

/** A way to write the ten digits. */
export interface Font {
  readonly name: string;
  readonly pen: Pen;
  readonly digits: readonly Segments[];
}

/** A row of dots, far enough apart to be seen. */
const SPACING = 1.75;

export const FONTS: readonly Font[] = [
  font('sans', SANS, { halfWidth: [0.55, 1.35] }),
  font('sans outline', SANS, { halfWidth: [1.15, 1.35], outline: 0.36 }),
  font('sans dotted', SANS, { halfWidth: [0.6, 0.75] }, SPACING),
  font('serif', SERIF, { halfWidth: [0.8, 1.25], nib: 0.4 }),
  font('serif light', SERIF, { halfWidth: [0.45, 0.7] }),
  font('hand', HAND, { halfWidth: [0.45, 0.9] }),
  font('brush', HAND, { halfWidth: [0.9, 1.4], nib: 0.35 }),
  font('block', BLOCK, { halfWidth: [0.6, 1.3] }),
  font('block outline', BLOCK, { halfWidth: [1.15, 1.35], outline: 0.36 }),
  font('segments', SEGMENTS, { halfWidth: [0.55, 0.95] }),
  font('dot matrix', DOTS, { halfWidth: [0.7, 0.95] }),
];

function font(name: string, skeletons: Skeletons, pen: Pen, spacing?: number): Font {
  const strokes = skeletons.map(parseStrokes);
  return { name, pen, digits: spacing === undefined ? strokes : strokes.map((digit) => dotted(digit, spacing)) };
}

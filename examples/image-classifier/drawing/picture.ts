import { FONTS, type Pen } from './fonts.js';
import { Random } from './random.js';
import type { Segments } from './strokes.js';

/** Width and height of a picture. */
export const SIDE = 28;
/** One class for each digit. */
export const CLASSES = 10;

/** A digit's height in its skeleton's units. */
const HEIGHT = 14;
/** The middle of a skeleton. */
const MIDDLE = { x: 5, y: 7 };

type Place = readonly [x: number, y: number];
/** Where a pixel lies in the skeleton's units: where the ink of that place is to be found. */
type Distortion = (x: number, y: number) => Place;

/**
 * Draws one digit, 8-bit grey, row by row. Font, weight, size, slant, warp, light and noise are drawn by lot, and the
 * same arguments always give the same pixels.
 * @param seed of the whole set
 * @param digit 0 to 9, the class
 * @param index within the class
 */
export function drawPicture(seed: number, digit: number, index: number): Uint8Array {
  const random = new Random(seed, digit, index);
  const font = random.pick(FONTS);
  const { unit, distort } = distortion(random);
  const ink = inked(font.pen, font.digits[digit], unit, random);
  const light = lighting(random);
  const grain = random.between(4, 26);
  const pixels = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const level = light(x, y, ink(distort(x, y)));
      pixels[y * SIDE + x] = Math.min(255, Math.max(0, Math.round(level + grain * random.normal())));
    }
  }
  return pixels;
}

/** Size, place, turn, slant and a soft warp. `unit` is how many pixels a unit of the skeleton takes. */
function distortion(random: Random): { unit: number; distort: Distortion } {
  const unit = random.between(15, 21) / HEIGHT;
  const width = random.between(0.75, 1.15) * unit;
  const centre = { x: SIDE / 2 + random.between(-2.5, 2.5), y: SIDE / 2 + random.between(-2, 2) };
  const turn = random.between(-0.22, 0.22);
  const slant = random.between(-0.12, 0.3);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [warpX, warpY] = [wave(random), wave(random)];
  const distort = (px: number, py: number): Place => {
    const x = px + 0.5 - centre.x + warpX(px, py);
    const y = py + 0.5 - centre.y + warpY(px, py);
    const across = cos * x + sin * y;
    const down = cos * y - sin * x;
    return [MIDDLE.x + (across + slant * down) / width, MIDDLE.y + down / unit];
  };
  return { unit, distort };
}

/** A displacement in pixels that changes slowly over the picture. */
function wave(random: Random): (x: number, y: number) => number {
  const terms = [0, 1].map(() => ({
    amplitude: random.between(0.2, 0.8),
    across: random.between(-0.4, 0.4),
    down: random.between(-0.4, 0.4),
    phase: random.between(0, 2 * Math.PI),
  }));
  return (x, y) =>
    terms.reduce(
      (sum, { amplitude, across, down, phase }) => sum + amplitude * Math.sin(across * x + down * y + phase),
      0,
    );
}

/** How much ink a place of the skeleton gets, 0 to 1: what a pen leaves that follows the segments. */
function inked(pen: Pen, segments: Segments, unit: number, random: Random): (place: Place) => number {
  const halfWidth = random.between(...pen.halfWidth);
  const softness = random.between(0.9, 2) / unit;
  // A broad nib is a round one in a plane that is stretched across its edge.
  const stretch = 1 / (pen.nib ?? 1);
  const angle = random.between(0.5, 0.9);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const toPlane = ([x, y]: Place): Place => [cos * x - sin * y, stretch * (sin * x + cos * y)];
  const plane = new Float64Array(segments.length);
  for (let at = 0; at < segments.length; at += 2) plane.set(toPlane([segments[at], segments[at + 1]]), at);
  return (place) => {
    const distance = distanceTo(plane, toPlane(place));
    const outside = pen.outline === undefined ? distance - halfWidth : Math.abs(distance - halfWidth) - pen.outline;
    return Math.min(1, Math.max(0, 0.5 - outside / softness));
  };
}

function distanceTo(segments: Segments, [x, y]: Place): number {
  let nearest = Infinity;
  for (let at = 0; at < segments.length; at += 4) {
    const fromX = x - segments[at];
    const fromY = y - segments[at + 1];
    const alongX = segments[at + 2] - segments[at];
    const alongY = segments[at + 3] - segments[at + 1];
    const length = alongX * alongX + alongY * alongY;
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, (fromX * alongX + fromY * alongY) / length));
    const [offX, offY] = [fromX - t * alongX, fromY - t * alongY];
    nearest = Math.min(nearest, offX * offX + offY * offY);
  }
  return Math.sqrt(nearest);
}

/** Grey levels: dark on light or light on dark, a background that is brighter on one side, sometimes a scratch. */
function lighting(random: Random): (x: number, y: number, ink: number) => number {
  const contrast = random.between(90, 200);
  const dark = random.between(10, 245 - contrast);
  const inverted = random.next() < 0.5;
  const [paper, pen] = inverted ? [dark, dark + contrast] : [dark + contrast, dark];
  const slope = random.between(0, 2.2);
  const towards = random.between(0, 2 * Math.PI);
  const [across, down] = [slope * Math.cos(towards), slope * Math.sin(towards)];
  const scratch = random.next() < 0.3 ? line(random) : null;
  return (x, y, ink) => {
    const marked = scratch === null ? ink : Math.max(ink, scratch(x, y));
    return paper + (pen - paper) * marked + across * (x - SIDE / 2) + down * (y - SIDE / 2);
  };
}

/** A thin faint line right across the picture. */
function line(random: Random): (x: number, y: number) => number {
  const angle = random.between(0, Math.PI);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const offset = random.between(-10, 10);
  const strength = random.between(0.25, 0.6);
  return (x, y) => {
    const distance = Math.abs(cos * (x - SIDE / 2) + sin * (y - SIDE / 2) - offset);
    return strength * Math.min(1, Math.max(0, 1.2 - distance));
  };
}

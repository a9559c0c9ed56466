/** A pen's way, as straight segments: x1, y1, x2, y2 of each. A dot is a segment without length. */
export type Segments = Float64Array;

type Point = readonly [x: number, y: number];

/** Straight pieces between two points of a smooth stroke. */
const PIECES = 6;

/** The segments of a digit as skeletons describe it. */
export function parseStrokes(skeleton: string): Segments {
  const segments: number[] = [];
  for (const stroke of skeleton.split('|')) {
    const [, kind, rest] = /^\s*([~@]?)(.*)$/.exec(stroke) ?? ['', '', ''];
    const points = rest.trim().split(' ').map(parsePoint);
    const line = kind === '' ? points : smooth(points, kind === '@');
    if (line.length === 1) segments.push(...line[0], ...line[0]);
    for (let at = 1; at < line.length; at++) segments.push(...line[at - 1], ...line[at]);
  }
  return Float64Array.from(segments);
}

/** The same way as a row of dots, `spacing` apart. */
export function dotted(segments: Segments, spacing: number): Segments {
  const dots: number[] = [];
  let ahead = 0;
  for (let at = 0; at < segments.length; at += 4) {
    const [x1, y1, x2, y2] = segments.subarray(at, at + 4);
    const length = Math.hypot(x2 - x1, y2 - y1);
    const continues = at > 0 && x1 === segments[at - 2] && y1 === segments[at - 1];
    if (!continues) ahead = 0;
    for (; ahead <= length; ahead += spacing) {
      const t = length === 0 ? 0 : ahead / length;
      const [x, y] = [x1 + t * (x2 - x1), y1 + t * (y2 - y1)];
      dots.push(x, y, x, y);
    }
    ahead -= length;
  }
  return Float64Array.from(dots);
}

function parsePoint(text: string): Point {
  const [x, y] = text.split(',').map(Number);
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw new Error(`${text} is not a point`);
  return [x, y];
}

/** A Catmull-Rom curve through the points. */
function smooth(points: readonly Point[], closed: boolean): Point[] {
  const count = points.length;
  const point = (index: number): Point =>
    closed ? points[(index + count) % count] : points[Math.min(count - 1, Math.max(0, index))];
  const line: Point[] = [point(0)];
  for (let from = 0; from < (closed ? count : count - 1); from++) {
    const around = [point(from - 1), point(from), point(from + 1), point(from + 2)];
    for (let piece = 1; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      line.push([blend(around, 0, t), blend(around, 1, t)]);
    }
  }
  return line;
}

function blend([p0, p1, p2, p3]: readonly Point[], axis: 0 | 1, t: number): number {
  const [a, b, c, d] = [p0[axis], p1[axis], p2[axis], p3[axis]];
  return b + (t / 2) * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/**
 * Takes the place of `src/fault-point.ts` in the fault build. `native/fault_point.h` does the same for native code: a
 * point belongs to one of the two, so each counts for itself.
 */
import { writeSync } from 'node:fs';

const STDERR = 2;

/** `NAME:HIT:SIGNAL`: which hit of which point is fatal; or `census`, which has every hit told. */
const [fatal, fatalHit = '', signal = ''] = (process.env.TENSORDUCT_FAULT ?? '').split(':');
let hits = 0;

/** Tells of the hit on stderr, and ends this process if it is the fatal one. */
export function faultPoint(point: string): void {
  if (fatal === 'census') return tell(point);
  if (point !== fatal || ++hits !== Number(fatalHit)) return;
  tell(point);
  process.kill(process.pid, signal);
}

function tell(point: string): void {
  writeSync(STDERR, `fault point ${point}\n`);
}

/** Draws the pictures that the demo shows, `examples/data`, and a sheet with some of them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTACT_SHEET, PICTURES } from '../files.js';
import { encodePng } from '../png.js';
import { CLASSES, drawPicture, SIDE } from './picture.js';
import { PER_CLASS, SEEDS } from './sets.js';

/** Pictures of each class on the sheet. */
const COLUMNS = 24;

const sheet = {
  width: COLUMNS * SIDE,
  height: CLASSES * SIDE,
  pixels: new Uint8Array(COLUMNS * SIDE * CLASSES * SIDE),
};

for (let digit = 0; digit < CLASSES; digit++) {
  const folder = join(PICTURES, String(digit));
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < PER_CLASS; index++) {
    const pixels = drawPicture(SEEDS.shown, digit, index);
    const name = `${String(index).padStart(3, '0')}.png`;
    writeFileSync(join(folder, name), encodePng({ width: SIDE, height: SIDE, pixels }));
    if (index < COLUMNS) putOnSheet(pixels, index * SIDE, digit * SIDE);
  }
}
writeFileSync(CONTACT_SHEET, encodePng(sheet));
console.log(`${CLASSES} classes of ${PER_CLASS} pictures are in ${PICTURES}`);

function putOnSheet(pixels: Uint8Array, left: number, top: number): void {
  for (let y = 0; y < SIDE; y++) {
    sheet.pixels.set(pixels.subarray(y * SIDE, (y + 1) * SIDE), (top + y) * sheet.width + left);
  }
}

import { createRequire } from 'node:module';
import { join } from 'node:path';

// This program runs as JavaScript in build/; what it reads stays where it is, in examples/.
const examples = join(createRequire(import.meta.url).resolve('tensorduct/package.json'), '../examples');

/** A folder for each class, with its pictures: `7/042.png`. */
export const PICTURES = join(examples, 'data');
/** The trained network. */
export const MODEL = join(examples, 'image-classifier/model.onnx');
/** Some of the pictures on one sheet, for the reader of the README. */
export const CONTACT_SHEET = join(examples, 'image-classifier/contact-sheet.png');

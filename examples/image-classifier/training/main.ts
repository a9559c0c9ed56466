/** Trains the network of the demo on pictures drawn for the purpose, and writes `model.onnx`. Takes minutes. */
import { writeFileSync } from 'node:fs';
import { SEEDS } from '../drawing/sets.js';
import { MODEL } from '../files.js';
import { toOnnx } from './onnx.js';
import { accuracyOn, train } from './train.js';

const STEPS = Number(process.argv[2] ?? 3000);
/** Steps between two lines. */
const PRINTED = 100;

let sum = 0;
const network = train({
  seed: SEEDS.training,
  steps: STEPS,
  onStep(step, loss) {
    sum += loss;
    if ((step + 1) % PRINTED !== 0) return;
    console.log(`step ${step + 1} of ${STEPS}, loss ${(sum / PRINTED).toFixed(3)}`);
    sum = 0;
  },
});
const accuracy = accuracyOn(network, SEEDS.validation, 5000);
console.log(`of 5000 pictures of another seed it knows ${(100 * accuracy).toFixed(2)} %`);
const model = toOnnx(network);
writeFileSync(MODEL, model);
console.log(`${model.length} bytes in ${MODEL}`);

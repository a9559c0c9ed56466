import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { SIDE } from '../../../examples/image-classifier/drawing/picture.js';
import { Random } from '../../../examples/image-classifier/drawing/random.js';
import { pictureOf, SEEDS } from '../../../examples/image-classifier/drawing/sets.js';
import { MODEL } from '../../../examples/image-classifier/files.js';
import { Adam } from '../../../examples/image-classifier/training/adam.js';
import { Network } from '../../../examples/image-classifier/training/network.js';
import { toOnnx } from '../../../examples/image-classifier/training/onnx.js';
import { train } from '../../../examples/image-classifier/training/train.js';

const pictures = (count: number) => Array.from({ length: count }, (_, at) => pictureOf(SEEDS.validation, at));

/** What onnxruntime makes of pictures. */
async function run(model: Uint8Array, shown: readonly { pixels: Uint8Array }[]) {
  const session = await ort.InferenceSession.create(model);
  const data = Buffer.concat(shown.map(({ pixels }) => pixels));
  const images = new ort.Tensor('uint8', new Uint8Array(data), [shown.length, 1, SIDE, SIDE]);
  const { classes, scores } = await session.run({ images });
  await session.release();
  expect([classes.type, classes.dims, scores.type, scores.dims]).toEqual([
    'int32',
    [shown.length],
    'float32',
    [shown.length],
  ]);
  return { classes: Array.from(classes.data, Number), scores: Array.from(scores.data, Number) };
}

describe('a network', () => {
  it('has the gradients that small changes of its parameters show', () => {
    const network = new Network(new Random(5, 0, 0));
    const [{ pixels, label }] = pictures(1);
    const loss = () => -Math.log(network.classify(pixels)[label]);
    network.learn(pixels, label);
    for (const { values, gradients } of network.parameters) {
      const random = new Random(6, values.length, 0);
      for (let sample = 0; sample < 20; sample++) {
        const at = random.integer(values.length);
        const [value, step] = [values[at], 1e-6];
        values[at] = value + step;
        const above = loss();
        values[at] = value - step;
        const below = loss();
        values[at] = value;
        expect(gradients[at]).toBeCloseTo((above - below) / (2 * step), 4);
      }
    }
  });

  it('learns a few pictures by heart', () => {
    const network = new Network(new Random(7, 0, 0));
    const optimizer = new Adam(network.parameters);
    const few = pictures(8);
    const losses = Array.from({ length: 30 }, () => {
      const loss = few.reduce((sum, { pixels, label }) => sum + network.learn(pixels, label), 0);
      optimizer.step(0.003, few.length);
      return loss;
    });
    expect(losses[29]).toBeLessThan(losses[0] / 10);
  });

  it('says the same as an ONNX model', async () => {
    const network = new Network(new Random(8, 0, 0));
    const shown = pictures(50);
    const { classes, scores } = await run(toOnnx(network), shown);
    shown.forEach(({ pixels }, at) => {
      const likely = Array.from(network.classify(pixels));
      expect(scores[at]).toBeCloseTo(Math.max(...likely), 4);
      expect(likely[classes[at]]).toBeCloseTo(Math.max(...likely), 4);
    });
  });

  it('is not trained on the pictures that the demo shows', () => {
    expect(() => train({ seed: SEEDS.shown, steps: 1 })).toThrow(RangeError);
  });
});

it('the model in the repository knows pictures that it was not trained on', async () => {
  const shown = pictures(500);
  const { classes } = await run(readFileSync(MODEL), shown);
  const right = shown.filter(({ label }, at) => label === classes[at]).length;
  expect(right / shown.length).toBeGreaterThanOrEqual(0.95);
});

/** The network, in a worker thread: for each message of images one of predictions. */
import * as ort from 'onnxruntime-node';
import { connectParent } from 'tensorduct';
import { MODEL } from './files.js';

const session = await ort.InferenceSession.create(MODEL, { intraOpNumThreads: 1 });
const { pipe } = await connectParent();

for await (const message of pipe) {
  const [images, ids, labels] = message.tensors;
  const { classes, scores } = await images.holdUntil(session.run({ images: images.toOrt(ort.Tensor) }));
  await pipe.write({ tensors: [ids, labels, classes, scores] });
}
await pipe.close();
await session.release();

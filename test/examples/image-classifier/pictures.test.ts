import { describe, expect, it } from 'vitest';
import { PICTURES } from '../../../examples/image-classifier/files.js';
import { batches, readPictures } from '../../../examples/image-classifier/pictures.js';
import { prepareMessage } from '../../../src/message/message.js';

const files = readPictures(PICTURES);

/** Ids, labels and images of all messages. */
function send(images: number, batch: number, shift: number) {
  const messages = Array.from(batches(files, { images, batch, shift }), ({ message }) => prepareMessage(message));
  const numbers = (index: number) =>
    messages.flatMap(({ tensors }) => {
      const { data, dtype, shape } = tensors[index];
      if (!ArrayBuffer.isView(data)) throw new Error('not in host memory');
      expect([dtype, shape]).toEqual(['int32', [data.byteLength / 4]]);
      return Array.from(new Int32Array(data.buffer, data.byteOffset, data.byteLength / 4));
    });
  return { shapes: messages.map(({ tensors }) => tensors[0].shape), ids: numbers(1), labels: numbers(2) };
}

describe('the messages of the demo', () => {
  it('hold every image once, the last message the rest', () => {
    const { shapes, ids } = send(130, 50, 0);
    expect(shapes).toEqual([50, 50, 30].map((length) => [length, 1, 28, 28]));
    expect(ids).toEqual(Array.from({ length: 130 }, (_, id) => id));
  });

  it('hold every file equally often, in an order of its own each time', () => {
    const { labels } = send(1200, 400, 0);
    for (const pass of [labels.slice(0, 600), labels.slice(600)]) {
      for (let label = 0; label < 10; label++) expect(pass.filter((each) => each === label)).toHaveLength(60);
    }
    expect(labels.slice(600)).not.toEqual(labels.slice(0, 600));
  });

  it('hold the labels of the message before when they are shifted', () => {
    const { labels } = send(1200, 16, 0);
    const shifted = send(1200, 16, 16).labels;
    expect(shifted.slice(16)).toEqual(labels.slice(0, -16));
    expect(shifted.slice(0, 16)).toEqual(labels.slice(-16));
    expect(shifted.filter((label, at) => label === labels[at]).length / 1200).toBeLessThan(0.2);
  });
});

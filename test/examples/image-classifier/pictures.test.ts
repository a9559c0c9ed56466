import { describe, expect, it } from 'vitest';
import { decode, pictureFiles } from '../../../examples/image-classifier/pictures.js';
import type { ItemInfo } from '../../../src/loader/index.js';

/** Ids and labels of all pictures. */
async function list(images: number, shift: number): Promise<{ ids: number[]; labels: number[] }> {
  const files = pictureFiles({ images, shift });
  // It asks for nothing of this.
  const info = {} as ItemInfo;
  const all = await Promise.all(Array.from({ length: files.length }, async (_, id) => files.get(id, info)));
  return { ids: all.map(({ id }) => id), labels: all.map(({ label }) => label) };
}

describe('the pictures of the demo', () => {
  it('are decoded to tensors that stack', async () => {
    const { image, id, label } = decode(await pictureFiles({ images: 3, shift: 0 }).get(2, {} as ItemInfo));
    expect([image.shape, id.data, label.shape]).toEqual([[1, 28, 28], Int32Array.of(2), []]);
    expect(image.data).toHaveProperty('length', 28 * 28);
  });

  it('have ids of their own', async () => {
    expect((await list(130, 0)).ids).toEqual(Array.from({ length: 130 }, (_, id) => id));
  });

  it('come from every file equally often, in an order of its own each time', async () => {
    const { labels } = await list(1200, 0);
    for (const pass of [labels.slice(0, 600), labels.slice(600)]) {
      for (let label = 0; label < 10; label++) expect(pass.filter((each) => each === label)).toHaveLength(60);
    }
    expect(labels.slice(600)).not.toEqual(labels.slice(0, 600));
  });

  it('have the labels of the message before when they are shifted', async () => {
    const { labels } = await list(1200, 0);
    const shifted = (await list(1200, 16)).labels;
    expect(shifted.slice(16)).toEqual(labels.slice(0, -16));
    expect(shifted.slice(0, 16)).toEqual(labels.slice(-16));
    expect(shifted.filter((label, at) => label === labels[at]).length / 1200).toBeLessThan(0.2);
  });
});

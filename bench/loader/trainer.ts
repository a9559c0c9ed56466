/** `trainer NAME`: reads batches of pictures and times that: decoded by workers of a DataLoader, or by itself. */
import { DataLoader } from 'tensorduct/loader';
import type { ReceivedTensor } from 'tensorduct';
import { processPort } from '../port.js';
import { Answerer, type Answer } from '../requests.js';
import { decode, PICTURE_BYTES, PictureNotes, pictures } from './pictures.js';
import type { TrainerRequest } from './requests.js';

const BATCH = 32;
/** More than a round has. */
const LENGTH = 1_000_000;
const WORKERS = 2;

type Batch = { readonly image: ReceivedTensor };
let loader: DataLoader<Batch> | null = null;

process.on('disconnect', () => process.exit());
new Answerer<TrainerRequest>(processPort(process), async (request): Promise<Answer> => {
  if (request.task === 'close') {
    await loader?.close();
    return {};
  }
  const { by, count, corrupt } = request;
  const notes = new PictureNotes();
  const start = performance.now();
  if (by === 'tensorduct') await byWorkers(notes, count, corrupt);
  else byItself(notes, count, corrupt);
  const seconds = (performance.now() - start) / 1e3;
  notes.check(count * BATCH);
  return { seconds };
});

async function byWorkers(notes: PictureNotes, count: number, corrupt: number | null): Promise<void> {
  const module = new URL('pictures.js', import.meta.url);
  loader ??= new DataLoader<Batch>(
    { module, export: 'pictures', args: { length: LENGTH, corrupt } },
    { batchSize: BATCH, numWorkers: WORKERS, stages: [{ map: { module, export: 'decode' } }] },
  );
  let left = count;
  for await (const { image } of loader) {
    noteRows(notes, image.typed('uint8'));
    if (--left === 0) break;
  }
}

/** As one writes it without a loader: decode, and copy into the batch. */
function byItself(notes: PictureNotes, count: number, corrupt: number | null): void {
  const source = pictures({ length: LENGTH, corrupt });
  const batch = new Uint8Array(BATCH * PICTURE_BYTES);
  for (let number = 0; number < count; number++) {
    for (let row = 0; row < BATCH; row++) {
      batch.set(decode(source.get(number * BATCH + row)).image.data, row * PICTURE_BYTES);
    }
    noteRows(notes, batch);
  }
}

function noteRows(notes: PictureNotes, batch: Uint8Array): void {
  if (batch.length !== BATCH * PICTURE_BYTES) throw new Error(`a batch has ${batch.length} bytes`);
  for (let row = 0; row < BATCH; row++) notes.note(batch.subarray(row * PICTURE_BYTES, (row + 1) * PICTURE_BYTES));
}

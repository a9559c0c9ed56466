/** Has pictures loaded by worker processes, sends them to the consumer, and keeps count of what comes back. */
import type { Parent, Pipe, ReceivedMessage } from 'tensorduct';
import { DataLoader, type LoaderStatistics } from 'tensorduct/loader';
import { createContext, negotiated } from './backends.js';
import { runChild } from './child.js';
import { news, quiet } from './news.js';
import { parseOptions } from './options.js';
import type { PictureBatch, Wanted } from './pictures.js';
import { resultToMessage } from './result.js';
import { formatStages } from './stages.js';
import { Tally } from './tally.js';
import { Tickets } from './tickets.js';

/** Messages under way at a time: one at each stop, so that none of the three threads waits for another. */
const UNDER_WAY = 4;
/** How often the launcher hears of the count. */
const NEWS_MS = 100;
/** A consumer that takes longer for a message is taken for lost. */
const PATIENCE_MS = 10_000;

await runChild(async (launcher) => {
  const { transport, images, batch, workers, breakOrder } = parseOptions(process.argv.slice(2));
  await using context = createContext('producer', transport);
  const listener = await context.listen(transport || 'unix://');
  await launcher.pipe.write(news('listening', listener.urls[0]));
  const pipe = quiet(await listener.accept({ timeoutMs: PATIENCE_MS }));
  await launcher.pipe.write(news('line', await negotiated('producer to consumer', pipe)));

  const module = new URL('./pictures.js', import.meta.url);
  const args: Wanted = { images, shift: breakOrder ? batch : 0 };
  await using loader = new DataLoader<PictureBatch>(
    { module, export: 'pictureFiles', args },
    { batchSize: batch, numWorkers: workers, stages: [{ map: { module, export: 'decode' } }] },
  );
  await exchange(launcher, pipe, loader, new Tally(images));
});

/** Keeps some messages under way until all have been written, and reads until the consumer is done. */
async function exchange(launcher: Parent, pipe: Pipe, loader: DataLoader<PictureBatch>, tally: Tally): Promise<void> {
  const tickets = new Tickets(UNDER_WAY);
  let before: LoaderStatistics | null = null;
  const tell = async (): Promise<void> => {
    const { bytesWritten, bytesRead } = pipe.counters;
    const now = loader.statistics();
    if (now !== null) await launcher.pipe.write(news('stages', formatStages(now, before)));
    before = now;
    await launcher.pipe.write(resultToMessage(tally.result(bytesWritten + bytesRead)));
  };
  const send = async (): Promise<void> => {
    let isFirst = true;
    for await (const lease of loader.leases()) {
      if (isFirst) await launcher.pipe.write(news('line', workersOf(loader)));
      isFirst = false;
      await tickets.take();
      const { image, id, label } = lease.value;
      tally.writing(id.typed('int32')[0]);
      // A write that fails ends the pipe, which the pending read reports.
      pipe.write({ tensors: [image, id, label] }, () => lease.release());
    }
    await pipe.close({ timeoutMs: PATIENCE_MS });
  };
  const receive = async (): Promise<void> => {
    let toldMs = performance.now();
    for (let reply = await next(pipe); reply !== null; reply = await next(pipe)) {
      tally.take(reply);
      tickets.give();
      if (performance.now() - toldMs < NEWS_MS) continue;
      toldMs = performance.now();
      await tell();
    }
    await tell();
  };
  await Promise.all([send(), receive()]);
}

function workersOf(loader: DataLoader<PictureBatch>): string {
  return `loader: ${(loader.statistics()?.workers ?? []).map(({ label }) => label).join(', ')}`;
}

/** The next message, in memory of our own; null at the end. */
async function next(pipe: Pipe): Promise<ReceivedMessage | null> {
  const descriptor = await pipe.readDescriptor({ timeoutMs: PATIENCE_MS });
  return descriptor && (await pipe.read(descriptor.allocate()));
}

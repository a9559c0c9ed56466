/** Decodes pictures, sends them to the consumer, and keeps count of what comes back. */
import type { Parent, Pipe, ReceivedMessage } from 'tensorduct';
import { createContext, negotiated } from './backends.js';
import { runChild } from './child.js';
import { PICTURES } from './files.js';
import { news, quiet } from './news.js';
import { parseOptions } from './options.js';
import { batches, readPictures, type Batch } from './pictures.js';
import { resultToMessage } from './result.js';
import { Tally } from './tally.js';

/** Messages under way at a time: one at each stop, so that none of the three threads waits for another. */
const UNDER_WAY = 4;
/** How often the launcher hears of the count. */
const NEWS_MS = 100;
/** A consumer that takes longer for a message is taken for lost. */
const PATIENCE_MS = 10_000;

await runChild(async (launcher) => {
  const { transport, images, batch, breakOrder } = parseOptions(process.argv.slice(2));
  await using context = createContext('producer', transport);
  const listener = await context.listen(transport || 'unix://');
  await launcher.pipe.write(news('listening', listener.urls[0]));
  const pipe = quiet(await listener.accept({ timeoutMs: PATIENCE_MS }));
  await launcher.pipe.write(news('negotiated', await negotiated('producer to consumer', pipe)));

  const todo = batches(readPictures(PICTURES), { images, batch, shift: breakOrder ? batch : 0 });
  await exchange(launcher, pipe, todo, new Tally(images));
});

/** Keeps some messages under way until all have been written, and reads until the consumer is done. */
async function exchange(launcher: Parent, pipe: Pipe, todo: Iterator<Batch, void>, tally: Tally): Promise<void> {
  const send = (): void => {
    const { value: batch } = todo.next();
    if (batch === undefined) return void pipe.close({ timeoutMs: PATIENCE_MS });
    tally.writing(batch.first);
    // A write that fails ends the pipe, which the pending read reports.
    pipe.write(batch.message, () => {});
  };
  const tell = (): Promise<void> => {
    const { bytesWritten, bytesRead } = pipe.counters;
    return launcher.pipe.write(resultToMessage(tally.result(bytesWritten + bytesRead)));
  };

  for (let ahead = 0; ahead < UNDER_WAY; ahead++) send();
  let toldMs = performance.now();
  for (let reply = await next(pipe); reply !== null; reply = await next(pipe)) {
    tally.take(reply);
    send();
    if (performance.now() - toldMs < NEWS_MS) continue;
    toldMs = performance.now();
    await tell();
  }
  await tell();
}

/** The next message, in memory of our own; null at the end. */
async function next(pipe: Pipe): Promise<ReceivedMessage | null> {
  const descriptor = await pipe.readDescriptor({ timeoutMs: PATIENCE_MS });
  return descriptor && (await pipe.read(descriptor.allocate()));
}

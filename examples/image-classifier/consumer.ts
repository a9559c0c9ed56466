/** Takes pictures from the producer to a classifier in a worker thread, and predictions back. */
import type { Pipe } from 'tensorduct';
import { createContext, negotiated } from './backends.js';
import { runChild } from './child.js';
import { news, quiet } from './news.js';

await runChild(async (launcher) => {
  const [, , address = '', transport = ''] = process.argv;
  await using context = createContext('consumer', transport);
  // `session.run` blocks the thread that it runs in: here it blocks no pipe to another process.
  await using classifier = await launcher.context.thread(new URL('./classifier.js', import.meta.url), {
    name: 'classifier',
  });
  await launcher.pipe.write(news('line', await negotiated('consumer to its thread', classifier.pipe)));

  const producer = quiet(context.connect(address));
  const thread = quiet(classifier.pipe);
  await Promise.all([forward(producer, thread), forward(thread, producer)]);
});

/** Sends every message on, and ends with the pipe that they come from. */
async function forward(from: Pipe, to: Pipe): Promise<void> {
  for await (const message of from) await to.write(message);
  await to.close();
}

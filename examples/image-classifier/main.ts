/**
 * The launcher: starts a producer and a consumer, shows how far they are, and judges the result. Exits with 0 only if
 * every image came back exactly once, and if as many as should be were classified rightly.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from 'tensorduct';
import { ChildDied, firstLine, newsOf, quiet, type News } from './news.js';
import { HELP, parseOptions, type Options } from './options.js';
import { formatReport, progressLine, reportOn } from './report.js';
import { resultFromMessage, type Result } from './result.js';
import { Screen } from './screen.js';

/** How long the death of one child may stay unknown after the other one has noticed it. */
const DEATH_MS = 1000;
/** The producer tells its count ten times a second, and gives up by itself when nothing comes back. */
const SILENCE_MS = 20_000;

const args = process.argv.slice(2);

try {
  const options = parseOptions(args);
  if (options.help) console.log(HELP);
  else await demo(options);
} catch (thrown) {
  console.error(`demo: ${firstLine(thrown)}`);
  process.exitCode = 1;
}

async function demo(options: Options): Promise<void> {
  using screen = new Screen(options.json);
  const report = reportOn(await run(options, screen));
  screen.end(options.json ? JSON.stringify(report) : `\n${formatReport(report)}`);
  if (report.problems.length > 0) throw new Error(`failed: ${report.problems.join('; ')}`);
}

/** @throws Error that says which child has died or given up, and why */
async function run({ transport }: Options, screen: Screen): Promise<Result> {
  await using context = new Context({ name: 'launcher' });
  const script = (name: string): URL => new URL(`./${name}.js`, import.meta.url);

  const producer = await context.spawn(script('producer'), { name: 'producer', args });
  const fromProducer = newsOf('producer', quiet(producer.pipe), SILENCE_MS);
  const address = await listening(fromProducer);
  const consumer = await context.spawn(script('consumer'), { name: 'consumer', args: [address, transport] });
  screen.line(`producer: process ${producer.process.pid}; consumer: process ${consumer.process.pid}`);

  let result: Result | undefined;
  let stages = '';
  const follow = async (all: AsyncIterable<News>): Promise<void> => {
    for await (const { kind, text, message } of all) {
      if (kind === 'line') screen.line(text);
      if (kind === 'stages') stages = text;
      if (kind !== 'result') continue;
      result = resultFromMessage(message);
      screen.progress(`${progressLine(result)}\n${stages}`);
    }
  };
  await both(follow(fromProducer), follow(newsOf('consumer', quiet(consumer.pipe))));
  if (result === undefined) throw new Error('the producer ended without a result');
  return result;
}

async function listening(news: AsyncIterator<News>): Promise<string> {
  const first = await news.next();
  if (first.done !== true && first.value.kind === 'listening') return first.value.text;
  throw new Error('the producer does not say where it listens');
}

/** Of two failures the death of a child is the news: the other one only suffers from it. */
async function both(...tasks: readonly Promise<void>[]): Promise<void> {
  const failures: unknown[] = [];
  const settled = Promise.all(tasks.map((task) => task.catch((failure: unknown) => failures.push(failure))));
  try {
    await Promise.all(tasks);
  } catch (first) {
    await Promise.race([settled, sleep(DEATH_MS, undefined, { ref: false })]);
    throw failures.find((failure) => failure instanceof ChildDied) ?? first;
  }
}

/**
 * Connects to URL and parts from the test in one of several ways, after COUNT messages: `parting URL WAY COUNT`.
 *
 * - `close`: writes them, none of which it awaits, and closes
 * - `exit`: awaits their writes, and exits without a close
 * - `both`: writes them and closes, and reads as many meanwhile
 * - `half`: closes at once, then reads them, and exits when the stream ends
 */
import assert from 'node:assert/strict';
import { Context, type Pipe } from 'tensorduct';
import { readSample, sampleMessage, type Sample } from './samples.js';
import { partingSample } from './parting-sample.js';

async function part(pipe: Pipe, way: string | undefined, count: number): Promise<void> {
  const samples = Array.from({ length: count }, (_, number) => partingSample(number));
  if (way === 'half') {
    await pipe.close();
    return readAll(pipe, samples);
  }
  const reading = way === 'both' ? readAll(pipe, samples) : Promise.resolve();
  const writes = samples.map((sample) => pipe.write(sampleMessage(sample)));
  if (way === 'close' || way === 'both') await pipe.close({ timeoutMs: 60_000 });
  await Promise.all([reading, ...writes]);
  if (way === 'exit') process.exit(0);
}

async function readAll(pipe: Pipe, samples: readonly Sample[]): Promise<void> {
  for (const sample of samples) await readSample(pipe, sample);
  assert.equal(await pipe.readDescriptor(), null);
}

const [, , url, way, count] = process.argv;
if (url === undefined) throw new Error('usage: parting URL WAY COUNT');
const context = new Context({ name: 'parting' });
await part(context.connect(url), way, Number(count));
await context.join();

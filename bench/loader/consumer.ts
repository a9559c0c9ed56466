/** `consumer NAME`: starts a worker, reads its items, and times that. */
import { readdirSync, readFileSync } from 'node:fs';
import { processPort } from '../port.js';
import { Answerer, type Answer } from '../requests.js';
import { ItemNotes } from './items.js';
import { openPiscina } from './piscina.js';
import { openProcess, openThread } from './ports.js';
import type { ConsumerRequest, ItemTerms, LoaderContestant } from './requests.js';
import type { OpenSource, Source } from './source.js';
import { openTensorduct } from './tensorduct.js';

const SOURCES: Readonly<Record<LoaderContestant, OpenSource>> = {
  tensorduct: openTensorduct,
  child_process: openProcess,
  worker_threads: openThread,
  piscina: openPiscina,
};

let opened: { readonly source: Source; readonly terms: ItemTerms } | null = null;

process.on('disconnect', () => process.exit());
new Answerer<ConsumerRequest>(processPort(process), async (request): Promise<Answer> => {
  if (request.task === 'open') {
    const { terms } = request;
    const source = await SOURCES[request.contestant](terms);
    opened = { source, terms };
    const { pid, threadId } = source;
    const pids = [process.pid, ...(pid === null ? [] : [pid])];
    return { pids, ...(threadId === undefined ? {} : { threadId }) };
  }
  if (opened === null) throw new Error('there is no worker');
  const { source, terms } = opened;
  if (request.task === 'consume') return consume(source, terms, request.count);
  opened = null;
  await source.close();
  globalThis.gc?.();
  return {};
});

async function consume(source: Source, { bytes }: ItemTerms, count: number): Promise<Answer> {
  const notes = new ItemNotes();
  const before = [cpuSeconds('self'), cpuSeconds(source.pid)];
  const start = performance.now();
  let seconds = NaN;
  let left = count;
  for await (const item of source.items()) {
    notes.note(item);
    if (--left > 0) continue;
    seconds = (performance.now() - start) / 1e3;
    break;
  }
  const after = [cpuSeconds('self'), cpuSeconds(source.pid)];
  notes.check(count, bytes);
  return { seconds, cpuSeconds: after.map((end, index) => end - before[index]) };
}

/** Of all threads of a process, exact to the last time that each gave up its core. */
function cpuSeconds(pid: number | 'self' | null): number {
  if (pid === null) return 0;
  const tasks = readdirSync(`/proc/${pid}/task`);
  return tasks.reduce((sum, task) => sum + nanoseconds(`/proc/${pid}/task/${task}/schedstat`) / 1e9, 0);
}

/** A thread may have ended meanwhile. */
function nanoseconds(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0]);
  } catch {
    return 0;
  }
}

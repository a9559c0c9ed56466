/** `driver NAME`: one end of a contestant, and who starts the other one. It does what the runner asks for. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { CopyingCourse } from './copying.js';
import { LinkedCourse, type Course, type Partner } from './course.js';
import { processPort, threadPort } from './port.js';
import { Asker, Answerer, type Answer, type DriverRequest } from './requests.js';

const [, , name = ''] = process.argv;
const runner = processPort(process);
// Its partners see it go, and go too.
process.on('disconnect', () => process.exit());

const PARTNER = new URL('partner.js', import.meta.url);
const partners: (Partner & { readonly pid: number })[] = [];
const courses = new Map<string, Course>();

new Answerer<DriverRequest>(runner, async (request): Promise<Answer> => {
  if (request.task === 'open') return open(request);
  const course = courses.get(request.course);
  if (course === undefined) throw new Error(`there is no course ${request.course}`);
  switch (request.task) {
    case 'round-trips':
      return course.roundTrips(request.count, request.pauseMs);
    case 'stream':
      return course.stream(request.count, request.pauseMs, request.measure);
    case 'establish':
      return course.establish(request.count);
    case 'idle':
      return course.idle(request.count, request.idleMs);
    case 'close':
      courses.delete(request.course);
      await course.close();
      // Its memory is large, and the next course wants some.
      globalThis.gc?.();
      return {};
  }
});

async function open(request: Extract<DriverRequest, { task: 'open' }>): Promise<Answer> {
  const { course, terms } = request;
  if (terms.contestant === 'memcpy') {
    courses.set(course, new CopyingCourse(terms));
    return { pids: [process.pid] };
  }
  while (partners.length < request.partners)
    partners.push(terms.contestant === 'worker_threads' ? startThread() : startProcess());
  const chosen = partners.slice(0, request.partners);
  const [opened, { threadId }] = await LinkedCourse.open(course, terms, chosen, request.corrupt);
  courses.set(course, opened);
  const pids = [process.pid, ...chosen.flatMap(({ pid }) => (pid === process.pid ? [] : [pid]))];
  return { pids, ...(threadId === undefined ? {} : { threadId }) };
}

function startProcess(): Partner & { pid: number } {
  const child = fork(fileURLToPath(PARTNER), { serialization: 'advanced', execArgv: ['--expose-gc'] });
  const port = processPort(child);
  const asker: Partner['asker'] = new Asker(port, `the partner of ${name}`);
  child.on('exit', (code, signal) => asker.fail(`it has exited with ${signal ?? code}`));
  return { port, asker, pid: child.pid ?? 0 };
}

function startThread(): Partner & { pid: number } {
  const worker = new Worker(PARTNER);
  const port = threadPort(worker);
  const asker: Partner['asker'] = new Asker(port, `the partner of ${name}`);
  worker.on('error', (error) => asker.fail(String(error)));
  return { port, asker, pid: process.pid };
}

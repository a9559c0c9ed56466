/** The program of a worker: what `iterateInSubprocess` starts. */
import { connectParent } from '../process/connect-parent.js';
import type { Bootstrap } from './setup.js';
import { createWorkerContext, WorkerMain } from './worker-main.js';

const [, , argument = ''] = process.argv;
const bootstrap = JSON.parse(argument) as Bootstrap;
await WorkerMain.work(await connectParent({ context: createWorkerContext(bootstrap) }), bootstrap);
// Timers and servers of the modules that it has loaded are no reason to stay.
process.exit();

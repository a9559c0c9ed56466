/** The program of a worker: what `iterateInSubprocess` and `DataLoader` start. */
import { connectParent } from '../process/connect-parent.js';
import { serveParent } from './data-loader/task-server.js';
import type { Bootstrap } from './setup.js';
import { createWorkerContext, WorkerMain } from './worker-main.js';

const [, , argument = ''] = process.argv;
const bootstrap = JSON.parse(argument) as Bootstrap;
const parent = await connectParent({ context: createWorkerContext(bootstrap) });
if (bootstrap.role === 'load') await serveParent(parent, bootstrap);
else await WorkerMain.work(parent, bootstrap);
// Timers and servers of the modules that it has loaded are no reason to stay.
process.exit();

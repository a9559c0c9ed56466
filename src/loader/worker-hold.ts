import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Pipe } from '../pipe/pipe.js';
import { SpawnedProcess } from '../process/spawn.js';
import type { SpawnedThread } from '../process/thread.js';

/**
 * Says whether a worker keeps this process alive.
 * @param child null where the worker is none of ours
 */
export function holdWorker(pipe: Pipe, child: SpawnedProcess | SpawnedThread | null, wanted: boolean): void {
  const handles = child === null ? [] : child instanceof SpawnedProcess ? handlesOf(child.process) : [child.worker];
  for (const handle of [pipe, ...handles]) {
    if (wanted) handle.ref();
    else handle.unref();
  }
}

function handlesOf(process: ChildProcess): { ref(): unknown; unref(): unknown }[] {
  const { stderr } = process;
  // One that has ended would note each call, to do it once it is connected.
  return stderr instanceof Socket && !stderr.destroyed ? [process, stderr] : [process];
}

/** Answers whoever connects, and tells the test how much memory each of its steps has taken. Needs `--expose-gc`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { Context, type Pipe } from 'tensorduct';
import { parent } from './parent.js';

const context = new Context({ name: 'measured' });
const listener = await context.listen('unix://');
parent.send(listener.urls[0]);

void (async () => {
  for await (const pipe of listener) void answer(pipe);
})();

for (;;) {
  const command = await parent.next();
  if (command === 'begin') {
    globalThis.gc?.();
    // Sets the peak back to what is in use now.
    writeFileSync('/proc/self/clear_refs', '5');
  }
  parent.send({ peak: status('VmHWM'), now: status('VmRSS') });
}

async function answer(pipe: Pipe): Promise<void> {
  pipe.on('error', () => {});
  try {
    for await (const message of pipe) {
      message.release();
      pipe.write({}, () => {});
    }
  } catch {
    // The attack.
  }
  void pipe.close();
}

/** One figure of this process, in bytes. */
function status(name: string): number {
  const match = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(match?.[1]) * 1024;
}

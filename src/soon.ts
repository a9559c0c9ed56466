type Task = () => void;

/** In the order of the calls. Those before `first` have run and are let go, however long the rest takes. */
const tasks: Task[] = [];
let first = 0;
let scheduled = false;
/** A callback of the event loop is under way that runs the tasks at its end. */
let inTurn = false;
let running = false;

const settled = Promise.resolve();
const nothing: Task = () => {};

/**
 * Calls `task` after the call that is under way: at the end of the turn, or as a microtask. In the order of the calls. A
 * task that throws has thrown an uncaught exception, and keeps no other from its turn.
 *
 * It costs a tenth of `queueMicrotask`, which makes an asynchronous resource for each call. Tasks that are asked for again
 * and again are best made once.
 */
export function soon(task: Task): void {
  tasks.push(task);
  if (scheduled || inTurn || running) return;
  scheduled = true;
  void settled.then(runScheduled);
}

/**
 * A callback of the event loop begins: what is put off within it is done by {@link endTurn}, in the same frame. To be
 * called with nothing of the program's on the stack.
 * @returns what `endTurn` needs
 */
export function beginTurn(): boolean {
  const outermost = !inTurn;
  inTurn = true;
  return outermost;
}

/** @param outermost what {@link beginTurn} has returned */
export function endTurn(outermost: boolean): void {
  if (!outermost) return;
  runTasks();
  inTurn = false;
}

/** Makes what a callback has thrown an uncaught exception, neither hidden nor in the way of others. */
export function throwLater(thrown: unknown): void {
  queueMicrotask(() => {
    throw thrown;
  });
}

function runScheduled(): void {
  scheduled = false;
  runTasks();
}

function runTasks(): void {
  if (running) return;
  running = true;
  while (first < tasks.length) {
    const task = tasks[first];
    tasks[first++] = nothing;
    try {
      task();
    } catch (thrown) {
      throwLater(thrown);
    }
  }
  tasks.length = first = 0;
  running = false;
}

import { Context } from '../context/context.js';
import { spawn, type SpawnedProcess, type SpawnOptions } from './spawn.js';
import { thread, type SpawnedThread, type ThreadOptions } from './thread.js';

// Children stand on contexts, so contexts cannot know them: their methods are added here, from the layer above.
declare module '../context/context.js' {
  interface Context {
    /**
     * Starts a child process that runs `module`, where `connectParent()` gives the other end of the pipe. The context
     * ends its children when it is closed, and a failed start leaves none behind.
     * @param module a path, or a `file:` URL such as `new URL('./child.js', import.meta.url)`
     * @throws TensorductError (rejection) `ERR_CHILD_EXITED` when the child ends before it has connected;
     *   `ERR_TIMEOUT`, `ERR_ABORTED`, `ERR_CONTEXT_CLOSED`, `ERR_NOT_VIABLE`, `ERR_INVALID_ARGUMENT`, `ERR_SYSTEM`
     */
    spawn(module: string | URL, options?: SpawnOptions): Promise<SpawnedProcess>;

    /** The same with a worker thread in place of a process. */
    thread(module: string | URL, options?: ThreadOptions): Promise<SpawnedThread>;
  }
}

Context.prototype.spawn = function (module, options) {
  return spawn(this, module, options);
};

Context.prototype.thread = function (module, options) {
  return thread(this, module, options);
};

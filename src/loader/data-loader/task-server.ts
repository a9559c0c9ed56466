import { Codec } from '../../codec/codec.js';
import type { Context } from '../../context/context.js';
import { TensorductError } from '../../errors.js';
import type { ReceivedMessage } from '../../message/received-message.js';
import type { Pipe } from '../../pipe/pipe.js';
import type { Parent } from '../../process/connect-parent.js';
import { Kind, readFrame } from '../frame.js';
import { openValue } from '../lease.js';
import { sendValue } from '../send-value.js';
import type { Bootstrap } from '../setup.js';
import { imageOf } from '../worker-error.js';
import { loadCodec, sendFailure } from '../worker-main.js';
import { TaskRunner } from './task-runner.js';
import type { TaskOrder, TaskProgram, TaskReady, TaskResult, TaskSetup } from './task.js';

/** Whom a server serves. */
export interface TaskClient {
  readonly pipe: Pipe;
  readonly context: Context;
  /** As that of the loader. */
  readonly codec: Codec;
  /** What is run, whatever the loader asks for; null: what the loader asks for. */
  readonly program: TaskProgram | null;
}

/**
 * Prepares batches for one loader, at the other end of a pipe: in a worker process or thread, in the loader's own process,
 * or on another host. Tasks are independent of each other, so several run at a time, and whichever is done first is sent.
 */
export class TaskServer {
  private readonly controller = new AbortController();
  private runner: TaskRunner | null = null;
  private ready: Promise<void> = Promise.resolve();

  private constructor(private readonly client: TaskClient) {}

  /** Works until the loader closes its pipe, or is gone. Never rejects. */
  static async serve(client: TaskClient): Promise<void> {
    const server = new TaskServer(client);
    try {
      for await (const message of client.pipe) server.command(message);
    } catch {
      // The loader is gone, or says what nobody understands; its pipe ends below.
    }
    server.controller.abort();
    server.runner?.cancel(Infinity);
    await client.pipe.close();
  }

  private command(message: ReceivedMessage): void {
    const frame = readFrame(message.metadata);
    const { kind, iteration } = frame;
    const { codec } = this.client;
    switch (kind) {
      case Kind.Setup: {
        // Its arguments may stand over borrowed memory, and are used as long as we live.
        const { value } = openValue<TaskSetup>(message.retain(), frame, codec, null);
        this.ready = this.setUp(value);
        return;
      }
      case Kind.Task: {
        const lease = openValue<TaskOrder>(message.retain(), frame, codec, null);
        void this.perform(iteration, lease.value).finally(() => lease.release());
        return;
      }
      case Kind.Stop:
        this.runner?.cancel(iteration);
        return;
      default:
        throw new TensorductError('ERR_PROTOCOL', `a worker of a DataLoader is told ${Kind[kind]}`);
    }
  }

  private async setUp(setup: TaskSetup): Promise<void> {
    const { context, pipe, codec } = this.client;
    const program = this.client.program ?? setup.program;
    try {
      if (program === null) throw new TensorductError('ERR_PROTOCOL', 'a worker is told nothing to run');
      this.runner = await TaskRunner.open(setup, program, context, this.controller.signal);
      const { length, stages } = this.runner;
      const ready: TaskReady = { length, stages };
      await sendValue(pipe, { kind: Kind.Ready, iteration: 0 }, ready, codec);
    } catch (thrown) {
      await sendFailure(this.client, 'iterable', thrown);
    }
  }

  private async perform(run: number, order: TaskOrder): Promise<void> {
    const { pipe, codec } = this.client;
    await this.ready;
    const outcome = await this.runner?.run(run, order);
    if (!outcome) return;
    const { result } = outcome;
    const frame = { kind: Kind.Result, iteration: run };
    try {
      await sendValue(pipe, frame, result, codec);
    } catch (thrown) {
      const { number, report } = result;
      // It may be a value that cannot be sent. Where it is the pipe that is over, nobody reads this.
      const refusal: TaskResult = { number, report, failure: imageOf(thrown) };
      await sendValue(pipe, frame, refusal, new Codec()).catch(() => {});
    } finally {
      outcome.release();
    }
  }
}

/** Serves the loader that has started this process or thread. Never rejects. */
export async function serveParent(parent: Parent, bootstrap: Bootstrap): Promise<void> {
  const { pipe, context } = parent;
  try {
    await TaskServer.serve({ pipe, context, codec: await loadCodec(bootstrap.codec), program: null });
  } catch (thrown) {
    await sendFailure(parent, 'iterable', thrown);
    await pipe.close();
  }
}

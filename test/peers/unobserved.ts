/** Lets a pipe fail, or end in order, with or without somebody who takes notice, and ends by itself. */
import { Context } from 'tensorduct';

const [, , scenario] = process.argv;
const NOWHERE = 'memory://nobody';

process.on('unhandledRejection', (error) => console.error('unhandled', error));

async function run(): Promise<void> {
  await using context = new Context({ name: 'child' });
  const failing = (): ReturnType<Context['connect']> => context.connect(NOWHERE, { timeoutMs: 10 });
  const over = (pipe: ReturnType<Context['connect']>): Promise<void> =>
    new Promise((resolve) => pipe.once('close', resolve));
  switch (scenario) {
    case 'nothing is called': {
      await over(failing());
      break;
    }
    case 'promises are not awaited': {
      const pipe = failing();
      void pipe.write({});
      void pipe.readDescriptor();
      void pipe.write({});
      await over(pipe);
      break;
    }
    case 'a promise is not awaited that fails at once': {
      const listener = await context.listen('memory://');
      void listener.accept({ signal: AbortSignal.abort() });
      break;
    }
    case 'a promise is awaited': {
      const pipe = failing();
      await pipe.readDescriptor().catch(() => {});
      break;
    }
    case 'a callback is told': {
      const pipe = failing();
      pipe.write({}, () => {});
      await over(pipe);
      break;
    }
    case 'the event is heard': {
      const pipe = failing();
      pipe.on('error', () => {});
      void pipe.write({});
      await over(pipe);
      break;
    }
    case 'all ends in order': {
      const listener = await context.listen('tcp://127.0.0.1:0');
      const near = context.connect(listener.urls[0]);
      const far = await listener.accept();
      await near.write({ metadata: new Uint8Array(3) });
      await Promise.all([near.close(), far.close()]);
      for await (const message of far) console.log(message.metadata.length);
      await listener.close();
      break;
    }
    default:
      throw new Error(`there is no scenario "${scenario}"`);
  }
  // Reports of promises come a turn later.
  await new Promise((resolve) => setImmediate(resolve));
}

await run();

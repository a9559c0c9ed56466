/** Opens something, lets go of its parent, and then answers each message with its length until nothing holds it. */
import { Context, type Pipe } from 'tensorduct';
import { parent } from './parent.js';

const [, , scenario, url = ''] = process.argv;
const context = new Context({ name: 'child' });

async function answer(pipe: Pipe): Promise<void> {
  for await (const message of pipe) await pipe.write({ metadata: Buffer.from(String(message.byteLength)) });
}

switch (scenario) {
  case 'a context':
    break;
  case 'a listener':
  case 'an unref listener': {
    const listener = await context.listen('tcp://127.0.0.1:0');
    if (scenario === 'an unref listener') listener.unref();
    listener.accept((_, pipe) => {
      if (pipe !== null) void answer(pipe).then(() => Promise.all([pipe.close(), listener.close()]));
    });
    parent.send(listener.urls[0]);
    break;
  }
  case 'a pipe':
  case 'an unref pipe': {
    const pipe = context.connect(url);
    await pipe.write({ tensors: [{ data: new Uint8Array(300_000) }] });
    if (scenario === 'an unref pipe') pipe.unref();
    void answer(pipe);
    break;
  }
  case 'an unref pipe in its handshake': {
    const patient = new Context({ name: 'patient', limits: { connectTimeoutMs: 60_000 } });
    patient.connect(url).unref();
    break;
  }
  case 'a closed pipe': {
    const pipe = context.connect(url);
    await pipe.write({ tensors: [{ data: new Uint8Array(300_000) }] });
    await pipe.close();
    break;
  }
  default:
    throw new Error(`there is no scenario "${scenario}"`);
}
parent.release();

import { basic, Context, tcp, unix } from '../../src/index.js';

/** A context that is to others of this process as one of another process would be: it has sockets only. */
export function socketContext(name: string): Context {
  const context = new Context({ name, defaults: false });
  context.registerTransport(200, 'unix', unix());
  context.registerTransport(100, 'tcp', tcp());
  context.registerChannel(100, 'basic', basic());
  return context;
}

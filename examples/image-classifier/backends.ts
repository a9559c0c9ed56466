import { basic, Context, tcp, unix, type Pipe } from 'tensorduct';

/**
 * The context of one end of the pipe between producer and consumer.
 * @param transport a URL, to have no other transport than its; '' for all backends there are
 */
export function createContext(name: string, transport: string): Context {
  if (transport === '') return new Context({ name });
  const context = new Context({ name, defaults: false });
  if (transport.startsWith('tcp:')) context.registerTransport(100, 'tcp', tcp());
  else if (transport.startsWith('unix:')) context.registerTransport(100, 'unix', unix());
  else throw new Error(`--transport is ${transport}, not unix:// or tcp://HOST:PORT`);
  context.registerChannel(100, 'basic', basic());
  return context;
}

/** What a pipe has chosen, and why nothing else was, for people: once both ends have agreed. */
export async function negotiated(title: string, pipe: Pipe): Promise<string> {
  if (pipe.explain().state === 'connecting') {
    await new Promise<void>((resolve) => {
      pipe.once('established', resolve);
      pipe.once('close', resolve);
    });
  }
  const { transport, channels, passedOver, inlineItemBytes } = pipe.explain();
  const channel = channels.map(({ name, local, remote }) => `${name} (${local} to ${remote})`).join(', ');
  const lines = [
    `${title}: transport ${transport?.name ?? 'none'}, channel ${channel || 'none'}, inline up to ${inlineItemBytes} B`,
    ...passedOver.map(({ kind, name, reason }) => `  not the ${kind} ${name}: ${reason}`),
  ];
  return lines.join('\n');
}

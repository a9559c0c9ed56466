import type { ChannelContext } from '../channel.js';
import { InProcessChannelContext, type InProcessOptions } from './context.js';

export type { InProcessOptions } from './context.js';

/** The `in-process` channel: CPU to CPU, within one isolate. */
export function inProcess(options?: InProcessOptions): ChannelContext {
  return new InProcessChannelContext(options);
}

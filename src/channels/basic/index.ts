import type { ChannelContext } from '../channel.js';
import { BasicChannelContext } from './context.js';

/** The `basic` channel: CPU to CPU, over one lane of any transport. */
export function basic(): ChannelContext {
  return new BasicChannelContext();
}

import type { ChannelContext } from '../channel.js';
import { CmaChannelContext } from './context.js';

/** The `cma` channel (cross-memory attach): CPU to CPU on one Linux host, read straight out of the sender's memory. */
export function cma(): ChannelContext {
  return new CmaChannelContext();
}

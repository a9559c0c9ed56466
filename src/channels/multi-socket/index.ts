import type { ChannelContext } from '../channel.js';
import { MultiSocketChannelContext, type MultiSocketOptions } from './context.js';

export type { MultiSocketOptions } from './context.js';

/**
 * The `multi-socket` channel: CPU to CPU, in chunks over several lanes of any transport, each chunk by whichever lane is
 * free.
 *
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function multiSocket(options: MultiSocketOptions = {}): ChannelContext {
  return new MultiSocketChannelContext(options);
}

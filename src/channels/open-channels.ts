import { TensorductError } from '../errors.js';
import type { Channel } from './channel.js';

/** The channels of one context that are not closed yet. */
export class OpenChannels<C extends Channel> {
  private readonly channels = new Set<C>();
  private error: TensorductError | null = null;

  constructor(private readonly backend: string) {}

  /** A channel was made. One made after `close` is closed at once. */
  add(channel: C): C {
    if (this.error !== null) channel.close(this.error);
    else this.channels.add(channel);
    return channel;
  }

  /** A channel was closed. */
  readonly remove = (channel: C): void => {
    this.channels.delete(channel);
  };

  /** Closes all. Idempotent. */
  close(): void {
    this.error ??= new TensorductError('ERR_CONTEXT_CLOSED', 'the channel context was closed', {
      backend: this.backend,
    });
    for (const channel of this.channels) channel.close(this.error);
  }
}

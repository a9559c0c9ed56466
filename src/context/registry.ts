import type { ChannelContext } from '../channels/channel.js';
import { TensorductError } from '../errors.js';
import type { TransportContext, Viability } from '../transports/transport.js';

/** A backend under its name. */
export interface Registered<Backend> {
  readonly name: string;
  /** Higher is preferred. Unique among the backends of its kind in one context. */
  readonly priority: number;
  readonly backend: Backend;
}

/** The backends of one kind of one context, best first. Names and priorities are unique. */
export class Registry<Backend extends { viability(): Viability }> {
  private readonly entries: Registered<Backend>[] = [];

  constructor(private readonly kind: 'transport' | 'channel') {}

  /** @throws TensorductError `ERR_INVALID_ARGUMENT`, `ERR_DUPLICATE_BACKEND` */
  register(priority: number, name: string, backend: Backend): void {
    if (!Number.isSafeInteger(priority)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `the priority of ${this.kind} "${name}" is not an integer`);
    }
    if (!/^[a-z][a-z0-9+.-]{0,31}$/.test(name)) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', `"${name}" cannot be the name of a ${this.kind}`, {
        advice: 'use a lower-case letter, then at most 31 of a-z, 0-9, +, . and -',
      });
    }
    for (const entry of this.entries) {
      if (entry.name === name || entry.priority === priority) {
        throw new TensorductError(
          'ERR_DUPLICATE_BACKEND',
          `${this.kind} "${entry.name}" is registered with priority ${entry.priority} already`,
        );
      }
    }
    this.entries.push({ name, priority, backend });
    this.entries.sort((a, b) => b.priority - a.priority);
  }

  get(name: string): Registered<Backend> | undefined {
    return this.entries.find((entry) => entry.name === name);
  }

  /** Every backend, best first. */
  all(): readonly Registered<Backend>[] {
    return this.entries;
  }

  /** Those that can work here, best first. */
  viable(): Registered<Backend>[] {
    return this.entries.filter((entry) => entry.backend.viability().ok);
  }
}

export type TransportRegistry = Registry<TransportContext>;
export type ChannelRegistry = Registry<ChannelContext>;

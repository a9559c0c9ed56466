import type { Viability } from '../transports/transport.js';
import type { ChannelRegistry, TransportRegistry } from './registry.js';

/** One backend of a context, as data. */
export interface BackendDescription {
  /** What it is. */
  readonly kind: 'transport' | 'channel';
  /** Under which it is registered. */
  readonly name: string;
  /** Higher is preferred. */
  readonly priority: number;
  /** Whether it can work here. */
  readonly viability: Viability;
  /** What peers are told: a transport's domain, or a channel's descriptor for each device; null if not viable. */
  readonly descriptor: string | Readonly<Record<string, string>> | null;
}

/** Every backend: transports, then channels, each from the most preferred one on. */
export function describeBackends({
  transports,
  channels,
}: {
  readonly transports: TransportRegistry;
  readonly channels: ChannelRegistry;
}): BackendDescription[] {
  return [
    ...transports.all().map(({ name, priority, backend }): BackendDescription => {
      const viability = backend.viability();
      const descriptor = viability.ok ? backend.domainDescriptor() : null;
      return { kind: 'transport', name, priority, viability, descriptor };
    }),
    ...channels.all().map(({ name, priority, backend }): BackendDescription => {
      const viability = backend.viability();
      const descriptor = viability.ok ? Object.fromEntries(backend.deviceDescriptors()) : null;
      return { kind: 'channel', name, priority, viability, descriptor };
    }),
  ];
}

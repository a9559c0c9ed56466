import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { TensorductError } from '../../errors.js';
import { Enrollment } from '../enrollment.js';
import type {
  TransportConnection,
  TransportConnectOptions,
  TransportContext,
  TransportListener,
  Viability,
} from '../transport.js';
import { MemoryConnection } from './connection.js';
import { MemoryListener } from './listener.js';

/** The listeners of this isolate, by name. */
const listeners = new Map<string, MemoryListener>();
const isolate = randomUUID();
let nextName = 1;

/** Connects ends within one isolate. */
export class MemoryContext implements TransportContext {
  readonly scope = 'process';
  private readonly enrollment = new Enrollment('memory');

  viability(): Viability {
    return { ok: true };
  }

  domainDescriptor(): string {
    return isolate;
  }

  canReach(remoteDescriptor: string): boolean {
    return remoteDescriptor === isolate;
  }

  async listen(address: string): Promise<TransportListener> {
    this.enrollment.assertOpen('listen');
    const name = address === '' ? `${isolate}/${nextName++}` : address;
    if (listeners.has(name)) {
      throw new TensorductError('ERR_ADDRESS_IN_USE', 'the name is taken', { backend: 'memory', local: name });
    }
    const listener = new MemoryListener(name, this.enrollment, () => {
      if (listeners.get(name) === listener) listeners.delete(name);
    });
    listeners.set(name, listener);
    this.enrollment.add(listener);
    return listener;
  }

  async connect(address: string, options: TransportConnectOptions = {}): Promise<TransportConnection> {
    this.enrollment.assertOpen('connect');
    // As with other media, the listener hears of it in a later turn.
    await nextTurn();
    if (options.signal?.aborted === true) {
      throw new TensorductError('ERR_ABORTED', 'connecting was aborted', {
        backend: 'memory',
        peer: address,
        cause: options.signal.reason,
      });
    }
    this.enrollment.assertOpen('connect');
    const listener = listeners.get(address);
    if (listener === undefined) {
      throw new TensorductError('ERR_UNREACHABLE', 'nobody listens', { backend: 'memory', peer: address });
    }
    const [near, far] = MemoryConnection.pair(address);
    this.enrollment.add(near);
    listener.offer(far);
    return near;
  }

  close(): void {
    this.enrollment.close();
  }

  join(): Promise<void> {
    return this.enrollment.join();
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessageChannel, threadId } from 'node:worker_threads';
import {
  TensorductError,
  type TransportConnection,
  type TransportContext,
  type TransportListener,
  type Viability,
} from 'tensorduct';
import { PortConnection } from './connection.js';
import { PortListener } from './listener.js';

/** The listeners of this thread, by name. */
const listeners = new Map<string, PortListener>();
const descriptor = `${process.pid}:${threadId}`;

/** Connects ends within one thread. */
export class PortContext implements TransportContext {
  readonly scope = 'process';
  private closed = false;
  private readonly listening = new Set<PortListener>();
  private readonly connections = new Set<PortConnection>();

  viability(): Viability {
    return { ok: true };
  }

  domainDescriptor(): string {
    return descriptor;
  }

  canReach(remoteDescriptor: string): boolean {
    return remoteDescriptor === descriptor;
  }

  async listen(address: string): Promise<TransportListener> {
    this.assertOpen();
    if (address === '') throw new TensorductError('ERR_ADDRESS_INVALID', 'a listener needs a name');
    if (listeners.has(address)) throw new TensorductError('ERR_ADDRESS_IN_USE', `${address} is taken`);
    const listener = new PortListener(
      address,
      (connection) => this.keep(connection),
      () => {
        listeners.delete(address);
        this.listening.delete(listener);
      },
    );
    listeners.set(address, listener);
    this.listening.add(listener);
    return listener;
  }

  async connect(address: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<TransportConnection> {
    this.assertOpen();
    await nextTurn();
    this.assertOpen();
    if (signal?.aborted === true) throw new TensorductError('ERR_ABORTED', 'aborted', { cause: signal.reason });
    const listener = listeners.get(address);
    if (listener === undefined) throw new TensorductError('ERR_UNREACHABLE', `nobody listens on ${address}`);
    const { port1, port2 } = new MessageChannel();
    const connection = new PortConnection(port1, '', address);
    this.keep(connection);
    listener.offer(port2);
    return connection;
  }

  close(): void {
    this.closed = true;
    for (const listener of this.listening) listener.close();
    for (const connection of this.connections) connection.close();
  }

  async join(): Promise<void> {
    this.close();
    await Promise.all(Array.from(this.connections, ({ gone }) => gone));
  }

  private keep(connection: PortConnection): void {
    this.connections.add(connection);
    void connection.gone.then(() => this.connections.delete(connection));
  }

  private assertOpen(): void {
    if (this.closed) throw new TensorductError('ERR_CONTEXT_CLOSED', 'the context is closed');
  }
}

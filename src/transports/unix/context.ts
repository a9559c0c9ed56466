import { readFileSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { TensorductError } from '../../errors.js';
import { Enrollment } from '../enrollment.js';
import type {
  TransportConnection,
  TransportConnectOptions,
  TransportContext,
  TransportListener,
  TransportListenOptions,
  Viability,
} from '../transport.js';
import { connectUnix } from './connection.js';
import { listenUnix } from './listener.js';

/** Connects processes of one host. */
export class UnixContext implements TransportContext {
  readonly scope = 'host';
  private readonly enrollment = new Enrollment('unix');
  private readonly descriptor = describeHost();

  viability(): Viability {
    if (process.platform !== 'win32') return { ok: true };
    return { ok: false, reason: 'Windows gives sockets no owner and no mode', hint: 'use tcp on loopback' };
  }

  domainDescriptor(): string {
    return this.descriptor;
  }

  canReach(remoteDescriptor: string): boolean {
    return remoteDescriptor === this.descriptor;
  }

  async listen(address: string, options: TransportListenOptions = {}): Promise<TransportListener> {
    this.assertUsable('listen');
    return listenUnix(address, options, this.enrollment);
  }

  async connect(address: string, options: TransportConnectOptions = {}): Promise<TransportConnection> {
    this.assertUsable('connect');
    return connectUnix(address, options, this.enrollment);
  }

  close(): void {
    this.enrollment.close();
  }

  join(): Promise<void> {
    return this.enrollment.join();
  }

  private assertUsable(operation: string): void {
    this.enrollment.assertOpen(operation);
    const viability = this.viability();
    if (viability.ok) return;
    throw new TensorductError('ERR_NOT_VIABLE', viability.reason, {
      operation,
      backend: 'unix',
      advice: viability.hint,
    });
  }
}

/** The running kernel, and its network and mount namespaces: what makes the same name mean the same socket. */
function describeHost(): string {
  const namespaceOf = (kind: string): string => attempt(() => String(statSync(`/proc/self/ns/${kind}`).ino));
  const boot = attempt(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  return ['unix', boot || hostname(), namespaceOf('net'), namespaceOf('mnt')].join(':');
}

/** Where /proc does not tell, nothing: two ends that both lack it may still reach each other. */
function attempt(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

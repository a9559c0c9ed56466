import { Enrollment } from '../enrollment.js';
import type {
  TransportConnection,
  TransportConnectOptions,
  TransportContext,
  TransportListener,
  TransportListenOptions,
  Viability,
} from '../transport.js';
import { connectTcp } from './connection.js';
import type { TcpOptions } from './options.js';
import { listenTcp } from './listener.js';

/** Connects hosts by TCP, with or without TLS. */
export class TcpContext implements TransportContext {
  readonly scope = 'network';
  private readonly enrollment = new Enrollment('tcp');

  constructor(private readonly options: TcpOptions) {}

  viability(): Viability {
    return { ok: true };
  }

  domainDescriptor(): string {
    return this.options.tls === undefined ? 'tcp:plain' : 'tcp:tls';
  }

  canReach(remoteDescriptor: string): boolean {
    return remoteDescriptor === this.domainDescriptor();
  }

  async listen(address: string, options: TransportListenOptions = {}): Promise<TransportListener> {
    this.enrollment.assertOpen('listen');
    return listenTcp(address, options, this.options, this.enrollment);
  }

  async connect(address: string, options: TransportConnectOptions = {}): Promise<TransportConnection> {
    this.enrollment.assertOpen('connect');
    return connectTcp(address, options.signal, this.options, this.enrollment);
  }

  close(): void {
    this.enrollment.close();
  }

  join(): Promise<void> {
    return this.enrollment.join();
  }
}

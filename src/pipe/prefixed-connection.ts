import type { Completion, TensorductError } from '../errors.js';
import type { TransportConnection } from '../transports/transport.js';

/** A connection of which some bytes were read too early: they come first. */
export class PrefixedConnection implements TransportConnection {
  constructor(
    private prefix: Uint8Array,
    private readonly connection: TransportConnection,
  ) {}

  get localAddress(): string {
    return this.connection.localAddress;
  }

  get remoteAddress(): string {
    return this.connection.remoteAddress;
  }

  read(into: Uint8Array, minimum: number, callback: (error: TensorductError | null, length: number) => void): void {
    const length = Math.min(this.prefix.length, into.length);
    if (length === 0) return this.connection.read(into, minimum, callback);
    into.set(this.prefix.subarray(0, length));
    this.prefix = this.prefix.subarray(length);
    // Reads complete in order: this one asks the connection for the rest, which may be nothing.
    this.connection.read(into.subarray(length), Math.max(0, minimum - length), (error, rest) => {
      callback(error, error === null ? length + rest : 0);
    });
  }

  write(buffers: readonly Uint8Array[], callback: Completion): void {
    this.connection.write(buffers, callback);
  }

  handOver(adopt: (fd: number, early: Uint8Array) => { close(): void }): boolean {
    const { prefix, connection } = this;
    return connection.handOver?.((fd, early) => adopt(fd, Buffer.concat([prefix, early]))) ?? false;
  }

  close(): void {
    this.connection.close();
  }

  onClose(callback: (error: TensorductError | null) => void): void {
    this.connection.onClose(callback);
  }

  ref(): void {
    this.connection.ref();
  }

  unref(): void {
    this.connection.unref();
  }
}

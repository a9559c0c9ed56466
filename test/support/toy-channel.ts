import {
  basic,
  type Channel,
  type ChannelContext,
  type ChannelEnvironment,
  type Device,
  type DeviceBuffer,
  type Received,
  type ReceiveTarget,
  type Viability,
} from '../../src/index.js';
import type { Completion, TensorductError } from '../../src/errors.js';

/** A device that is none: its memory is the host's. */
export const TOY: Device = { type: 'toy', index: 0 };

/** Memory of the device. */
export class ToyBuffer implements DeviceBuffer {
  readonly device = TOY;

  constructor(readonly bytes: Uint8Array) {}

  get byteLength(): number {
    return this.bytes.length;
  }
}

/** What a third party would write: it connects the device with itself and with the host, over one lane. */
export class ToyChannelContext implements ChannelContext {
  readonly lanes = 1;
  private readonly host = basic();

  viability(): Viability {
    return { ok: true };
  }

  deviceDescriptors(): ReadonlyMap<string, string> {
    return new Map([
      ['cpu:0', 'host'],
      ['toy:0', 'toy'],
    ]);
  }

  canReach(local: string, remote: string): boolean {
    return local === 'toy' || remote === 'toy';
  }

  createChannel(environment: ChannelEnvironment): Channel {
    return new ToyChannel(this.host.createChannel(environment));
  }

  close(): void {
    this.host.close();
  }

  join(): Promise<void> {
    return this.host.join();
  }
}

class ToyChannel implements Channel {
  constructor(private readonly host: Channel) {}

  send(transfer: number, source: Uint8Array | DeviceBuffer, callback: Completion): Uint8Array {
    return this.host.send(transfer, source instanceof ToyBuffer ? source.bytes : source, callback);
  }

  recv(
    transfer: number,
    offer: Uint8Array,
    length: number,
    target: ReceiveTarget,
    callback: (error: TensorductError | null, received: Received | null) => void,
  ): void {
    const into = target instanceof ToyBuffer ? target.bytes : target;
    this.host.recv(transfer, offer, length, into, (error, received) => {
      callback(error, received !== null && target instanceof ToyBuffer ? { data: target } : received);
    });
  }

  withdraw(transfer: number): void {
    this.host.withdraw(transfer);
  }

  cancel(transfer: number): void {
    this.host.cancel(transfer);
  }

  refuse(transfer: number, offer: Uint8Array): void {
    this.host.refuse(transfer, offer);
  }

  answered(bytes: Uint8Array): void {
    this.host.answered(bytes);
  }

  close(error: TensorductError): void {
    this.host.close(error);
  }
}

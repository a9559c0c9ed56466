import { TensorductError } from '../errors.js';
import type { WireDescriptor, WireOffer } from '../wire/descriptor.js';
import type { ChannelTable } from './channel-table.js';

/** The transfers that the peer offers: each on a channel that there is, with numbers that grow. */
export class IncomingOffers {
  private last = 0;

  constructor(private readonly channels: ChannelTable) {}

  /**
   * Checks the items of a descriptor against each other.
   * @returns the bytes that must follow inline
   * @throws TensorductError `ERR_PROTOCOL`
   */
  checkItems(wire: WireDescriptor): number {
    let inline = 0;
    for (const item of [...wire.payloads, ...wire.tensors]) {
      if (item.offer === null) {
        if (!('undecided' in item && item.undecided)) inline += item.length;
        continue;
      }
      if (item.length === 0) throw new TensorductError('ERR_PROTOCOL', 'the peer offers nothing');
      this.check(item.offer);
    }
    return inline;
  }

  /** @throws TensorductError `ERR_PROTOCOL` */
  check({ transfer, channel }: WireOffer): void {
    this.channels.get(channel);
    if (transfer <= this.last) throw new TensorductError('ERR_PROTOCOL', 'transfers are out of order');
    this.last = transfer;
  }

  /** Declines one that nobody will take. */
  refuse({ transfer, channel, data }: WireOffer): void {
    this.channels.get(channel).refuse(transfer, data);
  }

  /** Declines all of a message that nobody will read. */
  refuseAll(wire: WireDescriptor): void {
    for (const { offer } of [...wire.payloads, ...wire.tensors]) if (offer !== null) this.refuse(offer);
  }
}

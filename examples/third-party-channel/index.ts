/**
 * A channel of one's own: CPU memory over one lane, with a CRC on every piece.
 *
 * It is written against `ChannelContext` alone, and `testChannel` holds it to the contract.
 */
export { checksummed } from './context.js';

/**
 * A transport of one's own: streams of bytes over `MessagePort`.
 *
 * It is written against `TransportContext` alone, and `testTransport` holds it to the contract. What a medium of
 * messages needs to become one of bytes is here: pieces, credit, and an end that comes after the bytes.
 */
export { PortContext } from './context.js';

import { randomBytes } from 'node:crypto';
import type { FramedConnection } from './framed-connection.js';

/** Bytes of a registration id. */
export const REGISTRATION_BYTES = 16;

/**
 * Connections that a listener expects: each by a random id that is good for one. Whoever asked for one takes it back
 * with `forget`.
 */
export class Registrations {
  private readonly expected = new Map<string, (framed: FramedConnection) => void>();

  /** @param onEmpty called whenever nothing is expected any more */
  constructor(private readonly onEmpty: () => void) {}

  /** @param joined called, at most once, with the connection that names the id; it then belongs to the callee */
  expect(joined: (framed: FramedConnection) => void): Uint8Array {
    const id = randomBytes(REGISTRATION_BYTES);
    this.expected.set(id.toString('hex'), joined);
    return id;
  }

  forget(id: Uint8Array): void {
    if (this.expected.delete(hex(id)) && this.size === 0) this.onEmpty();
  }

  /** Uses an id up. @returns who waits for it, or undefined when nobody does */
  take(id: Uint8Array): ((framed: FramedConnection) => void) | undefined {
    const key = hex(id);
    const joined = this.expected.get(key);
    if (this.expected.delete(key) && this.size === 0) this.onEmpty();
    return joined;
  }

  get size(): number {
    return this.expected.size;
  }
}

function hex(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.length).toString('hex');
}

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { TensorductError } from '../errors.js';
import { tensorduct } from '../wire/generated/control.js';

const { Sealed } = tensorduct.v1;

/** Who speaks: both ends' proofs and seals differ by it, so that none can be played back to its author. */
export type Role = 'client' | 'server';

/** What an end says before anything is proven: all of fixed length. */
export interface Opening {
  readonly preamble: Uint8Array;
  readonly nonce: Uint8Array;
}

export const NONCE_BYTES = 32;
/** Shorter secrets can be guessed offline by whoever pretends to be a listener. */
export const MIN_SECRET_BYTES = 16;

const EMPTY = new Uint8Array(0);

/** A fresh nonce. */
export function createNonce(): Uint8Array {
  return randomBytes(NONCE_BYTES);
}

/**
 * The bytes of a context's secret.
 * @throws TensorductError `ERR_INVALID_ARGUMENT` when it is too short
 */
export function secretBytes(secret: string | Uint8Array): Uint8Array {
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : Uint8Array.from(secret);
  if (bytes.length < MIN_SECRET_BYTES) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `the secret has ${bytes.length} bytes`, {
      advice: `use at least ${MIN_SECRET_BYTES} random bytes, for example randomBytes(32).toString('hex')`,
    });
  }
  return bytes;
}

/**
 * The key of one connection: HMAC-SHA256 of the shared secret over the protocol's name, then the client's and the
 * server's preamble and nonce, as they were sent and as they came (the construction of HKDF's extract step, RFC 5869). Without a secret nothing is proven or sealed.
 */
export class ConnectionKey {
  private constructor(private readonly key: Uint8Array | null) {}

  static readonly none = new ConnectionKey(null);

  static derive(secret: Uint8Array, client: Opening, server: Opening): ConnectionKey {
    const key = createHmac('sha256', secret)
      .update('tensorduct connection')
      .update(client.preamble)
      .update(server.preamble)
      .update(client.nonce)
      .update(server.nonce)
      .digest();
    return new ConnectionKey(key);
  }

  /** What `role` shows to prove that it knows the secret. */
  proof(role: Role): Uint8Array {
    return this.mac('proof', role, EMPTY);
  }

  /** @throws TensorductError `ERR_AUTHENTICATION` */
  checkProof(role: Role, mac: Uint8Array): void {
    if (!equal(mac, this.proof(role))) throw new TensorductError('ERR_AUTHENTICATION', 'the peer has another secret');
  }

  /** Wraps a packet or its answer, which hold the brochures. */
  seal(role: Role, body: Uint8Array): Uint8Array {
    return Sealed.encode({ body, mac: this.mac('packet', role, body) }).finish();
  }

  /** @throws TensorductError `ERR_AUTHENTICATION` when the bytes were changed on the way */
  open(role: Role, bytes: Uint8Array): Uint8Array {
    const sealed = Sealed.decode(bytes);
    if (!equal(sealed.mac, this.mac('packet', role, sealed.body))) {
      throw new TensorductError('ERR_AUTHENTICATION', 'a packet of the handshake was changed on the way');
    }
    return sealed.body;
  }

  private mac(purpose: string, role: Role, body: Uint8Array): Uint8Array {
    if (this.key === null) return EMPTY;
    return createHmac('sha256', this.key).update(`${purpose} ${role} `).update(body).digest();
  }
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

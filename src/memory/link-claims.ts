import { TensorductError } from '../errors.js';
import type { tensorduct } from '../wire/generated/link.js';

/** A lease that the peer has given upon a claim. */
export interface ClaimedLease {
  readonly id: number;
  readonly segment: number;
}

/** Unanswered at a time. A peer that asks for more would make us keep its answers. */
export const MOST_CLAIMS = 256;
/**
 * For the owner to answer, in ms: it takes some 0.1 ms where it is awake. One that is stopped, or computes for long, is not
 * waited for: then the bytes are copied by who has them. As long as a pipe waits for a proof.
 */
export const CLAIM_MS = 2_000;

/** The claims that one end of a link has made: each is called back once, with null where there is no lease. */
export class LinkClaims {
  /** By number; null once the deadline has passed. */
  private readonly open = new Map<number, ((lease: ClaimedLease | null) => void) | null>();
  private made = 0;
  /** Of the open ones, those whose deadline has passed. */
  private overdue = 0;

  /**
   * @param send says the claim
   * @param giveBack a lease that came too late
   */
  constructor(
    private readonly send: (claim: tensorduct.link.v1.Claim.$Properties) => void,
    private readonly giveBack: (id: number) => void,
  ) {}

  /** Whether the peer is to be asked: not while it owes an answer for long. */
  get answers(): boolean {
    return this.overdue === 0 && this.open.size < MOST_CLAIMS;
  }

  claim(holder: Uint8Array, lease: number, callback: (lease: ClaimedLease | null) => void): void {
    if (!this.answers) return callback(null);
    const number = ++this.made;
    const giveUp = (): void => {
      if (!this.open.has(number)) return;
      this.open.set(number, null);
      this.overdue++;
      callback(null);
    };
    // Where it is this thread that was busy, the answer is here already, and is looked at before.
    const timer = setTimeout(() => setImmediate(giveUp), CLAIM_MS).unref();
    this.open.set(number, (granted) => {
      clearTimeout(timer);
      callback(granted);
    });
    this.send({ number, holder, lease });
  }

  /** @throws TensorductError `ERR_PROTOCOL` */
  answered({ number, granted, id, segment }: tensorduct.link.v1.ClaimAnswer.$Properties): void {
    const callback = this.open.get(number ?? 0);
    if (callback === undefined) throw new TensorductError('ERR_PROTOCOL', 'the peer answers what nobody has asked');
    this.open.delete(number ?? 0);
    const lease = granted ? { id: id ?? 0, segment: segment ?? 0 } : null;
    if (callback !== null) return callback(lease);
    this.overdue--;
    if (lease !== null) this.giveBack(lease.id);
  }

  /** The link is over. */
  close(): void {
    for (const callback of [...this.open.values()]) callback?.(null);
    this.open.clear();
  }
}

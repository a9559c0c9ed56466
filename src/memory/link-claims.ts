import { TensorductError } from '../errors.js';
import type { tensorduct } from '../wire/generated/link.js';

/** What is claimed of the peer's memory. */
export interface ClaimRequest {
  /** The context that has the lease. */
  readonly holder: Uint8Array;
  /** Its lease. */
  readonly lease: number;
  /** By which the holder keeps it; 0 for none. */
  readonly ticket: number;
}

/** A lease that the peer has given upon a claim. */
export interface ClaimedLease {
  readonly id: number;
  readonly segment: number;
}

/** Why there is no lease: nobody has it, too many are out, the peer owes its answer for too long, or the link is over. */
export type ClaimRefusal = 'unknown' | 'exhausted' | 'late' | 'ended';

/** Unanswered at a time. A peer that asks for more would make us keep its answers. */
export const MOST_CLAIMS = 256;
/**
 * For the owner to answer, in ms: it takes some 0.1 ms where it is awake. One that is stopped, or computes for long, is not
 * waited for: then the bytes are copied by who has them. As long as a pipe waits for a proof.
 */
export const CLAIM_MS = 2_000;

type ClaimCallback = (granted: ClaimedLease | ClaimRefusal) => void;

/** The claims that one end of a link has made: each is called back once. */
export class LinkClaims {
  /** By number; null once the deadline has passed. */
  private readonly open = new Map<number, ClaimCallback | null>();
  /** Those that wait for others to be answered. */
  private readonly waiting = new Map<ClaimCallback, ClaimRequest>();
  private made = 0;
  /** Of the open ones, those whose deadline has passed. */
  private overdue = 0;
  private ended = false;

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

  /** Claims what can be had another way: waits for {@link CLAIM_MS} at most. */
  claim(request: ClaimRequest, callback: ClaimCallback): void {
    if (!this.answers || this.ended) return callback('late');
    const number = this.made + 1;
    const giveUp = (): void => {
      if (!this.open.has(number)) return;
      this.open.set(number, null);
      this.overdue++;
      callback('late');
    };
    // Where it is this thread that was busy, the answer is here already, and is looked at before.
    const timer = setTimeout(() => setImmediate(giveUp), CLAIM_MS).unref();
    this.ask(request, (granted) => {
      clearTimeout(timer);
      callback(granted);
    });
  }

  /**
   * Claims what can be had in no other way: waits until the peer answers, or the link is over.
   * @returns gives up; then it is not called back
   */
  claimPatiently(request: ClaimRequest, callback: ClaimCallback): () => void {
    let wanted = true;
    const answered: ClaimCallback = (granted) => {
      if (wanted) callback(granted);
      else if (typeof granted === 'object') this.giveBack(granted.id);
    };
    if (this.ended) queueMicrotask(() => answered('ended'));
    else if (this.open.size < MOST_CLAIMS) this.ask(request, answered);
    else this.waiting.set(answered, request);
    return () => {
      wanted = false;
      this.waiting.delete(answered);
    };
  }

  /** @throws TensorductError `ERR_PROTOCOL` */
  answered({ number, granted, id, segment, exhausted }: tensorduct.link.v1.ClaimAnswer.$Properties): void {
    const callback = this.open.get(number ?? 0);
    if (callback === undefined) throw new TensorductError('ERR_PROTOCOL', 'the peer answers what nobody has asked');
    this.open.delete(number ?? 0);
    const [next] = this.waiting;
    if (next !== undefined) {
      this.waiting.delete(next[0]);
      this.ask(next[1], next[0]);
    }
    const lease = granted ? { id: id ?? 0, segment: segment ?? 0 } : null;
    if (callback !== null) return callback(lease ?? (exhausted ? 'exhausted' : 'unknown'));
    this.overdue--;
    if (lease !== null) this.giveBack(lease.id);
  }

  /** The link is over. */
  close(): void {
    this.ended = true;
    const callbacks = [...this.open.values(), ...this.waiting.keys()];
    this.open.clear();
    this.waiting.clear();
    for (const callback of callbacks) callback?.('ended');
  }

  private ask({ holder, lease, ticket }: ClaimRequest, callback: ClaimCallback): void {
    const number = ++this.made;
    this.open.set(number, callback);
    this.send({ number, holder, lease, ticket });
  }
}

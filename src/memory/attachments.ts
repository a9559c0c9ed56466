import { setTimeout as delay } from 'node:timers/promises';
import { TensorductError } from '../errors.js';
import { watch, type OperationOptions } from '../operations.js';
import type { Claims } from './claims.js';
import { canLink, parseLinkAddress, type LinkAddress } from './link-address.js';
import type { ClaimedLease, ClaimRefusal } from './link-claims.js';
import type { Link } from './link.js';
import type { Segment } from './native.js';
import { LeasedBlock, OwnBlock, type BlockHost, type SharedBlock } from './shared-block.js';

/** Where a block is: what a handle says. */
export interface BlockName {
  /** How to link with its owner. */
  readonly owner: string;
  /** The context that has a lease of it, in hex: the owner itself, or one that has it from there. */
  readonly holder: string;
  /** That lease. */
  readonly lease: number;
  /** By which the holder keeps the lease for whoever comes; 0 for none. */
  readonly ticket: number;
}

/** What attachments need of their context. */
export interface AttachmentsHost extends BlockHost {
  readonly claims: Claims;
  readonly openLinks: readonly Link[];
  connect(descriptor: string, signal: AbortSignal): Promise<Link>;
  redeemAt(holder: string, ticket: number): void;
}

/** Before the next attempt to link with an owner that has hung up, in ms; and how many there are. */
const RETRY_MS = 10;
const MOST_HANG_UPS = 5;

/** Gets blocks by their names: a lease of its own for each, from the owner, over a link that is made on first use. */
export class Attachments {
  constructor(private readonly host: AttachmentsHost) {}

  /**
   * Waits as long as the owner lives: it may compute for long, or be stopped.
   * @throws TensorductError (rejection) `ERR_OWNER_LOST`; `ERR_RELEASED` when the holder has it no more;
   *   `ERR_LIMIT_EXCEEDED`, `ERR_OUT_OF_MEMORY`, `ERR_UNREACHABLE`, `ERR_TIMEOUT`, `ERR_ABORTED`, `ERR_INVALID_ARGUMENT`
   */
  async attach(name: BlockName, options: OperationOptions = {}): Promise<SharedBlock> {
    const address = this.check(name.owner);
    const { host } = this;
    if (address.contextId === host.address.contextId) return this.comeHome(name);
    const controller = new AbortController();
    const { signal } = controller;
    const unwatch = watch(options, 'attach', (error) => controller.abort(error));
    try {
      const link = await this.linkTo(address, name.owner, signal);
      // Until the block has a hold of its own.
      link.hold();
      try {
        const { id, segment } = await claim(link, name, signal);
        return new LeasedBlock(host, link, id, await mapped(link, id, segment));
      } finally {
        link.letGo();
      }
    } finally {
      unwatch();
    }
  }

  /**
   * Makes sure that a context can be reached for its blocks.
   * @throws TensorductError (rejection) as {@link attach}
   */
  async reach(owner: string, options: OperationOptions = {}): Promise<void> {
    const address = this.check(owner);
    if (address.contextId === this.host.address.contextId) return;
    const controller = new AbortController();
    const unwatch = watch(options, 'attach', (error) => controller.abort(error));
    await this.linkTo(address, owner, controller.signal).finally(unwatch);
  }

  private check(owner: string): LinkAddress {
    const address = parseLinkAddress(owner);
    if (address === null)
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'the handle does not say who has its memory');
    if (canLink(this.host.address, address)) return address;
    throw new TensorductError('ERR_UNREACHABLE', 'the handle is of another host, user or network namespace', {
      advice: 'send the tensor itself over a pipe',
    });
  }

  /** The block is in our own arena. */
  private comeHome({ holder, lease, ticket }: BlockName): SharedBlock {
    const { claims, arena } = this.host;
    const slot = claims.slotOf(holder, lease);
    if (slot === null) throw failure('unknown');
    arena.retain(slot);
    this.host.redeemAt(holder, ticket);
    return new OwnBlock(this.host, slot);
  }

  private async linkTo({ contextId }: LinkAddress, owner: string, signal: AbortSignal): Promise<Link> {
    const there = this.host.openLinks.find(({ peer }) => peer === contextId);
    if (there !== undefined) return there;
    for (let hangUps = 0; ;) {
      signal.throwIfAborted();
      try {
        return await this.host.connect(owner, signal);
      } catch (thrown) {
        const error = TensorductError.from(thrown, 'ERR_UNREACHABLE', 'no link could be made');
        const cause = error.cause instanceof Error && 'code' in error.cause ? error.cause.code : undefined;
        if (cause === 'ECONNREFUSED') throw failure('ended', error);
        if (error.code === 'ERR_PEER_LOST' && ++hangUps === MOST_HANG_UPS) {
          throw new TensorductError('ERR_UNREACHABLE', 'the owner of the array hangs up', {
            operation: 'attach',
            advice:
              'run one version of tensorduct in all processes, and look whether the owner is short of descriptors',
            cause: error,
          });
        }
        // Alive, but busy: its queue of links is full, or it has not said hello in time.
        const isBusy = error.code === 'ERR_TIMEOUT' || cause === 'EAGAIN' || error.code === 'ERR_PEER_LOST';
        if (!isBusy || signal.aborted) throw error;
        await delay(RETRY_MS, undefined, { ref: false });
      }
    }
  }
}

function claim(link: Link, { holder, lease, ticket }: BlockName, signal: AbortSignal): Promise<ClaimedLease> {
  return new Promise((resolve, reject) => {
    const request = { holder: Buffer.from(holder, 'hex'), lease, ticket };
    const giveUp = link.claims.claimPatiently(request, (granted) => {
      signal.removeEventListener('abort', onAbort);
      if (typeof granted === 'object') resolve(granted);
      else reject(failure(granted));
    });
    const onAbort = (): void => {
      giveUp();
      reject(TensorductError.from(signal.reason, 'ERR_ABORTED', 'attach was aborted'));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

function mapped(link: Link, lease: number, index: number): Promise<Segment> {
  return new Promise((resolve, reject) => {
    link.segment(index, (error, segment) => {
      if (segment !== null) return resolve(segment);
      link.giveBack(lease);
      reject(error?.code === 'ERR_OUT_OF_MEMORY' ? error : failure('ended', error));
    });
  });
}

function failure(refusal: ClaimRefusal, cause?: unknown): TensorductError {
  const details = { operation: 'attach', cause };
  switch (refusal) {
    case 'ended':
      return new TensorductError('ERR_OWNER_LOST', 'the process in whose memory the array lies is gone', details);
    case 'exhausted':
      return new TensorductError('ERR_LIMIT_EXCEEDED', 'its owner lends this process no more arrays', {
        ...details,
        advice: 'release arrays of that owner, or put many small ones into one',
      });
    default:
      return new TensorductError('ERR_RELEASED', 'who has made the handle has let go of the array', {
        ...details,
        advice: 'make a handle for each receiver, or keep the array until all have it',
      });
  }
}

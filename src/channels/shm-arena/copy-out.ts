import { TensorductError } from '../../errors.js';
import type { Segment } from '../../memory/native.js';
import { soon } from '../../soon.js';
import type { ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { createLanding, type Landing, type LandingOwner } from '../landing.js';
import { LANDING_WINDOW } from '../sink-landing.js';

/** Up to here the JS thread copies: waking another one takes as long. */
const ON_LOOP_BYTES = 1024 * 1024;

/** Copied into memory in one piece at most: giving up waits for it. */
const PIECE_BYTES = 16 * 1024 * 1024;

/** Called once, and never inside of the call that began it. Nothing touches the receiver's memory any more. */
export type CopiedOut = (error: TensorductError | null, received: Received | null) => void;

/** Copies lent bytes to where the receiver wants them: piece by piece, large ones on another thread. */
export class CopyOut implements LandingOwner {
  private readonly landing: Landing;
  private readonly pieceBytes: number;
  private copied = 0;
  private busy = false;
  private outcome: { readonly error: TensorductError | null; readonly received: Received | null } | null = null;

  /**
   * @param offset of the bytes in the segment, which reaches as far
   * @throws TensorductError as {@link createLanding}
   */
  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly segment: Segment,
    private readonly offset: number,
    private readonly length: number,
    target: ReceiveTarget,
    private readonly callback: CopiedOut,
  ) {
    this.landing = createLanding(target, length, this);
    this.pieceBytes = target === 'borrow' || target instanceof Uint8Array ? PIECE_BYTES : LANDING_WINDOW;
    soon(this.run);
  }

  /** Gives up. Calls back when the piece that is being copied is done. */
  stop(error: TensorductError): void {
    this.end(error, null);
  }

  roomGrew(): void {
    soon(this.run);
  }

  landed(received: Received): void {
    this.end(null, received);
  }

  landingFailed(error: TensorductError): void {
    this.end(error, null);
  }

  private readonly run = (): void => {
    while (!this.busy && this.outcome === null && this.copied < this.landing.limit) {
      const { copied, landing, pieceBytes, length: total } = this;
      const length = Math.min(landing.limit - copied, pieceBytes - (copied % pieceBytes));
      try {
        const place = landing.place(copied, length);
        if (total <= ON_LOOP_BYTES) {
          this.segment.read(this.offset + copied, place);
          this.environment.counters.copiedOnLoop(length);
          this.arrived(length);
        } else {
          this.busy = true;
          this.segment.readAsync(this.offset + copied, place, () => {
            this.environment.counters.copied(length);
            this.arrived(length);
            this.busy = false;
            if (this.outcome !== null) this.report();
            else this.run();
          });
        }
      } catch (thrown) {
        this.end(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'), null);
      }
    }
  };

  private arrived(length: number): void {
    this.copied += length;
    if (this.outcome !== null) return;
    try {
      this.landing.arrived(length);
    } catch (thrown) {
      this.end(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'), null);
    }
  }

  private end(error: TensorductError | null, received: Received | null): void {
    if (this.outcome !== null) return;
    this.outcome = { error, received };
    this.landing.abandon();
    if (!this.busy) soon(() => this.report());
  }

  private report(): void {
    if (this.outcome !== null) this.callback(this.outcome.error, this.outcome.received);
  }
}

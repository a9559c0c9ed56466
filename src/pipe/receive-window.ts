import { TensorductError } from '../errors.js';
import { FrameType } from '../wire/frame.js';
import type { FrameWriter } from '../wire/frame-writer.js';
import { tensorduct } from '../wire/generated/control.js';

const { Credit } = tensorduct.v1;

/** The memory that this end lends to messages which nobody has read, and the credit that the writer gets for it. */
export class ReceiveWindow {
  /** Bytes that the writer may still send. */
  private room = 0;
  private consumed = 0;
  private credited = 0;
  /** The last credit is still on its way out. */
  private crediting = false;
  private frames: FrameWriter | null = null;

  /** @param size in bytes, as the brochure says */
  constructor(private readonly size: number) {}

  /** @param frames where credit goes */
  start(frames: FrameWriter): void {
    this.frames = frames;
    this.room = this.size;
  }

  /** The writer will send no more. */
  stop(): void {
    this.frames = null;
  }

  /**
   * A message has come, with the cost of `costOf`.
   * @throws TensorductError `ERR_PROTOCOL` where not a byte of credit was left for it to begin
   */
  take(cost: number): void {
    if (this.room <= 0) throw new TensorductError('ERR_PROTOCOL', 'the peer sends without credit');
    this.room -= cost;
  }

  /** A message has left our memory: the peer may send as much again. */
  give(cost: number): void {
    this.consumed += cost;
    this.credit();
  }

  /**
   * Gives credit for what was consumed, once it is worth a frame and the frames before are out: a peer that sends but
   * does not read gets no more, so what we answer it is bounded too.
   */
  private credit(): void {
    const { frames, size, consumed, credited } = this;
    if (frames === null || this.crediting || consumed - credited < size / 4) return;
    this.crediting = true;
    this.room += consumed - credited;
    this.credited = consumed;
    frames.send(FrameType.credit, Credit.encode({ limit: size + consumed }).finish(), this.sent);
  }

  private readonly sent = (): void => {
    this.crediting = false;
    this.credit();
  };
}

import { TensorductError } from '../../errors.js';
import { faultPoint } from '../../fault-point.js';
import { Outcome, type PeerReader } from '../../memory/native.js';
import { soon } from '../../soon.js';
import type { ChannelEnvironment, Received, ReceiveTarget } from '../channel.js';
import { createLanding, type Landing, type LandingOwner } from '../landing.js';
import { LANDING_WINDOW } from '../sink-landing.js';
import { encodeAnswer, type Place, type ReceiverWord, type SenderWord } from './codec.js';

type ReceiveCallback = (error: TensorductError | null, received: Received | null) => void;

/** The receiving half: asks where bytes are, and has them read to where they are wanted. */
export class CmaReceiver {
  private readonly incoming = new Map<number, Incoming>();
  /** Opened for the first read: then it has a place with a native thread. */
  private reader: PeerReader | null = null;
  private reads = 0;
  private active = 0;
  private failure: TensorductError | null = null;

  /**
   * @param open gives a reader of the peer's memory
   * @param fail the peer is gone, or has broken the protocol
   */
  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly open: () => PeerReader,
    private readonly fail: (error: TensorductError) => void,
  ) {}

  take(transfer: number, length: number, target: ReceiveTarget, callback: ReceiveCallback): void {
    const { failure } = this;
    if (failure !== null) return soon(() => callback(failure, null));
    try {
      this.incoming.set(transfer, new Incoming(transfer, length, target, callback, this));
      this.say(transfer, { word: 'want' });
      faultPoint('tensor-wanted');
    } catch (thrown) {
      this.say(transfer, { word: 'stopped' });
      const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'a receive could not begin');
      soon(() => callback(error, null));
    }
  }

  cancel(transfer: number): void {
    const error = new TensorductError('ERR_ABORTED', `the receive of transfer ${transfer} was cancelled`);
    this.incoming.get(transfer)?.end(error, null);
  }

  refuse(transfer: number): void {
    this.say(transfer, { word: 'refused' });
  }

  /** The sender's word. What has ended here meanwhile has had its last word. */
  answered(transfer: number, word: SenderWord): void {
    const incoming = this.incoming.get(transfer);
    if (word.word === 'place') incoming?.begin(word.place);
    else incoming?.withdrawn();
  }

  /** Ends every receive. Memory that is being read into is waited for. */
  close(error: TensorductError): void {
    this.failure = error;
    for (const incoming of this.incoming.values()) incoming.end(error, null);
    this.incoming.clear();
    this.closeReader();
  }

  // ---- what an incoming transfer asks for ----

  /**
   * @returns the number of the read
   * @throws Error where there can be no native thread
   */
  read(
    { nameplate, address }: Place,
    offset: number,
    target: Uint8Array,
    callback: (outcome: Outcome) => void,
  ): number {
    const reader = (this.reader ??= this.open());
    const id = ++this.reads;
    this.active++;
    reader.read(id, nameplate, address + offset, target, (outcome) => {
      this.active--;
      if (outcome === Outcome.Done) this.environment.counters.crossed(this.environment.name, target.length);
      callback(outcome);
      this.closeReader();
    });
    return id;
  }

  stopReading(id: number): void {
    this.reader?.cancel(id);
  }

  say(transfer: number, word: ReceiverWord): void {
    if (this.failure === null) this.environment.answer(encodeAnswer(transfer, word));
  }

  forget({ transfer }: Incoming): void {
    this.incoming.delete(transfer);
  }

  /** Reading has failed for a reason that holds for every transfer. */
  broken(outcome: Outcome): TensorductError {
    const error =
      outcome === Outcome.Refused
        ? new TensorductError('ERR_SYSTEM', 'the memory of the peer may not be read any more')
        : new TensorductError('ERR_PEER_LOST', 'the memory of the peer is gone');
    soon(() => this.fail(error));
    return error;
  }

  /** Once nothing is being read: closing waits for the piece under way, and that might take the peer's kindness. */
  private closeReader(): void {
    if (this.failure !== null && this.active === 0) this.reader?.close();
  }
}

/** One transfer that was taken. */
class Incoming implements LandingOwner {
  private readonly landing: Landing;
  private readonly pieceBytes: number;
  private place: Place | null = null;
  private arrived = 0;
  /** The number of the read under way. */
  private reading: number | null = null;
  private outcome: { readonly error: TensorductError | null; readonly received: Received | null } | null = null;
  private reported = false;

  /** @throws TensorductError as {@link createLanding} */
  constructor(
    private readonly number: number,
    length: number,
    target: ReceiveTarget,
    private readonly callback: ReceiveCallback,
    private readonly receiver: CmaReceiver,
  ) {
    this.landing = createLanding(target, length, this);
    this.pieceBytes = target === 'borrow' || target instanceof Uint8Array ? length : LANDING_WINDOW;
  }

  get transfer(): number {
    return this.number;
  }

  /** The sender has said where the bytes are. */
  begin(place: Place): void {
    this.place ??= place;
    this.roomGrew();
  }

  /** The sender takes it back. */
  withdrawn(): void {
    this.end(new TensorductError('ERR_MESSAGE_WITHDRAWN', `the peer withdrew transfer ${this.number}`), null);
  }

  roomGrew(): void {
    const { landing, arrived, pieceBytes, place } = this;
    if (place === null || this.reading !== null || this.outcome !== null || arrived >= landing.limit) return;
    const length = Math.min(landing.limit - arrived, pieceBytes - (arrived % pieceBytes));
    try {
      this.reading = this.receiver.read(place, arrived, landing.place(arrived, length), (outcome) =>
        this.onRead(outcome, length),
      );
    } catch (thrown) {
      this.end(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'), null);
    }
  }

  landed(received: Received): void {
    this.end(null, received);
  }

  landingFailed(error: TensorductError): void {
    this.end(error, null);
  }

  /** Calls back when nothing is read any more. */
  end(error: TensorductError | null, received: Received | null): void {
    if (this.outcome !== null) return;
    this.outcome = { error, received };
    this.landing.abandon();
    if (this.reading === null) soon(() => this.report());
    else this.receiver.stopReading(this.reading);
  }

  private onRead(outcome: Outcome, length: number): void {
    this.reading = null;
    if (this.outcome !== null) return this.report();
    switch (outcome) {
      case Outcome.Done:
        return this.onArrived(length);
      case Outcome.Unreadable:
        this.receiver.say(this.number, { word: 'unreadable' });
        return this.conclude(
          new TensorductError('ERR_MESSAGE_WITHDRAWN', `the memory of transfer ${this.number} cannot be read`),
          null,
        );
      default:
        return this.conclude(this.receiver.broken(outcome), null);
    }
  }

  private onArrived(length: number): void {
    this.arrived += length;
    try {
      this.landing.arrived(length);
    } catch (thrown) {
      return this.end(TensorductError.from(thrown, 'ERR_SYSTEM', 'received bytes have no place'), null);
    }
    this.roomGrew();
  }

  private report(): void {
    if (this.outcome === null || this.reported) return;
    const { error, received } = this.outcome;
    faultPoint('read-answering');
    this.receiver.say(this.number, { word: error === null ? 'done' : 'stopped' });
    this.conclude(error, received);
  }

  private conclude(error: TensorductError | null, received: Received | null): void {
    if (this.reported) return;
    this.reported = true;
    this.receiver.forget(this);
    this.callback(error, received);
  }
}

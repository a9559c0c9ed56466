import { type Completion, TensorductError } from '../../errors.js';
import { faultPoint } from '../../fault-point.js';
import type { Native } from '../../memory/native.js';
import type { Nameplate } from '../../memory/peer-memory.js';
import type { HostMemory } from '../../message/bytes.js';
import { soon } from '../../soon.js';
import type { ChannelEnvironment } from '../channel.js';
import { encodeAnswer, type ReceiverWord, type SenderWord } from './codec.js';

/** A transfer whose receiver has not said its last word. It holds the memory. */
interface Outgoing {
  readonly transfer: number;
  readonly source: HostMemory;
  readonly length: number;
  /** Null once called. */
  callback: Completion | null;
  /** Whether the receiver may be reading. */
  isRead: boolean;
  /** Whether it was taken back. */
  withdrawn: boolean;
}

/** The sending half: says where bytes are, and keeps them there until they were read. */
export class CmaSender {
  private readonly outgoing = new Map<number, Outgoing>();
  private failure: TensorductError | null = null;

  /** @param shown without it the peer takes nothing that it reads */
  constructor(
    private readonly environment: ChannelEnvironment,
    private readonly native: Native,
    private readonly shown: Nameplate,
  ) {}

  offer(transfer: number, source: HostMemory, callback: Completion): void {
    const { failure } = this;
    if (failure !== null) return soon(() => callback(failure));
    const { byteLength: length } = source;
    this.outgoing.set(transfer, { transfer, source, length, callback, isRead: false, withdrawn: false });
  }

  /** Takes it back: at once, or, where it may be read, as the receiver answers. */
  withdraw(transfer: number): void {
    const outgoing = this.outgoing.get(transfer);
    if (outgoing === undefined || outgoing.withdrawn) return;
    outgoing.withdrawn = true;
    if (outgoing.isRead) this.say(transfer, { word: 'withdrawn' });
    else soon(() => this.finish(outgoing, aborted(transfer)));
  }

  /** The receiver's word. @throws TensorductError `ERR_PROTOCOL` */
  answered(transfer: number, { word }: ReceiverWord): void {
    const outgoing = this.outgoing.get(transfer);
    // It may have given up before our `withdrawn` reached it.
    if (outgoing === undefined && word === 'stopped') return;
    const isRead = word === 'done' || word === 'unreadable';
    if (outgoing === undefined || (word !== 'stopped' && outgoing.isRead !== isRead)) {
      throw new TensorductError('ERR_PROTOCOL', `the peer answered transfer ${transfer}, which is not at that point`);
    }
    if (word === 'want') return this.tell(outgoing);
    this.outgoing.delete(transfer);
    this.finish(outgoing, this.outcome(outgoing, word));
  }

  /** Ends every transfer. What the peer is reading is void. */
  close(error: TensorductError): void {
    this.failure = error;
    this.shown.takeDown();
    for (const outgoing of this.outgoing.values()) soon(() => this.finish(outgoing, error));
    this.outgoing.clear();
  }

  /** Says where the bytes are, if they are still there. */
  private tell(outgoing: Outgoing): void {
    const { transfer, source, withdrawn } = outgoing;
    if (withdrawn || isDetached(source)) {
      this.outgoing.delete(transfer);
      this.say(transfer, { word: 'withdrawn' });
      return soon(() => this.finish(outgoing, detached()));
    }
    outgoing.isRead = true;
    faultPoint('place-answering');
    const address = this.native.PeerReader.addressOf(source);
    this.say(transfer, { word: 'place', place: { nameplate: this.shown.address, address } });
  }

  private outcome(outgoing: Outgoing, word: Exclude<ReceiverWord['word'], 'want'>): TensorductError | null {
    const { transfer, source, length, withdrawn } = outgoing;
    if (withdrawn && word !== 'done') return aborted(transfer);
    switch (word) {
      case 'refused':
        return new TensorductError('ERR_REJECTED', 'the peer refused a transfer');
      case 'unreadable':
        if (isDetached(source)) return detached();
        return new TensorductError('ERR_SYSTEM', `the peer cannot read the memory of transfer ${transfer}`, {
          advice: 'memory of devices and of some drivers cannot be read by other processes: copy it first',
        });
      case 'stopped':
        return null;
      case 'done':
        this.environment.counters.crossed(this.environment.name, length);
        return isDetached(source) ? detached() : null;
    }
  }

  private say(transfer: number, word: SenderWord): void {
    if (this.failure === null) this.environment.answer(encodeAnswer(transfer, word));
  }

  private finish(outgoing: Outgoing, error: TensorductError | null): void {
    const { callback } = outgoing;
    outgoing.callback = null;
    callback?.(error);
  }
}

/** Memory of a transfer has at least one byte. */
function isDetached(source: HostMemory): boolean {
  return source.buffer.byteLength === 0;
}

function detached(): TensorductError {
  return new TensorductError('ERR_MEMORY_DETACHED', 'memory that was being sent was detached');
}

function aborted(transfer: number): TensorductError {
  return new TensorductError('ERR_ABORTED', `transfer ${transfer} was withdrawn`);
}

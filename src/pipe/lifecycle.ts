import type { Counters } from '../counters.js';
import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { log } from '../log.js';
import type { TransportConnection } from '../transports/transport.js';
import { ChannelTable, forgoChannels } from './channel-table.js';
import { Conversation } from './conversation.js';
import { FAREWELL_MS } from './framed-connection.js';
import { MessageReader } from './reader.js';
import type { PipeHost, PipeSetup, Terms } from './terms.js';
import { MessageWriter } from './writer.js';

/** Gives the error that says why a peer was lost, to who knows more of it than its connection. Never rejects. */
export type PostMortem = (error: TensorductError) => Promise<TensorductError>;

/** What the pipe does as its life goes on. Nothing of it is called inside a call of the user. */
export interface LifecycleHost {
  onEstablished(): void;
  onDrain(): void;
  /** @param observed whether the program hears of it elsewhere, or has asked for it */
  onError(error: TensorductError, observed: boolean): void;
  onUnheard(error: TensorductError): void;
  /** Everything is released. */
  onClose(): void;
}

/**
 * The life of one end of a pipe: from the handshake over the goodbyes of both ends, or a failure, until everything is
 * released. Here the two halves, the channels and the connection come together.
 */
export class Lifecycle {
  readonly writer: MessageWriter;
  readonly reader: MessageReader;
  /** Null until established. */
  terms: Terms | null = null;
  over = false;
  /** Asked before anybody hears that the peer is lost. */
  postMortem: PostMortem | null = null;

  private channels: ChannelTable | null = null;
  private conversation: Conversation | null = null;
  private alias = '';
  private iterators = 0;
  private examined = false;
  /** The connection is over. */
  private gone = false;
  private closed = false;
  /** What operations get once the pipe is over. */
  private ended: TensorductError | null = null;
  /** Set while a close waits for the peer. */
  private drained: (() => void) | null = null;
  private linger: NodeJS.Timeout | undefined;
  /** The program has closed the pipe. */
  private left = false;
  /** Waits for the connection to say why a channel has lost the peer. */
  private bereaved: NodeJS.Timeout | undefined;
  /** Whether the program wants the pipe to keep the process alive. */
  private wanted = true;
  private readonly lanes = new Set<TransportConnection>();

  constructor(
    private readonly owner: PipeHost,
    private readonly setup: PipeSetup,
    private readonly counters: Counters,
    private readonly host: LifecycleHost,
  ) {
    const { limits } = owner;
    const destroy = (error: TensorductError): void => this.shut(error, true);
    const locate = (error: TensorductError): TensorductError => this.locate(error);
    const advance = (): void => this.advance();
    this.writer = new MessageWriter({
      limits,
      counters,
      destroy,
      locate,
      onDrain: () => queueMicrotask(() => this.host.onDrain()),
      onIdle: advance,
      onBusy: () => this.holdLoop(),
      onUnheard: (error) => this.host.onUnheard(error),
    });
    this.reader = new MessageReader({ limits, counters, destroy, locate, onIdle: advance, onBusy: advance });
    setup.terms.then(
      (terms) => this.establish(terms),
      (thrown: unknown) => this.shut(TensorductError.from(thrown, 'ERR_SYSTEM', 'the pipe could not be set up'), false),
    );
  }

  get id(): string {
    return `${this.owner.id}.${this.setup.name.number}${this.alias}`;
  }

  /** '' while unknown. */
  get remoteName(): string {
    return this.setup.name.remoteName || (this.terms?.remote.contextName ?? '');
  }

  /** How a channel moves bytes, for people. */
  channelNote(number: number): string | undefined {
    return this.channels?.note(number);
  }

  /** Says goodbye after everything that was written. Resolves when the peer has it all, or the deadline has passed. */
  drain(timeoutMs: number): Promise<void> {
    this.left = true;
    if (this.over) {
      this.dropLater();
      return Promise.resolve();
    }
    this.writer.refuseMore(new TensorductError('ERR_PIPE_CLOSED', 'the pipe is closing', { local: this.id }));
    return new Promise((resolve) => {
      const what = `the pipe could not be drained within ${timeoutMs} ms`;
      const timer = setTimeout(() => {
        this.shut(new TensorductError('ERR_TIMEOUT', what, { operation: 'close' }), true);
      }, timeoutMs);
      this.drained = () => {
        clearTimeout(timer);
        this.drained = null;
        resolve();
      };
      // While connecting it waits: the program may yet read what the peer has to say.
      if (this.conversation !== null) this.advance();
    });
  }

  /** The user ends the pipe at once. */
  destroy(error: TensorductError): void {
    if (this.over) this.drop();
    else this.shut(error, true, true);
  }

  /** Somebody reads all messages to come, until `stopIterating`. */
  startIterating(): void {
    this.iterators++;
  }

  stopIterating(): void {
    this.iterators--;
    this.advance();
  }

  /** @param wanted whether the program wants the pipe to keep the process alive */
  want(wanted: boolean): void {
    this.wanted = wanted;
    this.holdLoop();
  }

  private establish(terms: Terms): void {
    const { framed, lanes, remote } = terms;
    if (this.over) {
      lanes.close();
      forgoChannels(terms.chosen, terms.pipeId, this.setup.name.role);
      framed.close(this.closedError());
      return this.finish();
    }
    this.terms = terms;
    const { role } = this.setup.name;
    this.alias = `_${role === 'connect' ? 'to' : 'from'}_${this.remoteName}`;
    this.channels = new ChannelTable(terms.chosen, {
      role,
      pipeId: terms.pipeId,
      peerPid: framed.connection.peerPid,
      counters: this.counters,
      lane: (channel, index, callback) => this.openLane(terms, channel, index, callback),
      answer: (channel, bytes) => this.conversation?.answer(channel, bytes),
      failed: (error) => this.channelFailed(error),
    });
    const established = { frames: framed.writer, channels: this.channels, remote };
    this.conversation = new Conversation(framed, this.channels, this.writer, this.reader, {
      limits: this.owner.limits,
      network: terms.scope === 'network',
      advance: () => this.advance(),
      lost: (error) => this.lost(error),
      destroy: (error) => this.shut(error, true),
    });
    framed.connection.onClose(() => {
      this.gone = true;
      if (this.over) this.finish();
      else this.lost(new TensorductError('ERR_PEER_LOST', 'the connection was closed'));
    });
    log('%s established over %s', this.id, framed.transport);
    this.reader.establish(established);
    this.conversation.begin();
    this.writer.establish(established);
    queueMicrotask(() => this.host.onEstablished());
    faultPoint('established');
    this.advance();
  }

  private openLane(
    terms: Terms,
    channel: number,
    index: number,
    callback: (error: TensorductError | null, lane: TransportConnection | null) => void,
  ): void {
    terms.lanes.open(channel, index).then(
      (lane) => {
        if (this.over) {
          lane.close();
          return callback(this.closedError(), null);
        }
        this.lanes.add(lane);
        faultPoint('lane-joined');
        callback(null, lane);
      },
      (thrown: unknown) => callback(TensorductError.from(thrown, 'ERR_SYSTEM', 'a lane could not be opened'), null),
    );
  }

  /** Takes the next step of closing, if it is time for one. */
  private advance(): void {
    if (this.over) return this.closeChannels();
    const { conversation } = this;
    if (conversation === null) {
      // Nobody has heard of us yet and we have nothing to say.
      if (this.drained !== null && this.writer.idle && !this.reader.busy) this.shut(null, false);
      return;
    }
    // In the middle of its life: asked for with every message.
    if (this.drained === null && !conversation.goodbyeAnswered && !conversation.peerLeft) {
      return this.setup.hold.set(this.wanted);
    }
    if (this.drained !== null && this.writer.idle) conversation.sayGoodbye(this.writer.messages);
    if (conversation.goodbyeAnswered) {
      this.drained?.();
      if (conversation.peerLeft) return this.shut(null, false);
      if (this.reading) {
        clearTimeout(this.linger);
        this.linger = undefined;
      } else if (this.linger === undefined) {
        this.linger = setTimeout(() => this.shut(null, false), this.owner.limits.drainTimeoutMs);
        this.linger.unref();
      }
    }
    this.holdLoop();
  }

  /** Whether somebody on this side still reads. */
  private get reading(): boolean {
    return this.reader.busy || this.iterators > 0;
  }

  /** Lets the pipe keep the process alive while the program wants it to and it has something to wait for. */
  private holdLoop(): void {
    const { conversation } = this;
    const pending = this.drained !== null || !this.writer.idle || this.reading;
    const left = conversation !== null && (conversation.goodbyeAnswered || conversation.peerLeft);
    this.setup.hold.set(this.wanted && (pending || !left));
  }

  /** The connection broke, or the peer has closed it. */
  private lost(error: TensorductError): void {
    const { conversation } = this;
    const weAreDone = conversation?.goodbyeAnswered === true && !this.reading;
    const bothAreDone = conversation?.peerSaidGoodbye === true && this.writer.idle;
    this.shut(bothAreDone || weAreDone ? null : error, false);
  }

  /** A channel that has lost the peer may be ahead of the connection, which says why, or ends too. */
  private channelFailed(error: TensorductError): void {
    if (error.code !== 'ERR_PEER_LOST') return this.shut(error, true);
    if (!this.over) this.bereaved ??= setTimeout(() => this.shut(error, true), FAREWELL_MS);
  }

  /**
   * Ends the pipe.
   * @param error null for an orderly end
   * @param tell whether the peer shall hear of it
   * @param own whether the user has asked for it
   */
  private shut(error: TensorductError | null, tell: boolean, own = false): void {
    if (this.over) return;
    if (error?.code === 'ERR_PEER_LOST' && this.postMortem !== null && !own)
      return this.examine(error, this.postMortem);
    this.over = true;
    faultPoint('pipe-ending');
    const { terms, writer, reader } = this;
    const ended = this.locate(error ?? new TensorductError('ERR_PIPE_CLOSED', 'the pipe is over'));
    this.ended = ended;
    const awaited = writer.awaited || reader.busy;
    const owed = writer.owesEager;
    log('%s ended: %s', this.id, error === null ? 'closed by both ends' : ended.message);
    clearTimeout(this.linger);
    clearTimeout(this.bereaved);
    writer.end(ended);
    if (own || tell) this.channels?.close(ended);
    else this.channels?.finish(ended);
    reader.end(error === null ? null : ended, own);
    this.closeChannels();
    this.conversation?.end();
    if (terms === null) {
      this.setup.abandon(ended);
      queueMicrotask(() => this.finish());
    } else {
      terms.lanes.close();
      if (tell && error !== null) terms.framed.fail(error);
      else terms.framed.hangUp(ended);
    }
    this.drained?.();
    if (error !== null) {
      // A peer that closes at once without our waiting for anything is no news.
      const observed = awaited || own || (error.code === 'ERR_PIPE_CLOSED' && !owed);
      queueMicrotask(() => this.host.onError(ended, observed));
    }
    if (this.gone) queueMicrotask(() => this.finish());
    if (this.left) this.dropLater();
  }

  /** A pipe that is over and closed by the program holds memory of a dead peer only while somebody reads. */
  private dropLater(): void {
    clearTimeout(this.linger);
    if (!this.reader.holdsMessages) return;
    const drop = (): void => (this.reading ? this.dropLater() : this.drop());
    this.linger = setTimeout(drop, this.owner.limits.drainTimeoutMs).unref();
  }

  /** Lets go of what has arrived and is not read. */
  private drop(): void {
    this.reader.drop(this.ended);
    this.closeChannels();
  }

  /** Closes the channels of a pipe that is over, as soon as nothing that has arrived needs them. */
  private closeChannels(): void {
    if (this.ended !== null && !this.reader.holdsMessages) this.channels?.close(this.ended);
  }

  private examine(error: TensorductError, postMortem: PostMortem): void {
    if (this.examined) return;
    this.examined = true;
    void postMortem(error).then((found) => {
      this.postMortem = null;
      this.shut(found, false);
    });
  }

  /** An error of a lower layer, or of another time, with the names of the two ends. */
  private locate(error: TensorductError): TensorductError {
    const { id } = this;
    if (error.local === id) return error;
    const peer = this.remoteName || this.setup.name.address || undefined;
    return error.at({ local: id, peer, backend: this.terms?.framed.transport });
  }

  private closedError(): TensorductError {
    return this.ended ?? new TensorductError('ERR_PIPE_CLOSED', 'the pipe was closed');
  }

  /** The connection is over, the farewell out: everything else is released. */
  private finish(): void {
    if (this.closed) return;
    this.closed = true;
    for (const lane of this.lanes) lane.close();
    this.host.onClose();
  }
}

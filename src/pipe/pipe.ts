import { EventEmitter } from 'eventemitter3';
import { Counters } from '../counters.js';
import { TensorductError } from '../errors.js';
import { log } from '../log.js';
import type { Allocation } from '../message/allocation.js';
import type { Descriptor } from '../message/descriptor.js';
import type { Message } from '../message/message.js';
import type { ReceivedMessage } from '../message/received-message.js';
import { OperationPromise, parameters, type OperationOptions, type ResultCallback } from '../operations.js';
import type { TransportConnection } from '../transports/transport.js';
import { ChannelTable } from './channel-table.js';
import { Conversation } from './conversation.js';
import type { Explanation } from './explanation.js';
import { MessageReader } from './reader.js';
import type { PipeHost, Terms } from './terms.js';
import { MessageWriter, type WriteOptions } from './writer.js';

/** What a pipe emits. */
export interface PipeEvents {
  /** The handshake is through. */
  established: [];
  /** `writable` is true again. */
  drain: [];
  /** The pipe ended with an error. */
  error: [error: TensorductError];
  /** The pipe is over and everything of it is released. */
  close: [];
}

/** The context, as a pipe sees it. */
export interface PipeOwner extends PipeHost {
  enroll(pipe: Pipe): void;
  unenroll(pipe: Pipe): void;
}

/**
 * Two processes' ends of one stream of messages in each direction.
 *
 * `write`, `readDescriptor` and `read` take a callback or, without one, return a promise. Callbacks of each of the
 * three come in the order of the calls, exactly once, never inside the call. Operations may begin at once: until the
 * pipe is established they queue. Memory handed over belongs to the pipe until the callback.
 */
export class Pipe extends EventEmitter<PipeEvents> implements AsyncIterable<ReceivedMessage>, AsyncDisposable {
  /**
   * For who knows more of the peer than its connection: before anybody hears that the peer is lost, gives the error
   * that says why. Never rejects.
   * @internal
   */
  postMortem: ((error: TensorductError) => Promise<TensorductError>) | null = null;

  private readonly figures = new Counters();
  private readonly writer: MessageWriter;
  private readonly reader: MessageReader;
  private terms: Terms | null = null;
  private channels: ChannelTable | null = null;
  private conversation: Conversation | null = null;
  private alias = '';
  private iterators = 0;
  private examined = false;
  /** The connection is over. */
  private gone = false;
  private over = false;
  private closed = false;
  /** What operations get once the pipe is over. */
  private ended: TensorductError | null = null;
  private closing: Promise<void> | null = null;
  private drained: (() => void) | null = null;
  private linger: NodeJS.Timeout | undefined;
  private holdsLoop = true;
  private readonly laneConnections = new Set<TransportConnection>();

  /**
   * Made by `context.connect` and by listeners.
   * @param abandon ends a handshake that is still under way
   * @internal
   */
  constructor(
    private readonly owner: PipeOwner,
    private readonly number: string,
    private readonly role: 'connect' | 'listen',
    private readonly named: { remoteName: string; address: string },
    terms: Promise<Terms>,
    private readonly abandon: (error: TensorductError) => void,
  ) {
    super();
    this.handedOut = role === 'connect';
    const { limits } = owner;
    const counters = this.figures;
    const destroy = (error: TensorductError): void => this.shut(error, true);
    const locate = (error: TensorductError): TensorductError => this.locate(error);
    this.writer = new MessageWriter({
      limits,
      counters,
      destroy,
      locate,
      onDrain: () => queueMicrotask(() => this.emit('drain')),
      onIdle: () => this.advance(),
    });
    const advance = (): void => this.advance();
    this.reader = new MessageReader({ limits, counters, destroy, locate, onIdle: advance, onBusy: advance });
    owner.enroll(this);
    terms.then(
      (settled) => this.establish(settled),
      (thrown: unknown) => this.shut(TensorductError.from(thrown, 'ERR_SYSTEM', 'the pipe could not be set up'), false),
    );
  }

  /** For logs and errors: the context's id, the pipe's number and, once known, the peer's name. */
  get id(): string {
    return `${this.owner.id}.${this.number}${this.alias}`;
  }

  /** The name given to `connect`, or else that of the peer's context; '' while unknown. */
  get remoteName(): string {
    return this.named.remoteName || (this.terms?.remote.contextName ?? '');
  }

  /** What this pipe has done so far. */
  get counters(): Counters {
    const { figures, terms } = this;
    figures.wireBytesRead = terms?.framed.reader.bytesRead ?? 0;
    figures.wireBytesWritten = terms?.framed.writer.bytesWritten ?? 0;
    return figures;
  }

  /** False once as much is unfinished as the high-water marks allow; the `drain` event says when it is true again. */
  get writable(): boolean {
    return this.writer.writable && !this.over;
  }

  /** Bytes of payloads and tensors in unfinished writes. */
  get bufferedBytes(): number {
    return this.writer.bufferedBytes;
  }

  /**
   * Writes a message: complete when its memory is needed no more. Small parts travel at once; larger ones wait until
   * the peer reads them, so two ends that both await a large write before they read wait for each other, unless
   * `eager: true` copies what is large.
   * @throws TensorductError `ERR_INVALID_ARGUMENT`, `ERR_LIMIT_EXCEEDED`, `ERR_QUEUE_FULL` and others for a message
   *   that cannot be written at all: thrown by the callback form, a rejection in the promise form
   */
  write(message: Message, callback: ResultCallback<Message>): void;
  write(message: Message, options: WriteOptions | undefined, callback: ResultCallback<Message>): void;
  write(message: Message, options?: WriteOptions): Promise<void>;
  write(
    message: Message,
    optionsOrCallback?: WriteOptions | ResultCallback<Message>,
    callback?: ResultCallback<Message>,
  ): Promise<void> | undefined {
    const [options, done] = parameters(optionsOrCallback, callback);
    if (done !== undefined) {
      this.writer.write(message, options, done);
      return undefined;
    }
    return this.promise<undefined>((resolve, reject) => {
      this.writer.write(message, options, (error) => (error === null ? resolve(undefined) : reject(error)));
    });
  }

  /**
   * Waits for the next message and tells what it holds; null at the end, after the peer's `close`. One-shot; the next
   * one is delivered only after `read` or `reject` was called for this one.
   */
  readDescriptor(callback: ResultCallback<Descriptor>): void;
  readDescriptor(options: OperationOptions | undefined, callback: ResultCallback<Descriptor>): void;
  readDescriptor(options?: OperationOptions): Promise<Descriptor | null>;
  readDescriptor(
    optionsOrCallback?: OperationOptions | ResultCallback<Descriptor>,
    callback?: ResultCallback<Descriptor>,
  ): Promise<Descriptor | null> | undefined {
    const [options, done] = parameters(optionsOrCallback, callback);
    if (done !== undefined) {
      this.reader.readDescriptor(options, done);
      return undefined;
    }
    return this.promise<Descriptor | null>((resolve, reject) => {
      this.reader.readDescriptor(options, (error, descriptor) =>
        error === null ? resolve(descriptor) : reject(error),
      );
    });
  }

  /**
   * Reads the message whose descriptor was delivered, to where the allocation says.
   * @throws TensorductError `ERR_OUT_OF_TURN`, `ERR_ALLOCATION_MISMATCH` and others, with nothing consumed: thrown by
   *   the callback form, a rejection in the promise form
   */
  read(allocation: Allocation, callback: ResultCallback<ReceivedMessage>): void;
  read(allocation: Allocation, options: OperationOptions | undefined, callback: ResultCallback<ReceivedMessage>): void;
  read(allocation: Allocation, options?: OperationOptions): Promise<ReceivedMessage>;
  read(
    allocation: Allocation,
    optionsOrCallback?: OperationOptions | ResultCallback<ReceivedMessage>,
    callback?: ResultCallback<ReceivedMessage>,
  ): Promise<ReceivedMessage> | undefined {
    const [options, done] = parameters(optionsOrCallback, callback);
    if (done !== undefined) {
      this.reader.read(allocation, options, done);
      return undefined;
    }
    return this.promise<ReceivedMessage>((resolve, reject) => {
      this.reader.read(allocation, options, (error, message) => {
        if (message !== null) resolve(message);
        else if (error !== null) reject(error);
      });
    });
  }

  /**
   * Declines the message whose descriptor was delivered. Its write fails with `ERR_REJECTED`, unless it was complete
   * already because all of it was small.
   * @param reason for the writer's error message; at most 256 characters are sent
   * @throws TensorductError `ERR_OUT_OF_TURN`
   */
  reject(reason: string): void {
    this.reader.reject(reason);
  }

  /**
   * Every message to come, borrowed where that is cheaper. A message is released when the next one is asked for;
   * `message.retain()` keeps it. Messages that the writer has taken back are left out.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<ReceivedMessage, void, void> {
    this.iterators++;
    try {
      for (let message = await this.next(); message !== null; message = await this.next()) {
        try {
          yield message;
        } finally {
          message.release();
        }
      }
    } finally {
      this.iterators--;
      this.advance();
    }
  }

  /**
   * Ends our stream of messages in order: waits until what was written is complete, tells the peer how much that was,
   * and resolves when the peer has it all, or when the deadline has passed; never rejects. The peer's messages can
   * still be read until it closes too; where nothing reads, the pipe is over soon after.
   * @param options.timeoutMs deadline; then the pipe is destroyed. Defaults to `limits.drainTimeoutMs`
   */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.closing ??= this.drain(options.timeoutMs ?? this.owner.limits.drainTimeoutMs);
    return this.closing;
  }

  /**
   * Ends the pipe at once. Pending operations fail with the error; the peer learns its code and message.
   * @param error defaults to `ERR_PIPE_CLOSED`
   */
  destroy(error?: TensorductError): void {
    this.shut(error ?? new TensorductError('ERR_PIPE_CLOSED', 'the pipe was destroyed on this side'), true, true);
  }

  /** What was chosen, and why each other backend was passed over. */
  explain(): Explanation {
    const { terms } = this;
    return {
      id: this.id,
      remoteName: this.remoteName,
      state: this.over ? 'closed' : terms === null ? 'connecting' : 'established',
      transport: terms && {
        name: terms.framed.transport,
        localAddress: terms.framed.connection.localAddress,
        remoteAddress: terms.framed.connection.remoteAddress,
        bootstrap: terms.bootstrap,
      },
      channels: terms?.chosen.flatMap(({ name, pairs }) => pairs.map((pair) => ({ name, ...pair }))) ?? [],
      passedOver: terms?.verdicts ?? [],
      inlineItemBytes: this.owner.limits.inlineItemBytes,
    };
  }

  /** Lets the pipe keep the process alive, as it does at first. */
  ref(): this {
    this.holdsLoop = true;
    return this.hold();
  }

  /** Lets the process end although the pipe is open. */
  unref(): this {
    this.holdsLoop = false;
    return this.hold();
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * The listener has given the pipe to the program.
   * @internal
   */
  handOut(): void {
    this.handedOut = true;
  }

  // ---- within ----

  /** The next message that was not taken back; null at the end. */
  private async next(): Promise<ReceivedMessage | null> {
    for (;;) {
      try {
        const descriptor = await this.readDescriptor();
        return descriptor && (await this.read(descriptor.allocate('borrow')));
      } catch (thrown) {
        if (!(thrown instanceof TensorductError) || thrown.code !== 'ERR_MESSAGE_WITHDRAWN') throw thrown;
      }
    }
  }

  private promise<T>(
    start: (resolve: (value: T) => void, reject: (error: TensorductError) => void) => void,
  ): Promise<T> {
    return OperationPromise.run(start, (error) => this.report(error));
  }

  private establish(terms: Terms): void {
    const { framed, lanes, remote } = terms;
    if (this.over) {
      lanes.close();
      framed.close(this.ended ?? new TensorductError('ERR_PIPE_CLOSED', 'the pipe was closed'));
      return this.finish();
    }
    this.terms = terms;
    this.alias = `_${this.role === 'connect' ? 'to' : 'from'}_${this.remoteName}`;
    this.channels = new ChannelTable(terms.chosen, {
      role: this.role,
      counters: this.figures,
      lane: (channel, index, callback) => this.openLane(terms, channel, index, callback),
      answer: (channel, bytes) => this.conversation?.answer(channel, bytes),
      destroy: (error) => this.shut(error, true),
    });
    const established = { frames: framed.writer, channels: this.channels, remote };
    this.conversation = new Conversation(framed, this.channels, this.writer, this.reader, {
      limits: this.owner.limits,
      network: terms.scope === 'network',
      advance: () => this.advance(),
      lost: (error) => this.lost(error),
      destroy: (error) => this.shut(error, true),
    });
    this.hold();
    framed.connection.onClose(() => {
      this.gone = true;
      if (this.over) this.finish();
      else this.lost(new TensorductError('ERR_PEER_LOST', 'the connection was closed'));
    });
    log('%s established over %s', this.id, framed.transport);
    this.reader.establish(established, this.owner.limits.windowBytes);
    this.conversation.begin();
    this.writer.establish(established);
    queueMicrotask(() => this.emit('established'));
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
          return callback(this.ended ?? new TensorductError('ERR_PIPE_CLOSED', 'the pipe was closed'), null);
        }
        this.laneConnections.add(lane);
        this.hold();
        callback(null, lane);
      },
      (thrown: unknown) => callback(TensorductError.from(thrown, 'ERR_SYSTEM', 'a lane could not be opened'), null),
    );
  }

  private drain(timeoutMs: number): Promise<void> {
    if (this.over) return Promise.resolve();
    this.writer.refuseMore(new TensorductError('ERR_PIPE_CLOSED', 'the pipe is closing', { local: this.id }));
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.shut(
          new TensorductError('ERR_TIMEOUT', `the pipe could not be drained within ${timeoutMs} ms`, {
            operation: 'close',
          }),
          true,
        );
      }, timeoutMs);
      this.drained = () => {
        clearTimeout(timer);
        this.drained = null;
        resolve();
      };
      this.advance();
    });
  }

  /** Takes the next step of closing, if it is time for one. */
  private advance(): void {
    if (this.over) return;
    const { conversation } = this;
    if (conversation === null) {
      // Nobody has heard of us yet and we have nothing to say.
      if (this.closing !== null && this.writer.idle && this.drained !== null && !this.reader.busy)
        this.shut(null, false);
      return;
    }
    if (this.drained !== null && this.writer.idle) conversation.sayGoodbye(this.writer.messages);
    if (!conversation.goodbyeAnswered) return;
    this.drained?.();
    if (conversation.peerLeft) return this.shut(null, false);
    if (this.reading === (this.linger === undefined)) return;
    clearTimeout(this.linger);
    this.linger = undefined;
    if (!this.reading) {
      this.linger = setTimeout(() => this.shut(null, false), this.owner.limits.drainTimeoutMs);
      this.linger.unref();
    }
    this.hold();
  }

  /** Whether somebody on this side still reads. */
  private get reading(): boolean {
    return this.reader.busy || this.iterators > 0;
  }

  /** The connection broke, or the peer has closed it. */
  private lost(error: TensorductError): void {
    const { conversation } = this;
    const weAreDone = conversation?.goodbyeAnswered === true && !this.reading;
    const bothAreDone = conversation?.peerSaidGoodbye === true && this.writer.idle;
    this.shut(bothAreDone || weAreDone ? null : error, false);
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
    const { terms, channels } = this;
    const ended = this.locate(error ?? new TensorductError('ERR_PIPE_CLOSED', 'the pipe is over'));
    this.ended = ended;
    const awaited = this.writer.awaited || this.reader.busy;
    log('%s ended: %s', this.id, error === null ? 'closed by both ends' : ended.message);
    clearTimeout(this.linger);
    this.writer.end(ended);
    channels?.close(ended);
    this.reader.end(error === null ? null : ended, own);
    this.conversation?.end();
    if (terms === null) {
      this.abandon(ended);
      queueMicrotask(() => this.finish());
    } else {
      terms.lanes.close();
      for (const lane of this.laneConnections) lane.close();
      if (tell && error !== null) terms.framed.fail(error);
      else terms.framed.hangUp(ended);
    }
    this.drained?.();
    // A peer that closes at once without our waiting for anything is no news.
    if (error !== null) this.announce(ended, awaited || own || error.code === 'ERR_PIPE_CLOSED');
    if (this.gone) queueMicrotask(() => this.finish());
  }

  private examine(error: TensorductError, postMortem: NonNullable<Pipe['postMortem']>): void {
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
    const peer = this.remoteName || this.named.address || undefined;
    return error.at({ local: id, peer, backend: this.terms?.framed.transport });
  }

  /** Everything is released. */
  private finish(): void {
    if (this.closed) return;
    this.closed = true;
    this.owner.unenroll(this);
    queueMicrotask(() => this.emit('close'));
  }

  private announce(error: TensorductError, observed: boolean): void {
    queueMicrotask(() => {
      if (this.listenerCount('error') > 0) this.emit('error', error);
      else if (!observed) this.report(error);
    });
  }

  /** Nobody took notice: once, as a warning. */
  private reported = false;
  /** Whether the program can know this pipe: what strangers do to one that nobody has accepted is no news. */
  private handedOut: boolean;
  private report(error: TensorductError): void {
    if (this.reported || !this.handedOut || this.listenerCount('error') > 0) return;
    this.reported = true;
    process.emitWarning(error.message, { type: 'TensorductWarning', code: error.code });
  }

  /** Lets the connections keep the process alive, or not. */
  private hold(): this {
    const holds = this.holdsLoop && this.linger === undefined;
    const connections = [...this.laneConnections];
    if (this.terms !== null) connections.push(this.terms.framed.connection);
    for (const connection of connections) {
      if (holds) connection.ref();
      else connection.unref();
    }
    return this;
  }
}

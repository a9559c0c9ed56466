import { EventEmitter } from 'eventemitter3';
import { Counters } from '../counters.js';
import { TensorductError } from '../errors.js';
import type { Allocation } from '../message/allocation.js';
import type { AllocationPolicy, Descriptor } from '../message/descriptor.js';
import type { Message } from '../message/message.js';
import type { ReceivedMessage } from '../message/received-message.js';
import { callbackOf, OperationPromise, optionsOf, type OperationOptions, type ResultCallback } from '../operations.js';
import { UnheardErrors } from '../unheard.js';
import type { Explanation } from './explanation.js';
import { Lifecycle, type PostMortem } from './lifecycle.js';
import type { PipeHost, PipeSetup } from './terms.js';
import type { WriteOptions } from './writer.js';

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
  private readonly figures = new Counters();
  private readonly life: Lifecycle;
  private readonly unheard = new UnheardErrors();
  /** Whether the program can know this pipe: what strangers do to one that nobody has accepted is no news. */
  private handedOut: boolean;
  private closing: Promise<void> | null = null;

  /**
   * Made by `context.connect` and by listeners.
   * @internal
   */
  constructor(
    private readonly owner: PipeOwner,
    setup: PipeSetup,
  ) {
    super();
    this.handedOut = setup.name.role === 'connect';
    this.life = new Lifecycle(owner, setup, this.figures, {
      onEstablished: () => this.emit('established'),
      onDrain: () => this.emit('drain'),
      onError: (error, observed) => {
        if (this.listenerCount('error') > 0) this.emit('error', error);
        else if (!observed) this.warn(error);
      },
      onUnheard: (error) => this.warn(error),
      onClose: () => {
        owner.unenroll(this);
        queueMicrotask(() => this.emit('close'));
      },
    });
    owner.enroll(this);
  }

  /** For logs and errors: the context's id, the pipe's number and, once known, the peer's name. */
  get id(): string {
    return this.life.id;
  }

  /** The name given to `connect`, or else that of the peer's context; '' while unknown. */
  get remoteName(): string {
    return this.life.remoteName;
  }

  /** What this pipe has done so far. */
  get counters(): Counters {
    const { figures } = this;
    const { terms } = this.life;
    figures.wireBytesRead = terms?.framed.reader.bytesRead ?? 0;
    figures.wireBytesWritten = terms?.framed.writer.bytesWritten ?? 0;
    return figures;
  }

  /** False once as much is unfinished as the high-water marks allow; the `drain` event says when it is true again. */
  get writable(): boolean {
    return this.life.writer.writable && !this.life.over;
  }

  /** Bytes of payloads and tensors in unfinished writes. */
  get bufferedBytes(): number {
    return this.life.writer.bufferedBytes;
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
    const options = optionsOf(optionsOrCallback);
    const done = callbackOf(optionsOrCallback, callback);
    if (done !== undefined) {
      this.life.writer.write(message, options, done);
      return undefined;
    }
    return OperationPromise.run(
      (written) => this.life.writer.write(message, options, (error) => written(error, undefined)),
      this.unobserved,
    );
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
    const options = optionsOf(optionsOrCallback);
    const done = callbackOf(optionsOrCallback, callback);
    if (done !== undefined) {
      this.life.reader.readDescriptor(options, done);
      return undefined;
    }
    return OperationPromise.run<Descriptor | null>(
      (described) => this.life.reader.readDescriptor(options, described),
      this.unobserved,
    );
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
  ): Promise<ReceivedMessage | null> | undefined {
    const options = optionsOf(optionsOrCallback);
    const done = callbackOf(optionsOrCallback, callback);
    if (done !== undefined) {
      this.life.reader.read(allocation, options, done);
      return undefined;
    }
    return OperationPromise.run<ReceivedMessage | null>(
      (received) => this.life.reader.read(allocation, options, received),
      this.unobserved,
    );
  }

  /**
   * Declines the message whose descriptor was delivered. Its write fails with `ERR_REJECTED`, unless it was complete
   * already because all of it was small.
   * @param reason for the writer's error message; at most 256 characters are sent
   * @throws TensorductError `ERR_OUT_OF_TURN`
   */
  reject(reason: string): void {
    this.life.reader.reject(reason);
  }

  /**
   * Every message to come, borrowed where that is cheaper. A message is released when the next one is asked for;
   * `message.retain()` keeps it. Messages that the writer has taken back are left out.
   */
  [Symbol.asyncIterator](): AsyncGenerator<ReceivedMessage, void, void> {
    return this.messages('borrow');
  }

  /**
   * As the iterator, received as `policy` says. For layers above.
   * @param options of each wait
   * @internal
   */
  async *messages(
    policy: AllocationPolicy | undefined,
    options?: OperationOptions,
  ): AsyncGenerator<ReceivedMessage, void, void> {
    this.life.startIterating();
    try {
      for (;;) {
        const message = await this.next(policy, options);
        if (message === null) return;
        try {
          yield message;
        } finally {
          message.release();
        }
      }
    } finally {
      this.life.stopIterating();
    }
  }

  /**
   * Ends our stream of messages in order: waits until what was written is complete, tells the peer how much that was,
   * and resolves when the peer has it all, or when the deadline has passed; never rejects. The peer's messages can
   * still be read until it closes too; where nothing reads, the pipe is over soon after, and with it what a lost peer has
   * left unread.
   * @param options.timeoutMs deadline; then the pipe is destroyed. Defaults to `limits.drainTimeoutMs`
   */
  close(options: { readonly timeoutMs?: number } = {}): Promise<void> {
    this.closing ??= this.life.drain(options.timeoutMs ?? this.owner.limits.drainTimeoutMs);
    return this.closing;
  }

  /**
   * Ends the pipe at once. Pending operations fail with the error; the peer learns its code and message. What has
   * arrived and is not read is let go, also where the pipe was over before.
   * @param error defaults to `ERR_PIPE_CLOSED`
   */
  destroy(error?: TensorductError): void {
    this.life.destroy(error ?? new TensorductError('ERR_PIPE_CLOSED', 'the pipe was destroyed on this side'));
  }

  /** What was chosen, and why each other backend was passed over. */
  explain(): Explanation {
    const { terms, over } = this.life;
    return {
      id: this.id,
      remoteName: this.remoteName,
      state: over ? 'closed' : terms === null ? 'connecting' : 'established',
      transport: terms && {
        name: terms.framed.transport,
        localAddress: terms.framed.connection.localAddress,
        remoteAddress: terms.framed.connection.remoteAddress,
        bootstrap: terms.bootstrap,
      },
      channels:
        terms?.chosen.flatMap(({ name, pairs }, number) => {
          const note = this.life.channelNote(number);
          return pairs.map((pair) => (note === undefined ? { name, ...pair } : { name, ...pair, note }));
        }) ?? [],
      passedOver: terms?.verdicts ?? [],
      inlineItemBytes: this.owner.limits.inlineItemBytes,
    };
  }

  /**
   * Lets the pipe keep the process alive, as it does at first: until one of the ends has closed it and nothing is
   * pending on this one.
   */
  ref(): this {
    this.life.want(true);
    return this;
  }

  /**
   * Lets the process end although the pipe is open, or still connecting: only an attempt of the operating system to
   * connect, while it is under way, holds it nevertheless.
   */
  unref(): this {
    this.life.want(false);
    return this;
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

  /**
   * For who knows more of the peer than its connection: asked before anybody hears that the peer is lost.
   * @internal
   */
  onLoss(postMortem: PostMortem): void {
    this.life.postMortem = postMortem;
  }

  // ---- within ----

  /** The next message that was not taken back; null at the end. */
  private async next(
    policy: AllocationPolicy | undefined,
    options: OperationOptions | undefined,
  ): Promise<ReceivedMessage | null> {
    for (;;) {
      try {
        const descriptor = await this.readDescriptor(options);
        return descriptor && (await this.read(descriptor.allocate(policy), options));
      } catch (thrown) {
        if (!(thrown instanceof TensorductError) || thrown.code !== 'ERR_MESSAGE_WITHDRAWN') throw thrown;
      }
    }
  }

  /** A promise was rejected that nobody awaits. */
  private readonly unobserved = (error: TensorductError): void => {
    if (this.listenerCount('error') === 0) this.warn(error);
  };

  /** Nobody took notice. */
  private warn(error: TensorductError): void {
    if (this.handedOut) this.unheard.report(error);
  }
}

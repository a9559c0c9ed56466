import { EventEmitter } from 'eventemitter3';
import { formatUrl } from '../context/address.js';
import { TensorductError } from '../errors.js';
import { Fifo } from '../fifo.js';
import { log } from '../log.js';
import {
  callbackOf,
  Operation,
  OperationPromise,
  OperationQueue,
  optionsOf,
  watch,
  type OperationOptions,
  type ResultCallback,
} from '../operations.js';
import { answerPipe } from '../pipe/answer.js';
import { FramedConnection } from '../pipe/framed-connection.js';
import { greetAsServer } from '../pipe/handshake.js';
import { LoopHold } from '../pipe/loop-hold.js';
import { Pipe, type PipeOwner } from '../pipe/pipe.js';
import { Registrations } from '../pipe/registrations.js';
import { UnheardErrors } from '../unheard.js';
import type { TransportConnection, TransportListener } from '../transports/transport.js';

/** What a listener emits. */
export interface ListenerEvents {
  /** The listener ended with an error: a transport cannot accept any more. */
  error: [error: TensorductError];
  /** The listener is over. Pipes that were accepted go on. */
  close: [];
}

/** One of the addresses of a listener. */
export interface Endpoint {
  readonly transport: string;
  readonly listener: TransportListener;
  /** Addresses that peers are told, where they are not the materialised one. */
  readonly advertised: readonly string[];
}

/**
 * Accepts pipes on one or several addresses. Whatever a stranger sends, or does not send, ends only its own
 * connection. Holds the event loop until closed or unref'd.
 */
export class Listener extends EventEmitter<ListenerEvents> implements AsyncIterable<Pipe>, AsyncDisposable {
  private readonly accepts = new OperationQueue<Operation<Pipe>, Pipe>();
  private readonly waiting = new Fifo<Pipe>();
  private readonly registrations = new Registrations(() => this.release());
  /** Connections whose purpose is unknown yet, oldest first. */
  private readonly strangers = new Set<FramedConnection>();
  private readonly advertised = new Map<string, readonly string[]>();
  private pipes = 0;
  private accepted = 0;
  private ended: TensorductError | null = null;
  private readonly unheard = new UnheardErrors();

  /**
   * Made by `context.listen`.
   * @internal
   */
  constructor(
    private readonly owner: PipeOwner & { forgetListener(listener: Listener): void },
    /** For logs and errors. */
    readonly id: string,
    private readonly endpoints: readonly Endpoint[],
    private readonly secret: Uint8Array | null,
  ) {
    super();
    for (const { transport, listener, advertised } of endpoints) {
      this.advertised.set(transport, advertised.length > 0 ? advertised : [listener.address]);
      this.acceptNext(transport, listener);
    }
  }

  /** The addresses, materialised: ports chosen, paths made. Readable also after close. */
  get urls(): readonly string[] {
    return this.endpoints.map(({ transport, listener }) => formatUrl({ transport, address: listener.address }));
  }

  /**
   * The materialised address of one transport.
   * @throws TensorductError `ERR_UNKNOWN_TRANSPORT`
   */
  url(transport: string): string {
    const endpoint = this.endpoints.find((candidate) => candidate.transport === transport);
    if (endpoint !== undefined) return formatUrl({ transport, address: endpoint.listener.address });
    throw new TensorductError('ERR_UNKNOWN_TRANSPORT', `this listener has no address for "${transport}"`);
  }

  /**
   * Gives the next pipe. One-shot; calls queue in order, and so do pipes. Rejects with `ERR_LISTENER_CLOSED`,
   * `ERR_CONTEXT_CLOSED`, `ERR_ABORTED` or `ERR_TIMEOUT`.
   */
  accept(callback: ResultCallback<Pipe>): void;
  accept(options: OperationOptions | undefined, callback: ResultCallback<Pipe>): void;
  accept(options?: OperationOptions): Promise<Pipe>;
  accept(
    optionsOrCallback?: OperationOptions | ResultCallback<Pipe>,
    callback?: ResultCallback<Pipe>,
  ): Promise<Pipe | null> | undefined {
    const options = optionsOf(optionsOrCallback);
    const done = callbackOf(optionsOrCallback, callback);
    if (done !== undefined) {
      this.arm(options, done);
      return undefined;
    }
    return OperationPromise.run<Pipe>(
      (accepted) => this.arm(options, accepted),
      (error) => this.report(error),
    );
  }

  /** Every pipe to come; ends when the listener is closed. */
  async *[Symbol.asyncIterator](): AsyncGenerator<Pipe, void, void> {
    for (;;) {
      let pipe: Pipe;
      try {
        pipe = await this.accept();
      } catch (thrown) {
        if (this.ended?.code === 'ERR_LISTENER_CLOSED' && thrown === this.ended) return;
        throw thrown;
      }
      yield pipe;
    }
  }

  /**
   * Stops accepting: pending accepts fail, pipes that nobody accepted are destroyed, others go on. Where these may still
   * open lanes, the addresses stay bound, for nothing else, until the pipes are over. Idempotent.
   */
  close(): Promise<void> {
    this.end(new TensorductError('ERR_LISTENER_CLOSED', 'the listener was closed', { local: this.id }));
    return Promise.resolve();
  }

  /** Lets the listener keep the process alive, as it does at first. */
  ref(): this {
    for (const { listener } of this.endpoints) listener.ref();
    return this;
  }

  /** Lets the process end although the listener is open. */
  unref(): this {
    for (const { listener } of this.endpoints) listener.unref();
    return this;
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /**
   * For the context.
   * @internal
   */
  end(error: TensorductError): void {
    if (this.ended !== null) return;
    this.ended = error;
    log('%s ended: %s', this.id, error.message);
    this.unref();
    for (const pipe of this.waiting.clear()) pipe.destroy(error);
    const awaited = this.accepts.length > 0;
    this.match();
    this.owner.forgetListener(this);
    if (error.code !== 'ERR_LISTENER_CLOSED' || this.registrations.size === 0) this.release();
    queueMicrotask(() => {
      if (error.code !== 'ERR_LISTENER_CLOSED' && error.code !== 'ERR_CONTEXT_CLOSED') {
        if (this.listenerCount('error') > 0) this.emit('error', error);
        else if (!awaited) this.report(error);
      }
      this.emit('close');
    });
  }

  // ---- within ----

  /** Gives the addresses back, once the listener is closed and no pipe needs them any more. */
  private release(): void {
    if (this.ended === null) return;
    for (const { listener } of this.endpoints) listener.close();
    for (const framed of this.strangers) framed.close(this.ended);
  }

  private arm(options: OperationOptions | undefined, callback: ResultCallback<Pipe>): void {
    if (this.accepts.length >= this.owner.limits.queuedOperations) {
      throw new TensorductError('ERR_QUEUE_FULL', `${this.accepts.length} accepts are pending`, {
        operation: 'accept',
      });
    }
    const operation = new Operation(callback);
    this.accepts.push(operation);
    if (options !== undefined) {
      operation.unwatch = watch(options, 'accept', (error) => this.accepts.settle(operation, error, null));
    }
    this.match();
  }

  /** Brings pipes and accepts together. */
  private match(): void {
    for (;;) {
      const operation = this.accepts.firstPending();
      if (operation === null) return;
      const pipe = this.waiting.shift();
      if (pipe === undefined) {
        if (this.ended !== null) this.accepts.settleAll(this.ended, null);
        return;
      }
      pipe.handOut();
      this.accepts.settle(operation, null, pipe);
    }
  }

  /** Always armed, whether or not anybody accepts. */
  private acceptNext(transport: string, listener: TransportListener): void {
    listener.accept((error, connection) => {
      if (connection !== null) void this.serve(transport, connection);
      if (error === null) return this.acceptNext(transport, listener);
      this.end(error.at({ operation: 'accept', local: this.id, backend: transport }));
    });
  }

  /** Finds out what a connection is for. Never rejects: whatever goes wrong ends that connection. */
  private async serve(transport: string, connection: TransportConnection): Promise<void> {
    const { secret } = this;
    const { limits } = this.owner;
    const framed = new FramedConnection(transport, connection);
    const timer = setTimeout(() => {
      framed.close(new TensorductError('ERR_TIMEOUT', 'the handshake took too long', { operation: 'handshake' }));
    }, limits.connectTimeoutMs);
    let known = false;
    this.strangers.add(framed);
    if (this.strangers.size > limits.pendingHandshakes) this.dropOldestStranger();
    try {
      const greeting = await greetAsServer(framed, { secret, limit: limits.handshakeBytes });
      known = true;
      this.strangers.delete(framed);
      const { open, join } = greeting.packet;
      if (open) {
        if (this.ended !== null) throw this.ended;
        this.open(framed, greeting, open.brochure);
      } else {
        const joined = this.registrations.take(join?.registrationId ?? new Uint8Array(0));
        if (joined === undefined) throw new TensorductError('ERR_PROTOCOL', 'nobody waits for this connection');
        greeting.answer({ join: {} });
        joined(framed);
      }
    } catch (thrown) {
      const error = TensorductError.from(thrown, 'ERR_PROTOCOL', 'the handshake failed');
      log('%s dropped a connection from %s: %s', this.id, connection.remoteAddress, error.message);
      // Strangers learn nothing; who has shown to be one of us learns what concerns it.
      if (error.code === 'ERR_LIMIT_EXCEEDED' && known) framed.fail(error);
      else framed.hangUp(error);
    } finally {
      clearTimeout(timer);
      this.strangers.delete(framed);
    }
  }

  private open(
    framed: FramedConnection,
    greeting: Parameters<typeof answerPipe>[3],
    brochure: Parameters<typeof answerPipe>[4],
  ): void {
    const { limits } = this.owner;
    if (this.pipes >= limits.pipesPerListener || this.waiting.length >= limits.acceptBacklog) {
      throw new TensorductError('ERR_LIMIT_EXCEEDED', 'the listener has no room for another pipe');
    }
    const hold = new LoopHold();
    const side = { advertised: this.advertised, registrations: this.registrations, hold };
    const { remote, terms } = answerPipe(this.owner, side, framed, greeting, brochure);
    this.pipes++;
    const pipe = new Pipe(this.owner, {
      name: {
        number: `${this.id.slice(this.id.lastIndexOf('.') + 1)}p${++this.accepted}`,
        role: 'listen',
        remoteName: remote.contextName,
        address: framed.connection.remoteAddress,
      },
      terms,
      hold,
      abandon: (error) => framed.close(error),
    });
    pipe.once('close', () => this.pipes--);
    this.waiting.push(pipe);
    this.match();
  }

  private dropOldestStranger(): void {
    for (const oldest of this.strangers) {
      this.strangers.delete(oldest);
      oldest.close(new TensorductError('ERR_LIMIT_EXCEEDED', 'too many handshakes are pending'));
      return;
    }
  }

  private report(error: TensorductError): void {
    if (this.listenerCount('error') === 0) this.unheard.report(error);
  }
}

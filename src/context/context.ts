import { randomBytes } from 'node:crypto';
import type { ChannelContext } from '../channels/channel.js';
import { Counters } from '../counters.js';
import { TensorductError } from '../errors.js';
import { faultPoint } from '../fault-point.js';
import { Listener, type Endpoint } from '../listener/listener.js';
import { log } from '../log.js';
import type { DType } from '../message/dtype.js';
import { SharedMemoryHolder } from '../memory/shared-memory-holder.js';
import { allocateTensor, tryAllocateTensor, type SharedTensor } from '../memory/shared-tensor.js';
import { checkOptions, type OperationOptions } from '../operations.js';
import { secretBytes } from '../pipe/authentication.js';
import { connectPipe } from '../pipe/connect.js';
import { LoopHold } from '../pipe/loop-hold.js';
import { Pipe, type PipeOwner } from '../pipe/pipe.js';
import type { TransportContext, TransportListenOptions } from '../transports/transport.js';
import type { SharedMemoryStatistics } from '../memory/shared-memory.js';
import { parseUrl } from './address.js';
import { registerDefaults, type DefaultBackendOptions } from './defaults.js';
import { describeBackends, type BackendDescription } from './describe.js';
import { resolveLimits, type Limits } from './limits.js';
import { Registry, type ChannelRegistry, type TransportRegistry } from './registry.js';

/** How a context is made. */
export interface ContextOptions extends DefaultBackendOptions {
  /** For logs, errors and peers. @default `PID:cN` */
  readonly name?: string;
  /** Limits and deadlines that differ from the defaults. */
  readonly limits?: Partial<Limits>;
  /**
   * At least 16 random bytes that both ends of every connection must prove to know. @default none: whoever can connect
   * is trusted
   */
  readonly secret?: string | Uint8Array;
  /** Whether the built-in backends are registered. @default true */
  readonly defaults?: boolean;
}

/** How to listen. */
export interface ListenOptions {
  /** Allows an address off loopback without a secret or TLS. @default false */
  readonly insecure?: boolean;
  /**
   * Addresses that peers are told for further connections, for listeners behind a name or a translation:
   * `tcp://public.name:4000`. @default the materialised ones
   */
  readonly advertise?: readonly string[];
  /** What peers of this listener must know, instead of the context's secret. */
  readonly secret?: string | Uint8Array;
  /** Ends the start with `ERR_ABORTED`, and leaves nothing bound. */
  readonly signal?: AbortSignal;
}

/** How to connect. */
export interface ConnectOptions extends OperationOptions {
  /** What to call the peer in logs and errors. @default the name of its context */
  readonly remoteName?: string;
  /** The secret of that listener, where it is not the context's. */
  readonly secret?: string | Uint8Array;
}

/** Something that ends with a context, beside its pipes and listeners. */
export interface Dependent {
  /** Called when all pipes are over; `close` waits for it. Never rejects. */
  end(): Promise<void>;
}

/** What a context has done, and what it holds. */
export interface ContextStatistics {
  /** Of all its pipes, also those that are over. */
  readonly counters: Counters;
  /** Open now. */
  readonly pipes: number;
  /** Open now. */
  readonly listeners: number;
  /** Null where there is none, or none was needed so far. */
  readonly sharedMemory: SharedMemoryStatistics | null;
}

let created = 0;

/**
 * All pipes and listeners of a program, or of a part of it, with the backends that they may use. Holds the event loop
 * only while something of it is open.
 */
export class Context implements AsyncDisposable {
  /** For logs and errors: the name, or else `PID:cN`. */
  readonly id: string;
  /** '' when none was given. */
  readonly name: string;
  /** In force for all of its pipes and listeners. */
  readonly limits: Limits;
  /** @internal */
  readonly contextId: Uint8Array = randomBytes(16);
  /** @internal */
  readonly secret: Uint8Array | null;
  /** @internal */
  readonly backends: { readonly transports: TransportRegistry; readonly channels: ChannelRegistry } = {
    transports: new Registry<TransportContext>('transport'),
    channels: new Registry<ChannelContext>('channel'),
  };
  /** @internal */
  readonly memory: SharedMemoryHolder | null;
  /** For layers above. @internal */
  readonly dependents = new Set<Dependent>();

  private readonly owner: PipeOwner & { forgetListener(listener: Listener): void };
  private readonly pipes = new Set<Pipe>();
  private readonly listeners = new Set<Listener>();
  /** Figures of pipes that are over. */
  private readonly past = new Counters();
  private pipesMade = 0;
  private listenersMade = 0;
  private ended: TensorductError | null = null;
  private closing: Promise<void> | null = null;

  /** @throws TensorductError `ERR_INVALID_ARGUMENT` */
  constructor(options: ContextOptions = {}) {
    this.name = options.name ?? '';
    this.id = this.name || `${process.pid}:c${++created}`;
    this.limits = resolveLimits(options.limits);
    this.secret = options.secret === undefined ? null : secretBytes(options.secret);
    this.owner = {
      id: this.id,
      name: this.name,
      contextId: this.contextId,
      limits: this.limits,
      secret: this.secret,
      backends: this.backends,
      enroll: (pipe) => this.pipes.add(pipe),
      unenroll: (pipe) => {
        if (this.pipes.delete(pipe)) this.past.add(pipe.counters);
      },
      forgetListener: (listener) => this.listeners.delete(listener),
    };
    this.memory = options.arena === false ? null : new SharedMemoryHolder(options.arena, this.id);
    if (options.defaults !== false) registerDefaults(this, this.memory, options);
  }

  /**
   * A tensor in shared memory: filled in place and written, it reaches a peer of this host without a copy. Where memory
   * cannot be shared, and with `arena: false`, it lies in ordinary memory, so that programs need not branch.
   * @throws TensorductError (rejection) `ERR_OUT_OF_MEMORY` when neither budget nor system can ever hold it;
   *   `ERR_TIMEOUT`, which says how much is in use; `ERR_ABORTED`, `ERR_CONTEXT_CLOSED`, `ERR_INVALID_ARGUMENT`
   */
  async allocate<D extends DType>(
    dtype: D,
    shape: readonly number[],
    options?: OperationOptions,
  ): Promise<SharedTensor<D>> {
    this.assertOpen('allocate');
    return allocateTensor(this.memory, dtype, shape, options);
  }

  /**
   * As {@link allocate}, at once: null when no shared memory is free. Then more is on its way, if the budget allows.
   * @throws TensorductError `ERR_CONTEXT_CLOSED`, `ERR_INVALID_ARGUMENT`
   */
  tryAllocate<D extends DType>(dtype: D, shape: readonly number[]): SharedTensor<D> | null {
    this.assertOpen('tryAllocate');
    return tryAllocateTensor(this.memory, dtype, shape);
  }

  /**
   * Makes a transport known under a scheme. It belongs to the context from now on.
   * @param priority higher is preferred; unique. The built-in ones have 100 (tcp), 200 (unix) and 400 (memory)
   * @throws TensorductError `ERR_DUPLICATE_BACKEND`, `ERR_INVALID_ARGUMENT`, `ERR_CONTEXT_CLOSED`
   */
  registerTransport(priority: number, name: string, transport: TransportContext): void {
    this.assertOpen('registerTransport');
    this.backends.transports.register(priority, name, transport);
  }

  /**
   * Makes a channel known. It belongs to the context from now on.
   * @param priority higher is preferred; unique. The built-in ones have 100 (basic) and 500 (in-process)
   * @throws TensorductError as {@link registerTransport}
   */
  registerChannel(priority: number, name: string, channel: ChannelContext): void {
    this.assertOpen('registerChannel');
    this.backends.channels.register(priority, name, channel);
  }

  /** Every backend: viable or the reason why not, priority, and what peers are told. */
  describe(): BackendDescription[] {
    return describeBackends(this.backends);
  }

  /** What all pipes of this context have done so far. */
  counters(): Counters {
    const sum = new Counters();
    sum.add(this.past);
    for (const pipe of this.pipes) sum.add(pipe.counters);
    return sum;
  }

  /** What this context has done so far, and what it holds now. */
  statistics(): ContextStatistics {
    const sharedMemory = this.memory?.current?.statistics() ?? null;
    return { counters: this.counters(), pipes: this.pipes.size, listeners: this.listeners.size, sharedMemory };
  }

  /**
   * Listens on one address, or on several at once, at most one for each transport.
   * @throws TensorductError at once `ERR_ADDRESS_INVALID`, `ERR_UNKNOWN_TRANSPORT`, `ERR_CONTEXT_CLOSED`; as a
   *   rejection `ERR_ADDRESS_IN_USE`, `ERR_INSECURE_ADDRESS`, `ERR_NOT_VIABLE`, `ERR_ABORTED`, `ERR_SYSTEM`
   */
  listen(urls: string | readonly string[], options: ListenOptions = {}): Promise<Listener> {
    this.assertOpen('listen');
    const given: readonly unknown[] = Array.isArray(urls) ? urls : [urls];
    const addresses = given.map(parseUrl);
    const advertised = (options.advertise ?? []).map(parseUrl);
    const names = new Set(addresses.map(({ transport }) => transport));
    if (names.size === 0 || names.size < addresses.length) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'a listener needs one address for each of its transports', {
        advice: 'give at least one address, and make a second listener for a second address of the same transport',
      });
    }
    for (const { transport } of [...addresses, ...advertised]) this.transport(transport);
    return this.startListening(addresses, advertised, this.secretFor(options), options);
  }

  /**
   * Opens a pipe. It can be used at once: operations queue until it is established. Failures arrive there. Where
   * nobody listens yet it tries again until `limits.connectTimeoutMs`, or `timeoutMs`, is over.
   * @throws TensorductError `ERR_ADDRESS_INVALID`, `ERR_UNKNOWN_TRANSPORT`, `ERR_CONTEXT_CLOSED`,
   *   `ERR_INVALID_ARGUMENT`
   */
  connect(url: string, options: ConnectOptions = {}): Pipe {
    this.assertOpen('connect');
    checkOptions(options);
    const place = parseUrl(url);
    this.transport(place.transport);
    const { signal, timeoutMs = this.limits.connectTimeoutMs, remoteName = '' } = options;
    const dialer = { ...this.owner, secret: this.secretFor(options) };
    const controller = new AbortController();
    const abort = (code: 'ERR_ABORTED' | 'ERR_TIMEOUT', what: string, cause?: unknown): void => {
      controller.abort(new TensorductError(code, what, { operation: 'connect', peer: url, cause }));
    };
    const timer = setTimeout(() => abort('ERR_TIMEOUT', `connecting took longer than ${timeoutMs} ms`), timeoutMs);
    const hold = new LoopHold();
    hold.add(timer);
    const onAbort = (): void => abort('ERR_ABORTED', 'connect was aborted', signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) onAbort();
    const terms = connectPipe(dialer, place, controller.signal, hold).finally(() => {
      clearTimeout(timer);
      hold.delete(timer);
      signal?.removeEventListener('abort', onAbort);
    });
    return new Pipe(this.owner, {
      name: { number: `p${++this.pipesMade}`, role: 'connect', remoteName, address: url },
      terms,
      hold,
      abandon: (error) => controller.abort(error),
    });
  }

  /** Ends everything at once: pending operations fail with `ERR_CONTEXT_CLOSED`. Resolves as {@link join} does. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** Closes, and waits until every connection, timer and file of this context is gone. Idempotent. */
  join(): Promise<void> {
    return this.close();
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  // ---- within ----

  private transport(name: string): TransportContext {
    const entry = this.backends.transports.get(name);
    if (entry !== undefined) return entry.backend;
    const known = this.backends.transports.all().map((candidate) => candidate.name);
    throw new TensorductError('ERR_UNKNOWN_TRANSPORT', `there is no transport "${name}"`, {
      advice: `use one of ${known.join(', ')}, or register it`,
    });
  }

  private secretFor({ secret }: ListenOptions | ConnectOptions): Uint8Array | null {
    return secret === undefined ? this.secret : secretBytes(secret);
  }

  private async startListening(
    addresses: readonly { transport: string; address: string }[],
    advertised: readonly { transport: string; address: string }[],
    secret: Uint8Array | null,
    { insecure, signal }: ListenOptions,
  ): Promise<Listener> {
    const options: TransportListenOptions = { insecure, authenticated: secret !== null };
    const endpoints: Endpoint[] = [];
    try {
      for (const { transport, address } of addresses) {
        assertWanted(signal);
        const listener = await this.transport(transport).listen(address, options);
        const told = advertised.filter((candidate) => candidate.transport === transport);
        endpoints.push({ transport, listener, advertised: told.map((candidate) => candidate.address) });
      }
      assertWanted(signal);
      this.assertOpen('listen');
    } catch (thrown) {
      for (const { listener } of endpoints) listener.close();
      throw TensorductError.from(thrown, 'ERR_SYSTEM', 'could not listen', { operation: 'listen', local: this.id });
    }
    const listener = new Listener(this.owner, `${this.id}.l${++this.listenersMade}`, endpoints, secret);
    this.listeners.add(listener);
    log('%s listens on %s', listener.id, listener.urls.join(', '));
    return listener;
  }

  private async end(): Promise<void> {
    const error = new TensorductError('ERR_CONTEXT_CLOSED', 'the context was closed', { local: this.id });
    this.ended = error;
    faultPoint('context-closing');
    for (const listener of this.listeners) listener.end(error);
    await Promise.all(
      [...this.pipes].map((pipe) => {
        const closed = new Promise<void>((resolve) => pipe.once('close', resolve));
        pipe.destroy(error);
        return closed;
      }),
    );
    await Promise.all(Array.from(this.dependents, (dependent) => dependent.end()));
    this.memory?.close();
    const backends = [...this.backends.transports.all(), ...this.backends.channels.all()];
    await Promise.all(backends.map(({ backend }) => backend.join()));
    log('%s closed', this.id);
  }

  private assertOpen(operation: string): void {
    if (this.ended !== null) throw this.ended.at({ operation });
  }
}

/** @throws TensorductError `ERR_ABORTED` */
function assertWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new TensorductError('ERR_ABORTED', 'listen was aborted', { operation: 'listen', cause: signal.reason });
}

import { describe, expect, it } from 'vitest';
import {
  basic,
  Context,
  DEFAULT_LIMITS,
  inProcess,
  memory,
  tcp,
  unix,
  type TransportContext,
  type Viability,
} from '../../src/index.js';
import { turns } from '../../src/testing/channel/pair.js';
import { within } from '../../src/testing/deadlines.js';
import { assertInStep, bytes, closed, contextOf, established, MEDIA, mediumOf } from '../support/ends.js';
import { thrown } from '../support/errors.js';
import { untyped } from '../support/untyped.js';

/** A transport that cannot work here. */
function notViable(): TransportContext {
  const transport = memory();
  const viability: Viability = { ok: false, reason: 'there is no such card', hint: 'buy one' };
  return Object.assign(transport, { viability: () => viability });
}

describe('backends of a context', () => {
  it('are the built-in ones, best first, unless it is told otherwise', async () => {
    await using context = new Context();
    expect(context.describe().map(({ kind, name, priority }) => [kind, name, priority])).toEqual([
      ['transport', 'memory', 400],
      ['transport', 'shm', 300],
      ['transport', 'unix', 200],
      ['transport', 'tcp', 100],
      ['channel', 'in-process', 500],
      ['channel', 'shm-arena', 400],
      ['channel', 'cma', 300],
      ['channel', 'multi-socket', 200],
      ['channel', 'basic', 100],
    ]);
    for (const { viability, descriptor } of context.describe()) {
      expect(viability).toEqual({ ok: true });
      expect(descriptor).toBeTruthy();
    }
    await using bare = new Context({ defaults: false });
    expect(bare.describe()).toEqual([]);
  });

  it('have unique names and priorities within their kind', async () => {
    await using context = new Context({ defaults: false });
    context.registerTransport(1, 'memory', memory());
    context.registerChannel(1, 'memory', basic());
    expect(thrown('ERR_DUPLICATE_BACKEND', () => context.registerTransport(2, 'memory', memory()))).toContain('memory');
    expect(thrown('ERR_DUPLICATE_BACKEND', () => context.registerTransport(1, 'tcp', tcp()))).toContain('priority 1');
    thrown('ERR_DUPLICATE_BACKEND', () => context.registerChannel(1, 'in-process', inProcess()));
    context.registerTransport(0, 'tcp', tcp());
    context.registerTransport(-5, 'unix', unix());
    const transports = context.describe().filter(({ kind }) => kind === 'transport');
    expect(transports.map(({ name }) => name)).toEqual(['memory', 'tcp', 'unix']);
  });

  it.for(['', 'Memory', '1st', 'a b', 'with/slash', 'a'.repeat(33), '__proto__'])(
    'cannot be called "%s"',
    async (name) => {
      await using context = new Context({ defaults: false });
      thrown('ERR_INVALID_ARGUMENT', () => context.registerTransport(1, name, memory()));
      thrown('ERR_INVALID_ARGUMENT', () => context.registerChannel(1, name, basic()));
      expect(context.describe()).toEqual([]);
    },
  );

  it.for([1.5, Number.NaN, Infinity, '1', null])('cannot have the priority %s', async (priority) => {
    await using context = new Context({ defaults: false });
    thrown('ERR_INVALID_ARGUMENT', () => context.registerTransport(untyped(priority), 'memory', memory()));
  });

  it('that are not viable are described with the reason, and fail what names them', async () => {
    await using context = new Context({ defaults: false });
    context.registerTransport(2, 'card', notViable());
    context.registerTransport(1, 'memory', memory());
    expect(context.describe()[0]).toEqual({
      kind: 'transport',
      name: 'card',
      priority: 2,
      viability: { ok: false, reason: 'there is no such card', hint: 'buy one' },
      descriptor: null,
    });
  });

  it('that are not viable are passed over, and explain says why [TP gap: selection by priority, and mismatched priorities]', async () => {
    const make = (name: string): Context => {
      const context = contextOf(name, {});
      context.registerTransport(9, 'card', notViable());
      return context;
    };
    await using nearContext = make('near');
    await using farContext = make('far');
    const listener = await farContext.listen('memory://');
    const near = nearContext.connect(listener.urls[0]);
    await within(established(near), 'the establishing');
    expect(near.explain().transport?.name).toBe('memory');
    const verdict = near.explain().passedOver.find(({ name }) => name === 'card');
    expect(verdict?.reason).toContain('there is no such card');
  });
});

describe('what a context is asked', () => {
  it.for(['', 'tcp', 'tcp:', 'tcp:/127.0.0.1:1', '://x', 'TCP://x', 'tcp://127.0.0.1:1\n', ' tcp://x', 7, null])(
    'refuses the malformed address %j at once',
    async (url) => {
      await using context = new Context();
      thrown('ERR_ADDRESS_INVALID', () => context.connect(untyped(url)));
      thrown('ERR_ADDRESS_INVALID', () => context.listen(untyped(url)));
    },
  );

  it('refuses unknown transports at once, and says which there are', async () => {
    await using context = contextOf('near', {});
    expect(thrown('ERR_UNKNOWN_TRANSPORT', () => context.connect('tcp://127.0.0.1:1'))).toContain('memory');
    thrown('ERR_UNKNOWN_TRANSPORT', () => context.listen('tcp://127.0.0.1:0'));
    thrown('ERR_UNKNOWN_TRANSPORT', () => context.listen(['memory://', 'tcp://127.0.0.1:0']));
    thrown('ERR_UNKNOWN_TRANSPORT', () => context.listen('memory://', { advertise: ['tcp://a:1'] }));
  });

  it('refuses to listen on nothing, and twice on one transport', async () => {
    await using context = new Context();
    thrown('ERR_INVALID_ARGUMENT', () => context.listen([]));
    thrown('ERR_INVALID_ARGUMENT', () => context.listen(['memory://a', 'memory://b']));
  });

  it.for([
    { what: 'an unknown limit', options: { limits: { noSuch: 1 } } },
    { what: 'a negative limit', options: { limits: { windowBytes: -1 } } },
    { what: 'a broken limit', options: { limits: { payloads: 1.5 } } },
    { what: 'room for fewer writes than the high-water mark', options: { limits: { queuedOperations: 1023 } } },
    { what: 'a time beyond what timers can do', options: { limits: { keepaliveMs: 2 ** 31 } } },
    { what: 'a short secret', options: { secret: 'hunter2' } },
  ])('refuses $what', ({ options }) => {
    thrown('ERR_INVALID_ARGUMENT', () => new Context(untyped(options)));
  });

  it('has limits with defaults, which do not change any more', async () => {
    await using context = new Context({ limits: { payloads: 3 } });
    expect(context.limits).toEqual({ ...DEFAULT_LIMITS, payloads: 3 });
    expect(Object.isFrozen(context.limits) && Object.isFrozen(DEFAULT_LIMITS)).toBe(true);
  });

  it('has ids that tell contexts apart', async () => {
    await using one = new Context();
    await using other = new Context();
    expect(one.id).not.toBe(other.id);
    expect(one.id).toMatch(new RegExp(`^${process.pid}:c\\d+$`));
    await using named = new Context({ name: 'trainer' });
    expect([named.id, named.name]).toEqual(['trainer', 'trainer']);
  });
});

describe.each(Object.keys(MEDIA))('the close of a context over %s', (medium) => {
  it('ends its pipes and listeners with ERR_CONTEXT_CLOSED, and waits for them [TP gap: every callback exactly once on join, TP gap: join while busy]', async () => {
    const nearContext = contextOf('near', { medium });
    await using farContext = contextOf('far', { medium });
    const listener = await farContext.listen(mediumOf(medium).url);
    const own = await nearContext.listen(mediumOf(medium).url);
    const near = nearContext.connect(listener.urls[0]);
    const far = await within(listener.accept(), 'the other end');
    await assertInStep(near, far);
    const connecting = nearContext.connect(
      mediumOf(medium).url.replace(':0', ':9') + (medium.startsWith('tcp') ? '' : '/nowhere'),
    );
    const outcomes = [
      near.write({ tensors: [{ data: bytes(300_000) }] }),
      near.readDescriptor(),
      connecting.readDescriptor(),
      own.accept(),
    ].map((promise) => promise.catch((error: unknown) => error));
    const ended: string[] = [];
    near.once('close', () => ended.push('pipe'));
    own.once('close', () => ended.push('listener'));
    const over = closed(far);
    far.on('error', () => {});
    await within(nearContext.close(), 'the close');
    await turns(2);
    expect(ended.sort()).toEqual(['listener', 'pipe']);
    for (const outcome of await within(Promise.all(outcomes), 'every callback')) {
      expect(outcome).toMatchObject({ code: 'ERR_CONTEXT_CLOSED' });
    }
    await over;
  });

  it('is idempotent, and nothing can be begun after it', async () => {
    const context = contextOf('near', { medium });
    await within(Promise.all([context.close(), context.join(), context.close()]), 'the close');
    await within(context[Symbol.asyncDispose](), 'the disposal');
    const { url } = mediumOf(medium);
    thrown('ERR_CONTEXT_CLOSED', () => context.connect(url));
    thrown('ERR_CONTEXT_CLOSED', () => context.listen(url));
    thrown('ERR_CONTEXT_CLOSED', () => context.registerTransport(9, 'other', memory()));
    thrown('ERR_CONTEXT_CLOSED', () => context.registerChannel(9, 'other', basic()));
  });

  it('while a listener is being made leaves nothing', async () => {
    const context = contextOf('near', { medium });
    const listening = context.listen(mediumOf(medium).url);
    const closing = context.close();
    await expect(within(listening, 'the listen')).rejects.toMatchObject({ code: 'ERR_CONTEXT_CLOSED' });
    await within(closing, 'the close');
  });
});

/**
 * A member of an array pool. Obeys words of the form `{ word, … }`, and answers each with `{ answer }`, or with
 * `{ failure }`: the code of the error. Arrays are kept under numbers of the test's choice.
 */
import { ArrayPool, Context, type ArrayHandle, type Pipe, type PoolHandle, type SharedArray } from 'tensorduct';
import { parent } from './parent.js';
import { mappedSegments } from './mapped-memory.js';
import { proportionalBytes } from './proportional-memory.js';

/** What a member is told to do. */
export type Order =
  | { readonly word: 'attach'; readonly number: number; readonly handle: ArrayHandle }
  | { readonly word: 'alloc'; readonly number: number; readonly shape: readonly number[]; readonly value: number }
  | { readonly word: 'add'; readonly number: number; readonly value: number; readonly index?: number }
  | { readonly word: 'handle' | 'sum' | 'release' | 'clone' | 'send' | 'take'; readonly number: number }
  | { readonly word: 'slice'; readonly number: number; readonly begin: number; readonly end: number }
  | { readonly word: 'connect'; readonly url: string }
  | { readonly word: 'churn'; readonly handles: readonly ArrayHandle[]; readonly rounds: number; readonly seed: number }
  | { readonly word: 'disconnect' | 'stats' | 'segments' | 'memory' | 'collect' | 'end' };

const [, , mode = 'own', poolHandle] = process.argv;
// `shared`: the pool lies in the memory of the context that has the pipes.
const context = new Context({ name: 'member' });
const options = mode === 'shared' ? { context } : { name: 'member' };
const pool = await (poolHandle === undefined
  ? ArrayPool.create(options)
  : ArrayPool.attach(JSON.parse(poolHandle) as PoolHandle, options));
const arrays = new Map<number, SharedArray>();
let pipe: Pipe | null = null;

function array(number: number): SharedArray {
  const found = arrays.get(number);
  if (found === undefined) throw new Error(`there is no array ${number}`);
  return found;
}

function elements({ data }: SharedArray): Float64Array {
  if (data instanceof Float64Array) return data;
  throw new Error('not an array of float64');
}

const sum = (view: Float64Array): number => view.reduce((total, element) => total + element, 0);

/** Attaches what stands for a number that the owner has put into every element, at random, and looks whether it does. */
async function churn(handles: readonly ArrayHandle[], rounds: number, seed: number): Promise<number> {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  const held: SharedArray[] = [];
  for (let round = 0; round < rounds; round++) {
    const which = random(handles.length);
    const attached = await pool.fromHandle({ ...handles[which], ticket: 0 });
    const view = elements(attached);
    if (view[0] !== which || view[view.length - 1] !== which) throw new Error(`${which} holds ${view[0]}`);
    held.push(attached);
    if (random(4) === 0) held.push(attached.clone());
    while (held.length > random(6)) held.splice(random(held.length), 1)[0].release();
  }
  for (const left of held) left.release();
  return rounds;
}

async function obey(order: Order): Promise<unknown> {
  switch (order.word) {
    case 'attach':
      arrays.set(order.number, await pool.fromHandle(order.handle));
      return array(order.number).shape;
    case 'alloc': {
      const made = await pool.alloc('float64', order.shape);
      made.data.fill(order.value);
      arrays.set(order.number, made);
      return made.toJSON();
    }
    case 'add': {
      const view = elements(array(order.number));
      if (order.index !== undefined) view[order.index] += order.value;
      else for (let index = 0; index < view.length; index++) view[index] += order.value;
      return view.length;
    }
    case 'handle':
      return array(order.number).toJSON();
    case 'sum':
      return sum(elements(array(order.number)));
    case 'slice':
      arrays.set(order.number + 1, array(order.number).slice(order.begin, order.end));
      return array(order.number + 1).toJSON();
    case 'clone':
      arrays.set(order.number + 1, array(order.number).clone());
      return;
    case 'release':
      array(order.number).release();
      return elements(array(order.number)).length;
    case 'connect':
      pipe = context.connect(order.url);
      return;
    case 'disconnect':
      pipe?.destroy();
      return;
    case 'send':
      await pipe?.write({ tensors: [array(order.number)] });
      return context.counters().copiedBytes;
    case 'take': {
      const descriptor = await pipe?.readDescriptor();
      if (!descriptor) throw new Error('there is no message');
      using message = (await pipe?.read(descriptor.allocate('borrow'))) ?? null;
      if (message === null) throw new Error('there is no message');
      arrays.set(order.number, pool.from(message.tensors[0]));
      return context.counters().copiedBytes;
    }
    case 'churn':
      return churn(order.handles, order.rounds, order.seed);
    case 'stats':
      return pool.stats();
    case 'segments':
      return mappedSegments();
    case 'memory':
      return proportionalBytes();
    case 'collect':
      arrays.clear();
      Reflect.get(globalThis, 'gc')?.();
      return;
    case 'end':
      await pool.close();
      await context.close();
      return 'ended';
  }
}

parent.send({ answer: pool });
for (;;) {
  const order = (await parent.next()) as Order;
  try {
    parent.send({ answer: (await obey(order)) ?? 'done' });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : String(thrown);
    parent.send({ failure: code });
  }
  if (order.word === 'end') break;
}
parent.release();

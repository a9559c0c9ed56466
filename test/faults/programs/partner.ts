/**
 * `partner ROLE NAME`: one end of an exchange, in a context of that name; then closes everything and exits. ROLE is
 * `listen`, which tells the test its address once it is asked for it, or `connect`, which is told one; with `alone` behind
 * it the context has no shared memory. Where TENSORDUCT_FAULT says so it does not get that far.
 */
import { Context } from 'tensorduct';
import { parent } from '../../peers/parent.js';
import { exchange, type Open } from './exchange.js';

const [, , role = '', name] = process.argv;

const arena = role.endsWith('alone') ? false : { budgetBytes: 64 * 2 ** 20 };
const context = new Context({ name, arena });

/** @returns what gives one pipe after the other */
async function begin(): Promise<Open> {
  const word = await parent.next();
  if (role.startsWith('connect')) return async (sockets) => (sockets ?? context).connect(String(word));
  const listener = await context.listen('unix://');
  parent.send(listener.urls[0]);
  return () => listener.accept();
}

const failures = await exchange(context, await begin());
await context.close();
parent.send({ failures });
parent.release();

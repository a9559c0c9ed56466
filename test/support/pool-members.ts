import { within } from '../../src/testing/deadlines.js';
import type { Order } from '../peers/pool-member.js';
import { Peer } from './peer.js';

/** Another process that is a member of a pool, and does what it is told: `test/peers/pool-member.ts`. */
export class Member implements AsyncDisposable {
  private constructor(
    readonly peer: Peer,
    /** That of its pool. */
    readonly pool: unknown,
  ) {}

  /**
   * @param mode `shared` where its pool lies in the memory of its context
   * @param pool that it joins, in place of one of its own
   */
  static async start(mode: 'own' | 'shared' = 'own', pool?: object): Promise<Member> {
    const args = pool === undefined ? [mode] : [mode, JSON.stringify(pool)];
    const peer = Peer.start('pool-member', args, ['--expose-gc']);
    return new Member(peer, answerOf(await peer.next('the handle of its pool')));
  }

  /** Starts several. */
  static async startAll(count: number): Promise<Member[]> {
    return Promise.all(Array.from({ length: count }, () => Member.start()));
  }

  /** Tells it to do something, and waits for the answer. Rejects with the code of the error where it fails. */
  async tell(order: Order): Promise<unknown> {
    this.peer.send(order);
    return answerOf(await this.peer.next(`the answer to ${order.word}`));
  }

  /** Ends it at once. */
  async kill(): Promise<void> {
    this.peer.kill('SIGKILL');
    await within(this.peer.exited, 'the end of a member');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.peer[Symbol.asyncDispose]();
  }
}

function answerOf(message: unknown): unknown {
  if (typeof message !== 'object' || message === null) return message;
  if ('failure' in message) throw new Error(String(message.failure));
  return 'answer' in message ? message.answer : message;
}

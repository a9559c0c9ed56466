import { Peer } from './peer.js';

/** A peer that does what it is told, one word at a time, and answers each with `{ answer }`. */
export class Obedient implements AsyncDisposable {
  private constructor(readonly peer: Peer) {}

  /** @param nodeArgs for node itself */
  static start(name: string, args: readonly string[], nodeArgs: readonly string[] = []): Obedient {
    return new Obedient(Peer.start(name, args, nodeArgs));
  }

  /** Tells it to do something, and waits for the answer. */
  async tell(word: string): Promise<unknown> {
    this.peer.send(word);
    return this.answer(`the answer to ${word}`);
  }

  /** Its next answer. */
  async answer(what: string): Promise<unknown> {
    const reply = await this.peer.next(what);
    return typeof reply === 'object' && reply !== null && 'answer' in reply ? reply.answer : reply;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.peer[Symbol.asyncDispose]();
  }
}

/**
 * How instances of a class travel. Both ends of a pipe need a handler of the same name.
 *
 * `getBuffer` may give any value that the codec takes, so an instance may consist of several buffers and of whatever
 * describes them; what is large in it goes beside the payload as everywhere.
 */
export interface TypeHandler<T extends object = object> {
  /** Known to both ends; unique in a codec. */
  readonly name: string;
  /**
   * Whether it is a value for this handler. Asked for every object except plain ones and arrays, before the codec's own
   * types, in the order of registration; the first that says yes has it.
   */
  matches(value: object): value is T;
  /** What the instance consists of. An instance must not contain itself. */
  getBuffer(value: T): unknown;
  /**
   * Makes the instance at the other end. Memory in `parts` may be borrowed, and is then valid as long as the value is.
   * @param parts what the peer has sent, which may be anything: to be checked
   */
  fromBuffer(parts: unknown): T;
}

/** A value as a program without types might pass it. */
export function untyped(value: unknown): never {
  return value as never;
}

/** A value as a program without types might pass it. */
export function untyped(value: unknown): never {
  const carrier: { value: never } = JSON.parse('{}');
  Object.assign(carrier, { value });
  return carrier.value;
}

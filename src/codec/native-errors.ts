/** The classes in which errors arrive. Their number on the wire is their place. Never used again for something else. */
const CLASSES: readonly { readonly name: string; readonly prototype: Error; make(): Error }[] = [
  { name: 'Error', prototype: Error.prototype, make: () => new Error() },
  { name: 'TypeError', prototype: TypeError.prototype, make: () => new TypeError() },
  { name: 'RangeError', prototype: RangeError.prototype, make: () => new RangeError() },
  { name: 'SyntaxError', prototype: SyntaxError.prototype, make: () => new SyntaxError() },
  { name: 'ReferenceError', prototype: ReferenceError.prototype, make: () => new ReferenceError() },
  { name: 'EvalError', prototype: EvalError.prototype, make: () => new EvalError() },
  { name: 'URIError', prototype: URIError.prototype, make: () => new URIError() },
  { name: 'AggregateError', prototype: AggregateError.prototype, make: () => new AggregateError([]) },
];

/** Properties that an error has without showing them, in the order in which they are written. */
const HIDDEN = ['name', 'message', 'stack', 'cause', 'errors'] as const;

/** The class that an error is to arrive in: its own, or the nearest of these that it is derived from. */
export function errorClassOf(error: object): number {
  for (let prototype: unknown = error; typeof prototype === 'object' && prototype !== null;) {
    prototype = Object.getPrototypeOf(prototype);
    const number = CLASSES.findIndex((known) => known.prototype === prototype);
    if (number >= 0) return number;
  }
  // Of another realm.
  return 0;
}

/** What makes up an error beside the properties that can be seen. */
export function hiddenOf(error: object): [key: string, value: unknown][] {
  const visible = new Set(Object.keys(error));
  const { name } = CLASSES[errorClassOf(error)];
  return HIDDEN.flatMap((key) => {
    const value: unknown = Reflect.get(error, key);
    if (visible.has(key) || (key === 'name' && value === name)) return [];
    return value === undefined && !Object.hasOwn(error, key) ? [] : [[key, value] as [string, unknown]];
  });
}

/** An error without properties; undefined for a number that stands for no class. */
export function makeError(number: number): Error | undefined {
  const { stackTraceLimit } = Error;
  try {
    // Its own stack would be the decoder's, and would cost more than all the rest.
    Error.stackTraceLimit = 0;
    const error = CLASSES[number]?.make();
    if (error !== undefined) for (const key of Object.getOwnPropertyNames(error)) Reflect.deleteProperty(error, key);
    return error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

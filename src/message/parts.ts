import { TensorductError } from '../errors.js';

/**
 * Maps the payloads or tensors that a program gave, which may be anything.
 * @param parts undefined stands for none
 * @param name of the list, for messages
 * @throws TensorductError `ERR_INVALID_ARGUMENT` for what is not an array; whatever `map` throws
 */
export function mapParts<Part, Mapped>(
  parts: readonly Part[] | undefined,
  name: string,
  map: (part: Part, index: number) => Mapped,
): readonly Mapped[] {
  if (parts === undefined) return NONE;
  const isArray: boolean = Array.isArray(parts);
  if (!isArray) throw new TensorductError('ERR_INVALID_ARGUMENT', `${name} is not an array`);
  if (parts.length === 0) return NONE;
  // Not Array.prototype.map: it passes over holes.
  const mapped = new Array<Mapped>(parts.length);
  for (let i = 0; i < parts.length; i++) mapped[i] = map(parts[i], i);
  return mapped;
}

/** @throws TensorductError `ERR_INVALID_ARGUMENT` for an element that is not an object */
export function checkObject(part: unknown, name: string, index: number): void {
  if (typeof part === 'object' && part !== null) return;
  throw new TensorductError('ERR_INVALID_ARGUMENT', `${name}[${index}] is not an object`);
}

const NONE: readonly never[] = Object.freeze([]);

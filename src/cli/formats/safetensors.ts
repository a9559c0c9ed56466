import type { DType } from '../../message/dtype.js';
import { countElements, malformed, tensorOf, type FileLayout, type FileTensor, type Format } from './layout.js';

/** By the specification, so that nobody has to parse more. */
const MAX_HEADER_BYTES = 100_000_000;
/** Before the JSON: its length. */
const LENGTH_BYTES = 8;

/** Bits of an element of every dtype of the specification, and the dtype of ours that is the same. */
const DTYPES: ReadonlyMap<string, { readonly bits: number; readonly dtype?: DType }> = new Map([
  ['BOOL', { bits: 8, dtype: 'bool' }],
  ['U8', { bits: 8, dtype: 'uint8' }],
  ['I8', { bits: 8, dtype: 'int8' }],
  ['U16', { bits: 16, dtype: 'uint16' }],
  ['I16', { bits: 16, dtype: 'int16' }],
  ['F16', { bits: 16, dtype: 'float16' }],
  ['BF16', { bits: 16, dtype: 'bfloat16' }],
  ['U32', { bits: 32, dtype: 'uint32' }],
  ['I32', { bits: 32, dtype: 'int32' }],
  ['F32', { bits: 32, dtype: 'float32' }],
  ['U64', { bits: 64, dtype: 'uint64' }],
  ['I64', { bits: 64, dtype: 'int64' }],
  ['F64', { bits: 64, dtype: 'float64' }],
  ['C64', { bits: 64 }],
  ['F8_E5M2', { bits: 8 }],
  ['F8_E4M3', { bits: 8 }],
  ['F8_E8M0', { bits: 8 }],
  ['F8_E5M2FNUZ', { bits: 8 }],
  ['F8_E4M3FNUZ', { bits: 8 }],
  ['F6_E2M3', { bits: 6 }],
  ['F6_E3M2', { bits: 6 }],
  ['F4', { bits: 4 }],
]);

/** Every dtype of the specification. */
export const SAFETENSORS_DTYPES: readonly string[] = [...DTYPES.keys()];

/** A map of tensors, as the `safetensors` library writes it. Its tensors travel in the order of their bytes. */
export const safetensors: Format = {
  name: 'safetensors',
  ending: '.safetensors',

  headerLength(start, size) {
    if (size < LENGTH_BYTES) throw malformed('it is too short for a .safetensors file');
    const length = new DataView(start.buffer, start.byteOffset, start.byteLength).getBigUint64(0, true);
    if (length > MAX_HEADER_BYTES) throw malformed(`its header has ${length.toString()} bytes`);
    if (LENGTH_BYTES + Number(length) > size) throw malformed('its header is cut off');
    return LENGTH_BYTES + Number(length);
  },

  parse(header, size): FileLayout {
    const text = decode(header.subarray(LENGTH_BYTES));
    const fields = parseObject(text);
    checkDuplicates(text);
    const { __metadata__: metadata, ...infos } = fields;
    if (metadata !== undefined && !isTextMap(metadata)) {
      throw malformed('its __metadata__ is not a map of strings to strings');
    }
    const placed = Object.entries(infos).map(([name, info]) => place(name, info));
    placed.sort((a, b) => a.begin - b.begin || a.end - b.end);
    let end = 0;
    for (const { name, begin, end: next } of placed) {
      if (begin !== end) throw malformed(`its tensor ${name} ${begin < end ? 'overlaps another' : 'follows a gap'}`);
      end = next;
    }
    const missing = header.length + end - size;
    if (missing > 0) throw malformed(`its last ${missing} bytes are missing`);
    if (missing < 0) throw malformed(`it has ${-missing} bytes after its last tensor`);
    return { format: 'safetensors', headerLength: header.length, tensors: placed.map(({ tensor }) => tensor) };
  },
};

interface Placed {
  /** For messages. */
  readonly name: string;
  readonly begin: number;
  readonly end: number;
  readonly tensor: FileTensor;
}

function place(name: string, info: unknown): Placed {
  const shown = JSON.stringify(name.slice(0, 128));
  if (!isObject(info)) throw malformed(`its tensor ${shown} is not described`);
  const { dtype, shape, data_offsets: offsets } = info;
  const type = typeof dtype === 'string' ? DTYPES.get(dtype) : undefined;
  if (type === undefined) throw malformed(`its tensor ${shown} has no dtype of the specification`);
  if (!Array.isArray(shape)) throw malformed(`its tensor ${shown} has no shape`);
  const bits = countElements(shape, `its tensor ${shown}`) * type.bits;
  const pair: readonly unknown[] = Array.isArray(offsets) && offsets.length === 2 ? offsets : [];
  const [begin, end] = pair;
  if (!isOffset(begin) || !isOffset(end)) throw malformed(`its tensor ${shown} has no data_offsets`);
  const byteLength = end - begin;
  if (byteLength * 8 !== bits) {
    throw malformed(`its tensor ${shown} has ${byteLength} bytes where its shape needs ${bits / 8}`);
  }
  const about = { name, dtype, shape };
  return { name: shown, begin, end, tensor: tensorOf(type.dtype, shape.map(Number), byteLength, about) };
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] !== 0x7b) throw malformed('its header does not begin with a {');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw malformed('its header is not UTF-8');
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw malformed('its header is not JSON');
}

/** `JSON.parse` takes the last of two entries with one name; the specification has neither. */
function checkDuplicates(json: string): void {
  const keys = new Set<string>();
  let depth = 0;
  for (const [token, isKey] of json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (depth === 1 && isKey !== undefined) {
      const key = String(JSON.parse(token.slice(0, -isKey.length)));
      if (keys.has(key)) throw malformed(`its header has ${JSON.stringify(key.slice(0, 128))} twice`);
      keys.add(key);
    }
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextMap(value: unknown): boolean {
  return isObject(value) && Object.values(value).every((text) => typeof text === 'string');
}

function isOffset(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

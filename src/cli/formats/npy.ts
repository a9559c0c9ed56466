import type { DType } from '../../message/dtype.js';
import { countElements, malformed, tensorOf, type FileLayout, type FileTensor, type Format } from './layout.js';
import { parsePython } from './python-literal.js';

/** The first bytes of every file. */
const MAGIC = '\x93NUMPY';
/** Longer than any header that describes one array. */
const MAX_HEADER_BYTES = 2 ** 20;

/** Array types whose little-endian elements are those of a dtype of ours. */
const DTYPES: ReadonlyMap<string, DType> = new Map([
  ['b1', 'bool'],
  ['i1', 'int8'],
  ['i2', 'int16'],
  ['i4', 'int32'],
  ['i8', 'int64'],
  ['u1', 'uint8'],
  ['u2', 'uint16'],
  ['u4', 'uint32'],
  ['u8', 'uint64'],
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
]);

/**
 * One array, as `numpy.save` writes it, versions 1 to 3 of the format.
 *
 * An array in Fortran order travels as what its bytes are: the row-major array of the reversed shape. Big-endian
 * arrays, and those of types that we do not have, travel as bytes. Either way the metadata has the truth.
 */
export const npy: Format = {
  name: 'npy',
  ending: '.npy',

  headerLength(start, size) {
    if (size < 10 || Buffer.from(start.subarray(0, 6)).toString('latin1') !== MAGIC) {
      throw malformed('it does not begin as a .npy file');
    }
    const [major, minor] = [start[6], start[7]];
    if (major < 1 || major > 3 || minor !== 0) throw malformed(`it has version ${major}.${minor} of the .npy format`);
    const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
    if (major > 1 && size < 12) throw malformed('its header is cut off');
    const length = major === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
    if (length > size) throw malformed('its header is cut off');
    if (length > MAX_HEADER_BYTES) throw malformed(`its header has ${length} bytes`);
    return length;
  },

  parse(header, size): FileLayout {
    const major = header[6];
    const text = Buffer.from(header.subarray(major === 1 ? 10 : 12)).toString(major === 3 ? 'utf8' : 'latin1');
    const fields = parsePython(text);
    if (!(fields instanceof Map)) throw malformed('its header is not a dictionary written in Python');
    const descr: unknown = fields.get('descr');
    const fortran: unknown = fields.get('fortran_order');
    const shape: unknown = fields.get('shape');
    if (fields.size !== 3 || typeof fortran !== 'boolean' || !Array.isArray(shape)) {
      throw malformed("its header does not have 'descr', 'fortran_order' and 'shape', and nothing else");
    }
    const tensor = describe(descr, fortran, shape);
    const missing = header.length + tensor.byteLength - size;
    if (missing > 0) throw malformed(`its last ${missing} bytes are missing`);
    if (missing < 0) throw malformed(`it has ${-missing} bytes after its array`);
    return { format: 'npy', headerLength: header.length, tensors: [tensor] };
  },
};

function describe(descr: unknown, fortran: boolean, shape: unknown[]): FileTensor {
  if (Array.isArray(descr)) throw malformed('its dtype is structured, which no tensor can be');
  const match = typeof descr === 'string' ? /^([<>|=])([biufcmMSaUVO])(\d*)(?:\[\w+\])?$/.exec(descr) : null;
  if (match === null) throw malformed('its dtype is unknown');
  const [, order, kind, width] = match;
  if (kind === 'O') throw malformed('it holds Python objects, which no tensor can');
  const elementBytes = Number(width) * (kind === 'U' ? 4 : 1);
  if (width === '' || !Number.isSafeInteger(elementBytes)) throw malformed('its dtype is unknown');
  const elements = countElements(shape, 'its shape');
  const byteLength = elements * elementBytes;
  if (!Number.isSafeInteger(byteLength)) throw malformed('its shape has too many elements');
  const about = { dtype: descr, fortran_order: fortran, shape };
  const dtype = order === '>' && elementBytes > 1 ? undefined : DTYPES.get(kind + width);
  const dimensions = shape.map(Number);
  return tensorOf(dtype, fortran ? dimensions.toReversed() : dimensions, byteLength, about);
}

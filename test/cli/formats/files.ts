/** Files made byte by byte, as `numpy.save` and the `safetensors` library make them. */

/** A `.npy` file. @param header the dictionary, as it stands in the file */
export function npyFile(header: string, data: Uint8Array, major = 1): Buffer {
  const prefix = major === 1 ? 10 : 12;
  const encoding = major === 3 ? 'utf8' : 'latin1';
  const bare = Buffer.from(header, encoding);
  const padded = Buffer.concat([bare, Buffer.alloc(63 - ((prefix + bare.length) % 64), ' '), Buffer.from('\n')]);
  const start = Buffer.alloc(prefix);
  start.write('\x93NUMPY', 'latin1');
  start[6] = major;
  if (major === 1) start.writeUInt16LE(padded.length, 8);
  else start.writeUInt32LE(padded.length, 8);
  return Buffer.concat([start, padded, data]);
}

/** What NumPy writes into the header. */
export function npyHeader(descr: string, shape: readonly number[], fortran = false): string {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  return `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${tuple}, }`;
}

/** A `.safetensors` file. @param header its JSON, as it stands in the file */
export function safetensorsFile(header: string, data: Uint8Array): Buffer {
  const json = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, data]);
}

/** Bytes that differ from place to place. */
export function someBytes(length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) % 256));
}

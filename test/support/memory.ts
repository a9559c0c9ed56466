/** Kinds of memory that no program should hand to a pipe. */

type Growing<Memory> = new (byteLength: number, options: { readonly maxByteLength: number }) => Memory;

// The type library that we compile against does not know the second argument yet.
const ResizableBuffer: Growing<ArrayBuffer> = ArrayBuffer;
const GrowableBuffer: Growing<SharedArrayBuffer> = SharedArrayBuffer;

/** A buffer that can be resized in place. */
export function resizableBuffer(byteLength: number): ArrayBuffer {
  return new ResizableBuffer(byteLength, { maxByteLength: byteLength + 8 });
}

/** Shared memory that can grow. */
export function growableBuffer(byteLength: number): SharedArrayBuffer {
  return new GrowableBuffer(byteLength, { maxByteLength: byteLength + 8 });
}

/** Takes the memory away from a buffer and its views. */
export function detach(buffer: ArrayBuffer): void {
  structuredClone(buffer, { transfer: [buffer] });
}

/** Kinds of memory that no program should hand to a pipe, made without the newest type library. */

/** A buffer that can be resized in place. */
export function resizableBuffer(byteLength: number): ArrayBuffer {
  return Reflect.construct(ArrayBuffer, [byteLength, { maxByteLength: byteLength + 8 }]);
}

/** Shared memory that can grow. */
export function growableBuffer(byteLength: number): SharedArrayBuffer {
  return Reflect.construct(SharedArrayBuffer, [byteLength, { maxByteLength: byteLength + 8 }]);
}

/** Takes the memory away from a buffer and its views. */
export function detach(buffer: ArrayBuffer): void {
  structuredClone(buffer, { transfer: [buffer] });
}

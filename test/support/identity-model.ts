/**
 * An ONNX model with one node, `y = Identity(x)`, in protobuf by hand: field numbers are those of `onnx.proto`.
 * @param elementType `TensorProto.DataType`: 1 is float32
 */
export function identityModel(elementType: number): Uint8Array {
  const value = (name: string) => message(text(1, name), bytes(2, bytes(1, varint(1, elementType))));
  const node = message(text(1, 'x'), text(2, 'y'), text(4, 'Identity'));
  const graph = message(bytes(1, node), text(2, 'identity'), bytes(11, value('x')), bytes(12, value('y')));
  return message(varint(1, 9), bytes(7, graph), bytes(8, varint(2, 16)));
}

const message = (...fields: Uint8Array[]) => new Uint8Array(Buffer.concat(fields));
const varint = (field: number, value: number) => Uint8Array.of(field << 3, value);
const bytes = (field: number, value: Uint8Array) =>
  Buffer.concat([Uint8Array.of((field << 3) | 2, value.length), value]);
const text = (field: number, value: string) => bytes(field, Buffer.from(value));

import protobuf from 'protobufjs/minimal.js';
import { CLASSES, SIDE } from '../drawing/picture.js';
import type { Parameters } from './layer.js';
import { SCALE, type Network } from './network.js';

/** The numbers of `onnx.proto`: elements, kinds of attributes, the format's and the operators' version. */
const FLOAT = 1;
const UINT8 = 2;
const INT32 = 6;
const ATTRIBUTE_INT = 2;
const ATTRIBUTE_INTS = 7;
const IR_VERSION = 8;
const OPSET = 17;

/** The dimension that each batch chooses. */
const BATCH = 'batch';

type Fill = (writer: protobuf.Writer) => void;
type Attributes = Readonly<Record<string, number | readonly number[]>>;

/**
 * A network as an ONNX model.
 *
 * | | name | type | shape |
 * |---|---|---|---|
 * | input | `images` | uint8, grey levels | [batch, 1, 28, 28] |
 * | output | `classes` | int32, the likeliest class | [batch] |
 * | output | `scores` | float32, how likely it is, 0 to 1 | [batch] |
 */
export function toOnnx({ first, second, hidden, last }: Network): Uint8Array {
  const graph = message((writer) => {
    node(writer, 'Cast', ['images'], 'levels', { to: FLOAT });
    node(writer, 'Mul', ['levels', 'factor'], 'scaled');
    node(writer, 'Add', ['scaled', 'offset'], 'x0');
    node(writer, 'Conv', ['x0', 'w1', 'b1'], 'c1');
    node(writer, 'Relu', ['c1'], 'r1');
    node(writer, 'MaxPool', ['r1'], 'x1', { kernel_shape: [2, 2], strides: [2, 2] });
    node(writer, 'Conv', ['x1', 'w2', 'b2'], 'c2');
    node(writer, 'Relu', ['c2'], 'r2');
    node(writer, 'MaxPool', ['r2'], 'p2', { kernel_shape: [2, 2], strides: [2, 2] });
    node(writer, 'Flatten', ['p2'], 'x2');
    node(writer, 'Gemm', ['x2', 'w3', 'b3'], 'g3', { transB: 1 });
    node(writer, 'Relu', ['g3'], 'x3');
    node(writer, 'Gemm', ['x3', 'w4', 'b4'], 'logits', { transB: 1 });
    node(writer, 'Softmax', ['logits'], 'likely', { axis: 1 });
    node(writer, 'ReduceMax', ['likely'], 'scores', { axes: [1], keepdims: 0 });
    node(writer, 'ArgMax', ['likely'], 'best', { axis: 1, keepdims: 0 });
    node(writer, 'Cast', ['best'], 'classes', { to: INT32 });
    text(writer, 2, 'digits');
    tensor(writer, 'factor', [], Float64Array.of(SCALE.factor));
    tensor(writer, 'offset', [], Float64Array.of(SCALE.offset));
    layer(writer, 1, [first.outputs, first.inputs, first.size, first.size], first);
    layer(writer, 2, [second.outputs, second.inputs, second.size, second.size], second);
    layer(writer, 3, [hidden.outputs, hidden.inputs], hidden);
    layer(writer, 4, [last.outputs, last.inputs], last);
    part(writer, 11, value('images', UINT8, [BATCH, 1, SIDE, SIDE]));
    part(writer, 12, value('classes', INT32, [BATCH]));
    part(writer, 12, value('scores', FLOAT, [BATCH]));
  });
  if (last.outputs !== CLASSES) throw new RangeError(`the network has ${last.outputs} outputs`);
  return message((writer) => {
    number(writer, 1, IR_VERSION);
    text(writer, 2, 'tensorduct examples');
    writer.uint32((7 << 3) | 2).bytes(graph);
    part(writer, 8, (opset) => number(opset, 2, OPSET));
  });
}

// ---- the messages of onnx.proto ----

function node(
  writer: protobuf.Writer,
  op: string,
  inputs: string[],
  output: string,
  attributes: Attributes = {},
): void {
  part(writer, 1, (each) => {
    for (const input of inputs) text(each, 1, input);
    text(each, 2, output);
    text(each, 4, op);
    for (const [name, setting] of Object.entries(attributes)) part(each, 5, attribute(name, setting));
  });
}

function attribute(name: string, setting: number | readonly number[]): Fill {
  return (writer) => {
    text(writer, 1, name);
    if (typeof setting === 'number') number(writer, 3, setting);
    else for (const each of setting) number(writer, 8, each);
    number(writer, 20, typeof setting === 'number' ? ATTRIBUTE_INT : ATTRIBUTE_INTS);
  };
}

function layer(
  writer: protobuf.Writer,
  index: number,
  shape: readonly number[],
  { weights, bias }: { readonly weights: Parameters; readonly bias: Parameters },
): void {
  tensor(writer, `w${index}`, shape, weights.values);
  tensor(writer, `b${index}`, [bias.values.length], bias.values);
}

/** An initializer of the graph. */
function tensor(writer: protobuf.Writer, name: string, shape: readonly number[], values: Float64Array): void {
  part(writer, 5, (each) => {
    for (const length of shape) number(each, 1, length);
    number(each, 2, FLOAT);
    text(each, 8, name);
    const bytes = Buffer.alloc(4 * values.length);
    values.forEach((element, at) => bytes.writeFloatLE(element, 4 * at));
    each.uint32((9 << 3) | 2).bytes(bytes);
  });
}

/** A `ValueInfoProto`: name, element type and shape. */
function value(name: string, elementType: number, shape: readonly (number | string)[]): Fill {
  return (writer) => {
    text(writer, 1, name);
    part(writer, 2, (type) =>
      part(type, 1, (tensorType) => {
        number(tensorType, 1, elementType);
        part(tensorType, 2, (dimensions) => {
          for (const length of shape) {
            part(dimensions, 1, (dimension) =>
              typeof length === 'number' ? number(dimension, 1, length) : text(dimension, 2, length),
            );
          }
        });
      }),
    );
  };
}

function message(fill: Fill): Uint8Array {
  const writer = protobuf.Writer.create();
  fill(writer);
  return writer.finish();
}

/** A message as a field of another. */
function part(writer: protobuf.Writer, field: number, fill: Fill): void {
  fill(writer.uint32((field << 3) | 2).fork());
  writer.ldelim();
}

function text(writer: protobuf.Writer, field: number, characters: string): void {
  writer.uint32((field << 3) | 2).string(characters);
}

function number(writer: protobuf.Writer, field: number, integer: number): void {
  writer.uint32(field << 3).int64(integer);
}

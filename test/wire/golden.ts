import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import protobuf from 'protobufjs';
import { fromText } from 'protobufjs/ext/textformat.js';

/**
 * One message of the wire in three forms that must agree. A file of `golden/` holds the first two, and is itself
 * protobuf's text format:
 *
 *     sed -n '/^[^#]/p' FILE | protoc --encode=tensorduct.v1.MESSAGE proto/control.proto | xxd -p
 */
export interface Golden {
  /** The file's name without its ending: the message, and what is special about this one. */
  readonly name: string;
  /** `Descriptor`, `Credit`, … */
  readonly message: string;
  /** What the message is on the wire, to the byte. */
  readonly bytes: Uint8Array;
  /** What `protoc --decode` prints for it. */
  readonly text: string;
  /** What `text` says, in the generated code's names: absent fields are absent, numbers numbers, bytes Uint8Array. */
  readonly value: object;
}

export const PROTO_FILE = join(import.meta.dirname, '../../proto/control.proto');
const FOLDER = join(import.meta.dirname, 'golden');
const HEADER =
  /^# proto-file: proto\/control\.proto\n# proto-message: tensorduct\.v1\.(\w+)\n# bytes:(?: ([0-9a-f]+))?\n\n?/;

const root = protobuf.loadSync(PROTO_FILE);

/** Every golden message, or those of one type. */
export function loadGolden(message?: string): Golden[] {
  const all = readdirSync(FOLDER).map(parse);
  return message === undefined ? all : all.filter((golden) => golden.message === message);
}

function parse(file: string): Golden {
  const content = readFileSync(join(FOLDER, file), 'utf8');
  const header = HEADER.exec(content);
  if (header === null) throw new Error(`test/wire/golden/${file} does not begin with the three lines of a golden file`);
  const [head, message, hex = ''] = header;
  const text = content.slice(head.length);
  const type = root.lookupType(`tensorduct.v1.${message}`);
  return {
    name: file.replace(/\.txtpb$/, ''),
    message,
    bytes: Uint8Array.from(Buffer.from(hex, 'hex')),
    text,
    value: Object.fromEntries(entriesOf(type.toObject(fromText(type, text), { longs: Number }))),
  };
}

function entriesOf(message: object): [string, unknown][] {
  return Object.entries(message).map(([name, value]) => [name, withoutBuffers(value)]);
}

function withoutBuffers(value: unknown): unknown {
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (Array.isArray(value)) return value.map(withoutBuffers);
  return typeof value === 'object' && value !== null ? Object.fromEntries(entriesOf(value)) : value;
}

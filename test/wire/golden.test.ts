import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Writer } from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { tensorduct } from '../../src/wire/generated/control.js';
import { loadGolden, PROTO_FILE } from './golden.js';

interface GeneratedCodec {
  encode(message: object): Writer;
  decode(bytes: Uint8Array): object;
}

const codecs: Record<string, GeneratedCodec> = tensorduct.v1;
const goldens = loadGolden();
const protocIsMissing = spawnSync('protoc', ['--version']).error !== undefined;

describe('golden bytes of the wire', () => {
  it('every message of control.proto has a golden file', () => {
    const declared = [...readFileSync(PROTO_FILE, 'utf8').matchAll(/^message (\w+)/gm)].map(([, name]) => name);
    expect(new Set(goldens.map(({ message }) => message))).toEqual(new Set(declared));
  });

  it.for(goldens)('$name: the generated encoder writes exactly these bytes', ({ message, value, bytes }) => {
    expect(Uint8Array.from(codecs[message].encode(value).finish())).toEqual(bytes);
  });

  it.for(goldens)('$name: the generated decoder reads all of it, and nothing else', ({ message, value, bytes }) => {
    const decoded = codecs[message].decode(bytes);
    expect(decoded).toMatchObject(value);
    expect(Uint8Array.from(codecs[message].encode(decoded).finish())).toEqual(bytes);
  });

  it.for(goldens)('$name: protoc prints the same text', ({ message, bytes, text }, { skip }) => {
    skip(protocIsMissing, "protoc is not installed (Debian's protobuf-compiler)");
    const options = [`--decode=tensorduct.v1.${message}`, `--proto_path=${dirname(PROTO_FILE)}`, PROTO_FILE];
    expect(execFileSync('protoc', options, { input: bytes, encoding: 'utf8' })).toBe(text);
  });

  it('a number that is absent reads as the number 0', () => {
    const { Brochure, Credit, Offer } = tensorduct.v1;
    const absent = new Uint8Array(0);
    expect([Brochure.decode(absent).window, Credit.decode(absent).limit, Offer.decode(absent).transfer]).toEqual([
      0, 0, 0,
    ]);
  });

  it('a number of 2^53 or more is refused', () => {
    const { Credit } = tensorduct.v1;
    const largest = Credit.encode({ limit: Number.MAX_SAFE_INTEGER }).finish();
    expect(Credit.decode(largest).limit).toBe(Number.MAX_SAFE_INTEGER);
    const tooLarge = Credit.encode({ limit: Number.MAX_SAFE_INTEGER + 1 }).finish();
    expect(() => Credit.decode(tooLarge)).toThrow(expect.objectContaining({ code: 'ERR_PROTOCOL' }));
  });

  it('a field that this version does not know is skipped and not kept', () => {
    const unknown = Uint8Array.of(0x08, 0x05, 0xf8, 0x07, 0x01);
    const credit = tensorduct.v1.Credit.decode(unknown);
    expect(credit.limit).toBe(5);
    expect(credit).not.toHaveProperty('$unknowns');
  });
});

import { TensorductError } from '../errors.js';

/*
 * A payload, format 1. Integers are little-endian; a varint has 7 bits a byte, the lowest first.
 *
 *   0      2         3   4             8      8 + body
 *   | 'TV' | version | 0 | body length | body | table of memory | bytes of inline blocks |
 *
 * The body is one value: a tag, then what docs/values.md says about it. Everything with an identity gets a number in the
 * order in which it begins, so that it can be referred to.
 */

/** Version of the format. A decoder reads no other. */
export const FORMAT_VERSION = 1;
/** The first two bytes of a payload: `TV`. */
export const MAGIC = [0x54, 0x56] as const;
/** Bytes before the body. */
export const HEAD_BYTES = 8;

/**
 * Levels of nesting. Both directions recurse, with some 300 bytes of stack a level measured: far below the 984 KiB of a
 * stack in Node, also when called from deep down.
 */
export const MAX_DEPTH = 1000;

/** Tags from 0 to here are the number itself. */
export const LAST_SMALL_INTEGER = 0x7f;

/** What begins a value. Never used again for something else. */
export const TAG = {
  undefined: 0x80,
  null: 0x81,
  false: 0x82,
  true: 0x83,
  /** Zigzag varint of 32 bits. */
  integer: 0x84,
  /** 8 bytes. */
  float: 0x85,
  /** 8 bytes, two's complement. */
  bigint64: 0x86,
  /** Sign byte, then hexadecimal digits as a string. */
  bigint: 0x87,
  /** Varint length, a byte for each code unit. */
  latin1: 0x88,
  /** Varint length in code units, two bytes each. */
  utf16: 0x89,
  /** Varint number of an earlier one. */
  reference: 0x8a,
  /** Properties. */
  object: 0x8b,
  /** Properties, of an object without a prototype. */
  nullObject: 0x8c,
  /** Varint length, values; a hole is {@link TAG.hole}. */
  array: 0x8d,
  hole: 0x8e,
  /** Keys and values, until {@link TAG.end}. */
  map: 0x8f,
  /** Values, until {@link TAG.end}. */
  set: 0x90,
  end: 0x91,
  /** 8 bytes: milliseconds. */
  date: 0x92,
  /** Two strings. */
  regexp: 0x93,
  /** Byte: which class; properties that are not enumerable; properties that are. */
  error: 0x94,
  /** Byte: which kind; memory. */
  view: 0x95,
  /** Byte: 0 of this library, 1 of onnxruntime; byte: dtype; varint rank, dimensions; memory. */
  tensor: 0x96,
  /** Of onnxruntime: varint rank, dimensions; as many strings. */
  stringTensor: 0x97,
  /** Name of the handler, as a key; parts. */
  instance: 0x98,
} as const;

/** @returns the error of a payload that is not one of ours, or that was changed on its way */
export function malformed(what: string, cause?: unknown): TensorductError {
  return new TensorductError('ERR_MALFORMED_VALUE', what, { cause });
}

/**
 * Writes protobuf fields by hand into given memory: for the messages that are sent for every tensor, where the
 * generated code costs two to three times as much. Golden bytes hold it to `proto/control.proto`.
 *
 * The caller makes sure that there is room; see the `…Bound` functions beside each message.
 */
export class ProtoWriter {
  bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  /** A base-128 varint; `value` is an integer from 0 to 2^53 - 1. */
  varint(value: number): void {
    const bytes = this.bytes;
    let position = this.position;
    while (value > 0x7fff_ffff) {
      bytes[position++] = (value % 128) | 0x80;
      value = Math.floor(value / 128);
    }
    while (value > 127) {
      bytes[position++] = (value & 127) | 0x80;
      value >>>= 7;
    }
    bytes[position++] = value;
    this.position = position;
  }

  /** A varint field; left out when 0, as proto3 does. */
  uint(field: number, value: number): void {
    if (value === 0) return;
    this.bytes[this.position++] = field << 3;
    this.varint(value);
  }

  /** A bool field; left out when false. */
  bool(field: number, value: boolean): void {
    if (!value) return;
    this.bytes[this.position++] = field << 3;
    this.bytes[this.position++] = 1;
  }

  /** A bytes field; left out when empty. */
  data(field: number, value: Uint8Array): void {
    if (value.length === 0) return;
    this.bytes[this.position++] = (field << 3) | 2;
    this.varint(value.length);
    this.raw(value);
  }

  /** An ASCII string field; left out when empty. */
  ascii(field: number, value: string): void {
    if (value.length === 0) return;
    this.bytes[this.position++] = (field << 3) | 2;
    this.varint(value.length);
    for (let i = 0; i < value.length; i++) this.bytes[this.position++] = value.charCodeAt(i);
  }

  /** Bytes as they are. A loop beats `set` up to some 48 bytes. */
  raw(value: Uint8Array): void {
    if (value.length <= 48) {
      const bytes = this.bytes;
      let position = this.position;
      for (let i = 0; i < value.length; i++) bytes[position++] = value[i];
      this.position = position;
    } else {
      this.bytes.set(value, this.position);
      this.position += value.length;
    }
  }

  /**
   * Begins an embedded message: writes its key, leaves room for its length.
   * @returns what `end` needs
   */
  begin(field: number): number {
    this.bytes[this.position++] = (field << 3) | 2;
    return this.position++;
  }

  /** Ends an embedded message: fills in its length, moving the content when that takes more than one byte. */
  end(start: number): void {
    const length = this.position - start - 1;
    if (length < 128) {
      this.bytes[start] = length;
      return;
    }
    const extra = varintSize(length) - 1;
    this.bytes.copyWithin(start + 1 + extra, start + 1, this.position);
    this.position = start;
    this.varint(length);
    this.position += length;
  }
}

/** Bytes of the varint of `value`. */
export function varintSize(value: number): number {
  let size = 1;
  while (value > 127) {
    value = Math.floor(value / 128);
    size++;
  }
  return size;
}

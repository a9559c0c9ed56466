import { describe, expect, it } from 'vitest';
import { EMPTY } from '../../src/message/bytes.js';
import { ReceivedMessage } from '../../src/message/received-message.js';
import { ReceivedTensor } from '../../src/message/received-tensor.js';
import { thrown } from '../support/errors.js';

function receive(tensors = 2) {
  const released: number[] = [];
  const made = Array.from({ length: tensors }, (_, i) => {
    const data = new Uint8Array(4);
    const release = () => released.push(i);
    return new ReceivedTensor({ length: 4, dtype: 'uint8', shape: [4], metadata: EMPTY }, { data, release });
  });
  const message = new ReceivedMessage(
    Uint8Array.of(1),
    [{ data: new Uint8Array(3), metadata: Uint8Array.of(2) }],
    made,
  );
  return { message, released };
}

describe('ReceivedMessage', () => {
  it('says what it holds', () => {
    const { message } = receive();
    expect(message.metadata).toEqual(Uint8Array.of(1));
    expect(message.payloads[0]).toEqual({ data: new Uint8Array(3), metadata: Uint8Array.of(2) });
    expect([message.tensors.length, message.byteLength]).toEqual([2, 3 + 4 + 4]);
    expect(new ReceivedMessage(EMPTY, [], []).byteLength).toBe(0);
  });

  it('releases every tensor once', () => {
    const { message, released } = receive();
    message.tensors[1].release();
    message.release();
    message.release();
    message[Symbol.dispose]();
    expect(released).toEqual([1, 0]);
    thrown('ERR_RELEASED', () => message.tensors[0].data);
    expect(message.payloads[0].data.length).toBe(3);
  });

  it('lives until it was released once more than it was retained', () => {
    const { message, released } = receive(1);
    expect(message.retain()).toBe(message);
    message.retain();
    message.release();
    message.release();
    expect(released).toEqual([]);
    expect(message.tensors[0].released).toBe(false);
    message.release();
    expect(released).toEqual([0]);
  });

  it('cannot be retained any more once it was released', () => {
    const { message } = receive();
    message.release();
    message.release();
    thrown('ERR_RELEASED', () => message.retain());
  });

  it('is released by using', () => {
    const { message, released } = receive();
    {
      using scoped = message;
      expect(scoped.tensors[0].released).toBe(false);
    }
    expect(released).toEqual([0, 1]);
  });

  it('gives the memory of a tensor back only once its holders are done, too', () => {
    const { message, released } = receive(1);
    message.tensors[0].hold();
    message.release();
    expect(released).toEqual([]);
    message.tensors[0].letGo();
    expect(released).toEqual([0]);
  });
});

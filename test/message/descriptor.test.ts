import { constants } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { checkAllocation } from '../../src/message/allocation.js';
import { EMPTY } from '../../src/message/bytes.js';
import { Descriptor, type TensorDescriptor } from '../../src/message/descriptor.js';
import { CPU, type Device } from '../../src/message/device.js';
import { thrown } from '../support/errors.js';
import { untyped } from '../support/untyped.js';

function bytes(length: number, targetDevice?: Device): TensorDescriptor {
  return {
    length,
    dtype: 'uint8',
    shape: [length],
    sourceDevice: CPU,
    targetDevice,
    metadata: EMPTY,
    borrowable: true,
  };
}

const payload = (length: number) => ({ length, metadata: EMPTY });

describe('Descriptor.allocate', () => {
  it('makes memory of its own for every payload and tensor', () => {
    const lengths = [0, 1, 64, 65, 4096, 65_536];
    const descriptor = new Descriptor(
      EMPTY,
      lengths.map(payload),
      lengths.map((length) => bytes(length)),
    );
    const checked = checkAllocation(descriptor, descriptor.allocate());
    const memory = [...checked.payloads, ...checked.tensors].map((item) => {
      if (!(item instanceof Uint8Array)) return expect.fail('not host memory');
      expect([item.byteOffset, item.buffer.byteLength]).toEqual([0, item.length]);
      return item;
    });
    expect(memory.map(({ length }) => length)).toEqual([...lengths, ...lengths]);
  });

  it('makes tensors in host memory where that is what the writer asks for', () => {
    const descriptor = new Descriptor(EMPTY, [], [bytes(8, CPU)]);
    checkAllocation(descriptor, descriptor.allocate());
  });

  it('cannot make memory of another device, but can borrow it', () => {
    const descriptor = new Descriptor(EMPTY, [], [bytes(8), bytes(8, { type: 'cuda', index: 2 })]);
    const message = thrown('ERR_ALLOCATION_MISMATCH', () => descriptor.allocate());
    expect(message).toContain('tensors[1] is meant for cuda:2');
    expect(descriptor.allocate('borrow').tensors).toEqual(['borrow', 'borrow']);
  });

  it('borrows tensors, and makes memory for payloads', () => {
    const descriptor = new Descriptor(EMPTY, [payload(5)], [bytes(2 ** 52), bytes(0)]);
    const allocation = descriptor.allocate('borrow');
    expect(allocation).toEqual({ payloads: [{ data: new Uint8Array(5) }], tensors: ['borrow', 'borrow'] });
    checkAllocation(descriptor, allocation);
  });

  it('makes a sink for each tensor', () => {
    const descriptor = new Descriptor(EMPTY, [payload(5)], [bytes(2 ** 52), bytes(1)]);
    const sinks = [() => undefined, () => undefined];
    const allocation = descriptor.allocate({ sink: (i) => sinks[i] });
    expect(allocation.tensors).toEqual([{ sink: sinks[0] }, { sink: sinks[1] }]);
    checkAllocation(descriptor, allocation);
  });

  it('points to a sink where a tensor does not fit into memory', () => {
    for (const length of [constants.MAX_LENGTH + 1, Number.MAX_SAFE_INTEGER]) {
      const message = thrown('ERR_TOO_LARGE', () => new Descriptor(EMPTY, [], [bytes(1), bytes(length)]).allocate());
      expect(message).toContain(`tensors[1] has ${length} bytes`);
      expect(message).toContain('sink');
    }
    thrown('ERR_TOO_LARGE', () => new Descriptor(EMPTY, [payload(2 ** 53 - 1)], []).allocate('borrow'));
  });

  it('makes large memory that cannot be transferred away while it is being filled', () => {
    const [allocated] = new Descriptor(EMPTY, [], [bytes(65_536)]).allocate().tensors ?? [];
    if (allocated === 'borrow' || !('data' in allocated && allocated.data instanceof Uint8Array)) return expect.fail();
    const { buffer } = allocated.data;
    const { port1, port2 } = new MessageChannel();
    try {
      port1.postMessage(null, [untyped(buffer)]);
    } catch {
      // Newer runtimes refuse; older ones copy.
    }
    port1.close();
    port2.close();
    expect(buffer.byteLength).toBe(65_536);
  });

  it.each(['lend', null, {}, { sink: 1 }, 7])('refuses the policy %j', (policy) => {
    thrown('ERR_INVALID_ARGUMENT', () => new Descriptor(EMPTY, [], []).allocate(untyped(policy)));
  });
});

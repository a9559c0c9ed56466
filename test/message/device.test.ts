import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CPU, formatDevice, isDevice, isDeviceBuffer, parseDevice, sameDevice } from '../../src/message/device.js';
import { thrown } from '../support/errors.js';

describe('devices', () => {
  it('are written as TYPE:INDEX, and read again', () => {
    const device = fc.record({
      type: fc.stringMatching(/^[a-z][a-z0-9_-]{0,31}$/),
      index: fc.integer({ min: 0, max: 999_999_999 }),
    });
    fc.assert(
      fc.property(device, (device) => {
        expect(isDevice(device)).toBe(true);
        expect(parseDevice(formatDevice(device))).toEqual(device);
        expect(sameDevice(parseDevice(formatDevice(device)), device)).toBe(true);
      }),
    );
    expect(parseDevice('cpu:0')).toBe(CPU);
    expect(formatDevice({ type: 'cpu', index: 0 })).toBe('cpu:0');
  });

  it('are told apart by type and index', () => {
    expect(sameDevice({ type: 'cuda', index: 0 }, { type: 'cuda', index: 1 })).toBe(false);
    expect(sameDevice({ type: 'cuda', index: 0 }, { type: 'webgpu', index: 0 })).toBe(false);
    expect(sameDevice(CPU, { type: 'cpu', index: 0 })).toBe(true);
  });

  it.each([
    '',
    'cpu',
    'cpu:',
    'cpu:-1',
    'cpu:0x1',
    'CPU:0',
    'cpu:0 ',
    ':0',
    '1a:0',
    'cpu:1234567890',
    `${'a'.repeat(33)}:0`,
  ])('are not written as "%s"', (text) => {
    thrown('ERR_INVALID_ARGUMENT', () => parseDevice(text));
  });

  it.each([
    null,
    'cpu:0',
    {},
    { type: 'cpu' },
    { type: 'cpu', index: 0.5 },
    { type: 'cpu', index: '0' },
    { type: 3, index: 0 },
  ])('are not %j', (value) => {
    expect(isDevice(value)).toBe(false);
  });

  it('have memory of their own, unless it is the host', () => {
    const device = { type: 'cuda', index: 0 };
    expect(isDeviceBuffer({ device, byteLength: 0 })).toBe(true);
    for (const byteLength of [-1, 0.5, 2 ** 53, '4', undefined]) {
      expect(isDeviceBuffer({ device, byteLength })).toBe(false);
    }
    for (const value of [
      { device: CPU, byteLength: 1 },
      new Uint8Array(1),
      new ArrayBuffer(1),
      { device },
      null,
      'cuda:0',
    ]) {
      expect(isDeviceBuffer(value)).toBe(false);
    }
  });
});

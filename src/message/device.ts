import { TensorductError } from '../errors.js';

/** Where memory lies: `cpu:0`, `cuda:1`, `webgpu:0`, or a type of a third party's own. */
export interface Device {
  /** A lower-case letter, then at most 31 of a-z, 0-9, _ and -. */
  readonly type: 'cpu' | 'cuda' | 'webgpu' | (string & {});
  /** Which one of its type, from 0. */
  readonly index: number;
}

/** Memory of a device that is not the CPU. Channels define what else it holds. */
export interface DeviceBuffer {
  /** Where it lies. */
  readonly device: Device;
  /** Its length. */
  readonly byteLength: number;
}

/** The host's memory. */
export const CPU: Device = Object.freeze({ type: 'cpu', index: 0 });

/** `type:index`, the form used in brochures, maps and messages. */
export function formatDevice(device: Device): string {
  return device.type === 'cpu' && device.index === 0 ? 'cpu:0' : `${device.type}:${device.index}`;
}

/**
 * Reads `type:index`.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function parseDevice(text: string): Device {
  if (text === 'cpu:0') return CPU;
  const match = /^([a-z][a-z0-9_-]{0,31}):(\d{1,9})$/.exec(text);
  if (match === null) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `"${text.slice(0, 64)}" is not a device`, {
      advice: 'write a device as TYPE:INDEX, for example cpu:0',
    });
  }
  return { type: match[1], index: Number(match[2]) };
}

/** Same type and index. */
export function sameDevice(a: Device, b: Device): boolean {
  return a === b || (a.type === b.type && a.index === b.index);
}

/** Whether a value is a device. */
export function isDevice(value: unknown): value is Device {
  if (value === CPU) return true;
  if (typeof value !== 'object' || value === null || !('type' in value && 'index' in value)) return false;
  const { type, index } = value;
  if (typeof type !== 'string' || !/^[a-z][a-z0-9_-]{0,31}$/.test(type)) return false;
  return typeof index === 'number' && Number.isInteger(index) && index >= 0 && index <= 999_999_999;
}

/** Whether a value is memory of a device other than the CPU. */
export function isDeviceBuffer(value: unknown): value is DeviceBuffer {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if (!('device' in value && 'byteLength' in value)) return false;
  const { device, byteLength } = value;
  return isDevice(device) && device.type !== 'cpu' && isLength(byteLength);
}

function isLength(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

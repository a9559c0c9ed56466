import { expect } from 'vitest';
import { TensorductError, type ErrorCode } from '../../src/errors.js';

/** Runs `action`, which must throw a TensorductError with this code. @returns its message */
export function thrown(code: ErrorCode, action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!(error instanceof TensorductError)) throw error;
    expect(error.code, error.message).toBe(code);
    return error.message;
  }
  return expect.fail(`nothing was thrown instead of ${code}`);
}

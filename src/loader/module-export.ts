import { TensorductError } from '../errors.js';

/** An export of a module: what another process can be told to use, where a function cannot be sent. */
export interface ModuleExport {
  /** A `file:` URL such as `new URL('./images.js', import.meta.url)`, an absolute path, or the name of a package. */
  readonly module: string | URL;
  /** @default 'default' */
  readonly export?: string;
  /** What the export is called with: a value that `pipe.send` takes. @default undefined */
  readonly args?: unknown;
}

/** As it travels. */
export interface NamedExport {
  readonly module: string;
  readonly export: string;
  readonly args: unknown;
}

/**
 * Checks what names an export.
 * @param what for errors: `initializers[0]`
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function checkExport(given: string | URL | ModuleExport, what: string): NamedExport {
  const { module, export: name = 'default', args } = isModule(given) ? { module: given } : { ...given };
  // A relative path would be one from within this library.
  if (!isModule(module) || typeof name !== 'string' || String(module).startsWith('.')) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `${what} names no export of a module`, {
      advice: 'give a URL, or { module, export, args }',
    });
  }
  const url = String(module);
  return { module: url.startsWith('/') ? `file://${encodeURI(url)}` : url, export: name, args };
}

/**
 * Loads what was named, in this process.
 * @throws whatever the module throws; TensorductError `ERR_INVALID_ARGUMENT` where it has no such function
 */
export async function loadFunction({ module, export: name }: NamedExport): Promise<(...args: unknown[]) => unknown> {
  const exports: unknown = await import(module);
  const found: unknown = typeof exports === 'object' && exports !== null ? Reflect.get(exports, name) : undefined;
  if (isFunction(found)) return found;
  throw new TensorductError('ERR_INVALID_ARGUMENT', `${module} has no function "${name}"`, {
    advice: 'export a function of that name',
  });
}

function isModule(value: unknown): value is string | URL {
  return typeof value === 'string' || value instanceof URL;
}

function isFunction(value: unknown): value is (...args: unknown[]) => unknown {
  return typeof value === 'function';
}

import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { TensorductError } from '../errors.js';
import { parseBytes } from './units.js';

/** Options that every command takes. */
export const COMMON = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  'secret-file': { type: 'string' },
} as const satisfies ParseArgsConfig['options'];

/** The part of a command's help that says what these do. */
export const COMMON_HELP = `\
  --secret-file FILE   the secret that both ends must know, at least 16 bytes; by
                       default that of the environment variable TENSORDUCT_SECRET
  --json               one JSON object a line on standard output
  -q, --quiet          nothing but errors
  -h, --help           this text
`;

/** The error of a command line that cannot be meant. */
export function usage(what: string, advice: string): TensorductError {
  return new TensorductError('ERR_INVALID_ARGUMENT', what, { advice });
}

/** What a command line says. */
type Arguments<Options extends ParseArgsConfig['options']> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>
>;

/**
 * Reads a command line.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function readArguments<const Options extends NonNullable<ParseArgsConfig['options']>>(
  command: string,
  args: readonly string[],
  options: Options,
): Arguments<Options> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true as const });
  } catch (thrown) {
    const [what] = (thrown instanceof Error ? thrown.message : String(thrown)).split(/[.\n]/);
    throw usage(what, `see tensorduct ${command} --help`);
  }
}

/** @throws TensorductError `ERR_INVALID_ARGUMENT` */
export function readBytes(option: string, text: string | undefined, byDefault: number): number {
  if (text === undefined) return byDefault;
  const bytes = parseBytes(text);
  if (bytes !== undefined && bytes >= 2 ** 16 && bytes <= 2 ** 32) return bytes;
  throw usage(`${option} is ${JSON.stringify(text)}`, 'give 64K to 4G, for example 256M');
}

/** @throws TensorductError `ERR_INVALID_ARGUMENT` */
export function readMilliseconds(option: string, text: string | undefined, byDefault: number): number {
  if (text === undefined) return byDefault;
  const ms = Math.round(Number(text) * 1000);
  if (text.trim() !== '' && ms >= 0 && ms < 2 ** 31) return ms;
  throw usage(`${option} is ${JSON.stringify(text)}`, 'give a number of seconds');
}

/**
 * The secret of a file, without the end of its last line, or else of the environment.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function readSecret(file: string | undefined): { readonly secret?: string | Uint8Array } {
  const { TENSORDUCT_SECRET: secret } = process.env;
  if (file === undefined) return secret === undefined || secret === '' ? {} : { secret };
  try {
    const bytes = readFileSync(file);
    let end = bytes.length;
    while (end > 0 && (bytes[end - 1] === 0x0a || bytes[end - 1] === 0x0d)) end--;
    return { secret: bytes.subarray(0, end) };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    throw usage(`--secret-file ${file} cannot be read (${code})`, 'name a file with at least 16 random bytes');
  }
}

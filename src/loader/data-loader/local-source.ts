import { TensorductError } from '../../errors.js';
import { checkExport, type ModuleExport, type NamedExport } from '../module-export.js';
import { checkIterable } from '../worker-run.js';
import { datasetOf, type Dataset } from './dataset.js';
import type { DataSource, OpenIterable, RemoteWorkers } from './options.js';

type Items = Iterable<unknown> | AsyncIterable<unknown>;

/** A source, by where its elements are. */
export type KnownSource =
  | { readonly kind: 'export'; readonly named: NamedExport }
  | { readonly kind: 'remote'; readonly remote: RemoteWorkers }
  | { readonly kind: 'dataset'; readonly dataset: Dataset }
  | { readonly kind: 'iterable'; readonly open: (info: { epoch: number; seed: number }) => Promise<Items> };

/** Finds out what a source is. @throws TensorductError `ERR_INVALID_ARGUMENT` */
export function knowSource(source: DataSource): KnownSource {
  if (typeof source === 'string' || source instanceof URL) return { kind: 'export', named: checkExport(source, WHAT) };
  if (isOpener(source)) return { kind: 'iterable', open: async (info) => checkIterable(await source(info), WHAT) };
  if (typeof source !== 'object' || source === null) {
    throw new TensorductError('ERR_INVALID_ARGUMENT', `the source is ${String(source)}`, {
      advice: 'give an export of a module, a list, an iterable, or remote workers',
    });
  }
  const dataset = datasetOf(source);
  if (dataset !== null) return { kind: 'dataset', dataset };
  if (isExport(source)) return { kind: 'export', named: checkExport(source, WHAT) };
  if (isRemote(source)) {
    if (source.workers.length > 0) return { kind: 'remote', remote: source };
    throw new TensorductError('ERR_INVALID_ARGUMENT', 'the source names no workers', { advice: 'give their URLs' });
  }
  const iterable = checkIterable(source, WHAT);
  let isUsed = false;
  const open = async (): Promise<Items> => {
    if (isUsed && 'next' in iterable) {
      throw new TensorductError('ERR_INVALID_ARGUMENT', 'the source is an iterator, which gives its items only once', {
        advice: 'give a function that opens it for each epoch',
      });
    }
    isUsed = true;
    return iterable;
  };
  return { kind: 'iterable', open };
}

const WHAT = 'the source';

function isOpener(source: DataSource): source is OpenIterable {
  return typeof source === 'function';
}

function isExport(source: object): source is ModuleExport {
  return 'module' in source;
}

function isRemote(source: object): source is RemoteWorkers {
  return 'workers' in source && Array.isArray(source.workers);
}

import { tensorOf, type Format } from './layout.js';

/** Any file: its bytes, as one tensor. */
export const raw: Format = {
  name: 'raw',
  ending: '',
  headerLength: () => 0,
  parse: (_header, size) => ({ format: 'raw', headerLength: 0, tensors: [tensorOf('uint8', [size], size, {})] }),
};

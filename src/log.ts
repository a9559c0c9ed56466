import { debuglog } from 'node:util';

/**
 * Life cycle events for people, with `NODE_DEBUG=tensorduct`. Every line begins with the id of what it is about; ids
 * compose: `CONTEXT.l1` is a listener, `CONTEXT.p3` a pipe, `CONTEXT.p3_to_NAME` the same once its peer is known.
 */
export const log = debuglog('tensorduct');

/** Text of a peer ends up in logs and terminals: control characters are taken out, and most of a long one. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 256);
}

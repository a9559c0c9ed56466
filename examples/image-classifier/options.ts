import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Options {
  readonly images: number;
  /** Images in a message. */
  readonly batch: number;
  /** Processes that load and decode. */
  readonly workers: number;
  /** Where producer and consumer shall meet, and the only transport they get; '' lets them choose among all. */
  readonly transport: string;
  /** Whether each message gets the labels of the one before. */
  readonly breakOrder: boolean;
  readonly json: boolean;
  readonly help: boolean;
}

/** Of images, and of those in a message. */
const MOST = 1_000_000;
const MOST_WORKERS = 64;

export const HELP = `npm run demo -- [options]

  --images N       how many images to send (default 6000; each of the 600 files ten times)
  --batch N        images in a message (default 16)
  --workers N      processes that load and decode (default 2)
  --transport URL  use this transport alone: unix:// or tcp://127.0.0.1:0 (default: the best one that both ends have)
  --break-order    send with each message the labels of the one before: must fail
  --json           print the result as JSON, and nothing else
  --help           print this`;

/** @throws Error that says in one line which argument is wrong */
export function parseOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      images: { type: 'string', default: '6000' },
      batch: { type: 'string', default: '16' },
      workers: { type: 'string', default: '2' },
      transport: { type: 'string', default: '' },
      'break-order': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const images = count('--images', values.images);
  const batch = count('--batch', values.batch);
  const workers = count('--workers', values.workers, MOST_WORKERS);
  if (batch >= images) throw new Error('--batch must be less than --images: one message proves no order');
  const { transport, json, help, 'break-order': breakOrder } = values;
  return { images, batch, workers, transport, breakOrder, json, help };
}

function count(option: string, text: string, most = MOST): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new Error(`${option} is ${text}, not a number from 1 to ${most}`);
}

import { isCaseName, PEERS, SCENARIOS, UNITS } from './names.js';
import type { CaseName, PeerName, ScenarioName, Unit } from './names.js';

/** One line of the results: ours beside one peer, in one case. */
export interface Row {
  readonly scenario: ScenarioName;
  readonly case: CaseName;
  /** Median of the rounds. */
  readonly ours: number;
  readonly unit: Unit;
  /** Null where there is nobody to compare with. */
  readonly peer: PeerName | null;
  /** Its median, in the same run unless it is recorded. */
  readonly theirs: number | null;
  /** The advantage: above 1 where ours is the better one, whatever the unit. */
  readonly ratio: number | null;
  /** What 99 of 100 of ours are at least as good as: of single round trips, else of rounds. */
  readonly p99: number;
  /** Lowest and highest of our rounds. */
  readonly spread: readonly [number, number];
  readonly theirP99: number | null;
  readonly theirSpread: readonly [number, number] | null;
  /** Fewer and shorter rounds: never to be quoted. */
  readonly quick: boolean;
  /** Each end on a core of its own. */
  readonly pinned: boolean;
  /** Ours in the form of the calls that returns promises; `ours` is that with callbacks. */
  readonly promises?: number;
  /** The same message without the array that is handed over. */
  readonly message?: number;
  /** Ours where the array goes as its handle. */
  readonly handle?: number;
  /** Ours where both ends have slept before each message. */
  readonly asleep?: number;
  /** The channel that tensors took, for ours. */
  readonly channel?: string;
  /** That channel was the only one that was allowed. */
  readonly forced?: true;
  /** Processes or threads at the other end, where they are several. */
  readonly processes?: number;
  /** Ours by sides. */
  readonly sides?: { readonly sender: number; readonly receiver: number };
  /** On which machine the peer was measured, on another day. */
  readonly recorded?: string;
  /** How the peer was set up then. */
  readonly recordedAs?: string;
}

/** Whether something is a row: its names are those of the lists, and it has figures. */
export function isRow(value: unknown): value is Row {
  if (typeof value !== 'object' || value === null) return false;
  const row = new Map<string, unknown>(Object.entries(value));
  const named = (key: string, names: readonly string[]): boolean => names.some((name) => name === row.get(key));
  const name = row.get('case');
  const alone = row.get('peer') === null && row.get('theirs') === null;
  return (
    named('scenario', SCENARIOS) &&
    typeof name === 'string' &&
    isCaseName(name) &&
    named('unit', UNITS) &&
    ['ours', 'p99'].every((key) => typeof row.get(key) === 'number') &&
    ['quick', 'pinned'].every((key) => typeof row.get(key) === 'boolean') &&
    Array.isArray(row.get('spread')) &&
    (alone || (named('peer', PEERS) && typeof row.get('theirs') === 'number')) &&
    (row.get('ratio') === null || typeof row.get('ratio') === 'number')
  );
}

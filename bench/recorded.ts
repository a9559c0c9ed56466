import { readFileSync } from 'node:fs';
import type { RecordedPeerName, ScenarioName, Unit } from './names.js';

/** What a peer has done on another day. */
export interface RecordedFigure {
  readonly peer: RecordedPeerName;
  readonly scenario: ScenarioName;
  /** Of a case, without the mode: these peers have none. */
  readonly case: string;
  readonly unit: Unit;
  readonly figure: number;
  /** How it was set up. */
  readonly how: string;
  /** The channel of ours that does the same, where there is one. */
  readonly channel?: string;
}

export interface Recorded {
  /** What they were measured on. */
  readonly machine: string;
  readonly figures: readonly RecordedFigure[];
}

/** `recorded.json` of the sources: it is no program, so it is not built. */
export function readRecorded(): Recorded {
  const text = readFileSync(new URL('../../bench/recorded.json', import.meta.url), 'utf8');
  const recorded: unknown = JSON.parse(text);
  if (!isRecorded(recorded)) throw new Error('bench/recorded.json has no machine or no figures');
  return recorded;
}

function isRecorded(value: unknown): value is Recorded {
  return typeof value === 'object' && value !== null && 'machine' in value && 'figures' in value;
}

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

/** @param file `recorded.json` */
export function readRecorded(file: string | URL): Recorded {
  const recorded: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!isRecorded(recorded)) throw new Error(`${file.toString()} has no machine or no figures`);
  return recorded;
}

function isRecorded(value: unknown): value is Recorded {
  return typeof value === 'object' && value !== null && 'machine' in value && 'figures' in value;
}

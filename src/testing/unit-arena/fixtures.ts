import type { Context } from '../../context/context.js';
import type { Arena, ArenaWriter } from '../../loader/arena.js';

/** What the suite asks an arena to be. */
export interface UnitArenaOptions {
  /** Bytes that one unit can hold at most; a multiple of 64. */
  readonly unitBytes: number;
  /** So many full units may be out at once, and no more. */
  readonly units: number;
  /** How long `beginUnit` waits for room where the call does not say. */
  readonly acquireTimeoutMs?: number;
}

/** What the suite needs of an arena of units. */
export interface UnitArenaFixtures {
  /** Makes a new arena. */
  createArena(options: UnitArenaOptions): Arena;
  /** Opens its writing end, in the process of the test; the suite closes it. */
  openWriter(arena: Arena, context: Context): ArenaWriter | Promise<ArenaWriter>;
}

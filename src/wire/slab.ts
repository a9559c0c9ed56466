/**
 * Memory that frames are read into. It is written again as soon as nobody holds what lies in it: with memory of its own for
 * every frame half of the time of a round trip of 64 KiB would be the garbage collector's.
 */
export class Slab {
  /** How many need what lies here. Views that were handed out for good need it for ever. */
  holds = 0;

  constructor(readonly bytes: Uint8Array) {}
}

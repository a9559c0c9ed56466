/** A connection or timer that keeps the process alive until it is told not to. */
export interface LoopHolder {
  ref(): unknown;
  unref(): unknown;
}

/** All that holds the event loop for one pipe, from its first attempt to connect on: either all of it does, or none. */
export class LoopHold {
  private readonly members = new Set<LoopHolder>();
  private holds = true;

  /** @param member holds the event loop so far */
  add(member: LoopHolder): void {
    this.members.add(member);
    if (!this.holds) member.unref();
  }

  /** The member is over, or another's. */
  delete(member: LoopHolder): void {
    this.members.delete(member);
  }

  set(holds: boolean): void {
    if (holds === this.holds) return;
    this.holds = holds;
    for (const member of this.members) {
      if (holds) member.ref();
      else member.unref();
    }
  }
}

/** Lets so many be under way at a time; for one who waits. */
export class Tickets {
  private wake: (() => void) | null = null;

  constructor(private left: number) {}

  /** Waits until fewer are under way. */
  async take(): Promise<void> {
    if (this.left === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    this.left--;
  }

  /** One is done. */
  give(): void {
    this.left++;
    this.wake?.();
    this.wake = null;
  }
}

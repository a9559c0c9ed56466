import { stdout } from 'node:process';

/** Between two lines of progress where they stay, in ms. */
const LINE_MS = 1000;
/** Goes back over lines that were written, and clears them and all behind. */
const clear = (lines: number): string => `\r${lines > 1 ? `\x1b[${lines - 1}A` : ''}\x1b[0J`;

/** What the demo prints: on a terminal with lines of progress that are rewritten, else with new ones about every second. */
export class Screen implements Disposable {
  private printedMs = performance.now();
  /** Lines behind which the cursor is, and which may be rewritten. */
  private open = 0;

  /** @param silent prints the end alone */
  constructor(private readonly silent: boolean) {}

  line(text: string): void {
    if (!this.silent) this.end(text);
  }

  progress(text: string): void {
    if (this.silent) return;
    if (stdout.isTTY) {
      stdout.write(this.cleared + text);
      this.open = text.split('\n').length;
    } else if (performance.now() - this.printedMs >= LINE_MS) {
      this.printedMs = performance.now();
      this.line(text);
    }
  }

  end(text: string): void {
    stdout.write(`${this.cleared}${text}\n`);
    this.open = 0;
  }

  /** Leaves a new line to whoever prints next. */
  [Symbol.dispose](): void {
    if (this.open > 0) stdout.write('\n');
    this.open = 0;
  }

  private get cleared(): string {
    return this.open === 0 ? '' : clear(this.open);
  }
}

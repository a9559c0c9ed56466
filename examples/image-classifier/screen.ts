import { stdout } from 'node:process';

/** Between two lines of progress where they stay, in ms. */
const LINE_MS = 1000;
const CLEAR_LINE = '\r\x1b[2K';

/** What the demo prints: on a terminal with one line of progress that is rewritten, else with one about every second. */
export class Screen implements Disposable {
  private printedMs = performance.now();
  /** Whether the cursor is behind a line that may be rewritten. */
  private open = false;

  /** @param silent prints the end alone */
  constructor(private readonly silent: boolean) {}

  line(text: string): void {
    if (!this.silent) this.end(text);
  }

  progress(text: string): void {
    if (this.silent) return;
    if (stdout.isTTY) {
      stdout.write(CLEAR_LINE + text);
      this.open = true;
    } else if (performance.now() - this.printedMs >= LINE_MS) {
      this.printedMs = performance.now();
      this.line(text);
    }
  }

  end(text: string): void {
    stdout.write(`${this.open ? CLEAR_LINE : ''}${text}\n`);
    this.open = false;
  }

  /** Leaves a new line to whoever prints next. */
  [Symbol.dispose](): void {
    if (this.open) stdout.write('\n');
    this.open = false;
  }
}

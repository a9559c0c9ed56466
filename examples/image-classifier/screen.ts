import { stdout } from 'node:process';

/** Between two lines of progress where they stay, in ms. */
const LINE_MS = 1000;
const CLEAR_LINE = '\r\x1b[2K';

/** What the demo prints: on a terminal with one line of progress that is rewritten, else with one about every second. */
export class Screen {
  private printedMs = performance.now();

  /** @param silent prints the end alone */
  constructor(private readonly silent: boolean) {}

  line(text: string): void {
    if (!this.silent) stdout.write(`${this.clear}${text}\n`);
  }

  progress(text: string): void {
    if (this.silent) return;
    if (stdout.isTTY) return void stdout.write(this.clear + text);
    if (performance.now() - this.printedMs < LINE_MS) return;
    this.printedMs = performance.now();
    this.line(text);
  }

  end(text: string): void {
    stdout.write(`${this.silent ? '' : this.clear}${text}\n`);
  }

  private get clear(): string {
    return stdout.isTTY ? CLEAR_LINE : '';
  }
}

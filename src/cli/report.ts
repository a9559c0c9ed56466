import { TensorductError } from '../errors.js';
import { EXIT } from './exit-code.js';
import { formatBytes, formatRate, formatSeconds } from './units.js';

/** How far something has come, in bytes. */
export interface Progress {
  readonly label: string;
  readonly done: number;
  readonly total: number;
}

/** Between two looks at the progress: on a terminal it is drawn, otherwise it is a line now and then. */
const TERMINAL_STEP_MS = 100;
const LINE_STEP_MS = 5_000;
const BAR_WIDTH = 24;

/**
 * All that a command says. Results go to standard output; errors, waiting and progress to standard error, where a
 * terminal has one line that is drawn again and again, and anything else gets a plain line every few seconds.
 */
export class Report {
  private manner: 'text' | 'json' | 'quiet' = 'text';
  private isSilent = false;
  private drawn = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly draws = process.stderr.isTTY;

  /** @param command its name, for the beginning of lines on standard error */
  constructor(private readonly command: string) {}

  /** Lines for people, JSON for programs, or errors only. */
  adopt(options: { readonly json?: boolean | undefined; readonly quiet?: boolean | undefined }): void {
    this.manner = options.json === true ? 'json' : options.quiet === true ? 'quiet' : 'text';
  }

  /** From now on nothing is said: the user has ended the command, and knows. */
  fallSilent(): void {
    this.stop();
    this.isSilent = true;
  }

  /** @returns the exit code */
  help(text: string): number {
    process.stdout.write(text);
    return EXIT.ok;
  }

  /** One result: `line` for people, `event` for programs. */
  say(line: string, event: { readonly event: string } & Readonly<Record<string, unknown>>): void {
    if (this.manner === 'quiet' || this.isSilent) return;
    this.clear();
    process.stdout.write(this.manner === 'json' ? `${JSON.stringify(event)}\n` : `${line}\n`);
  }

  /** Something that is good to know and no result. */
  note(line: string, event: { readonly event: string } & Readonly<Record<string, unknown>>): void {
    if (this.manner === 'json') return this.say(line, event);
    if (this.manner === 'quiet' || this.isSilent) return;
    this.clear();
    process.stderr.write(`${this.command}: ${line}\n`);
  }

  /** One line, and nothing in it that a terminal would obey: part of it may come from the peer. */
  error(thrown: unknown, about: Readonly<Record<string, unknown>> = {}): void {
    if (this.isSilent) return;
    this.clear();
    const message = (thrown instanceof Error ? thrown.message : String(thrown)).replaceAll(/\p{Cc}+/gu, ' ');
    const code = thrown instanceof TensorductError ? thrown.code : undefined;
    if (this.manner === 'json')
      process.stdout.write(`${JSON.stringify({ event: 'error', ...about, code, message })}\n`);
    process.stderr.write(`${this.command}: ${message}\n`);
  }

  /** Shows from now on how far it has come, until {@link stop}. @param look null where nothing is under way */
  follow(look: () => Progress | null): void {
    if (this.manner !== 'text') return;
    const meter = new Meter();
    const step = this.draws ? TERMINAL_STEP_MS : LINE_STEP_MS;
    this.timer = setInterval(() => {
      const progress = look();
      if (progress === null) return this.clear();
      const text = render(progress, meter.rate(progress.done), this.draws ? BAR_WIDTH : 0);
      if (!this.draws) return void process.stderr.write(`${this.command}: ${text}\n`);
      this.drawn = true;
      process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
    }, step);
    this.timer.unref();
  }

  /** Ends the progress. */
  stop(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private clear(): void {
    if (this.drawn) process.stderr.write('\r\x1b[K');
    this.drawn = false;
  }
}

/** The rate of the last few seconds. */
class Meter {
  private readonly samples: { readonly at: number; readonly done: number }[] = [{ at: performance.now(), done: 0 }];

  rate(done: number): number {
    const at = performance.now();
    const { samples } = this;
    if (done < (samples.at(-1)?.done ?? 0)) samples.length = 0;
    samples.push({ at, done });
    while (samples.length > 2 && at - samples[0].at > 3_000) samples.shift();
    const [first] = samples;
    return at > first.at ? ((done - first.done) / (at - first.at)) * 1000 : 0;
  }
}

/** `x.npy [####----] 50% 1.0 GiB of 2.0 GiB, 800 MiB/s, 1.3 s left`. */
export function render({ label, done, total }: Progress, rate: number, barWidth: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 1;
  const filled = Math.floor(share * barWidth);
  const bar = barWidth > 0 ? ` [${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]` : '';
  const left = rate > 0 && total > done ? `, ${formatSeconds((total - done) / rate)} left` : '';
  const amount = `${formatBytes(Math.min(done, total))} of ${formatBytes(total)}`;
  return `${label}${bar} ${Math.floor(share * 100)}% ${amount}, ${formatRate(rate)}${left}`;
}

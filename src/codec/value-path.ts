/** How the children of a container are written in a path. */
export type Step = 'property' | 'index' | 'map' | 'set' | 'parts';

/** With more steps than this, the middle of a path is left out. */
const MOST_STEPS = 24;

/** Where an encoder is in the value; kept so that it costs a store for each child, and read only for an error. */
export class ValuePath {
  private readonly steps: Step[] = [];
  private readonly keys: (string | number)[] = [];
  private depth = 0;

  /** How deep. */
  get length(): number {
    return this.depth;
  }

  enter(step: Step): void {
    this.steps[this.depth++] = step;
  }

  /** The child that comes next: its key, or its number in the container; keys of a Map have even ones. */
  at(key: string | number): void {
    this.keys[this.depth - 1] = key;
  }

  leave(): void {
    this.depth--;
  }

  /** As in `value.items[3].callback`. */
  toString(): string {
    const written = this.steps.slice(0, this.depth).map((step, i) => write(step, this.keys[i]));
    if (written.length > MOST_STEPS) {
      written.splice(MOST_STEPS / 2, written.length - MOST_STEPS, `…${written.length - MOST_STEPS} more…`);
    }
    return `value${written.join('')}`;
  }
}

function write(step: Step, key: string | number | undefined): string {
  if (step === 'index') return `[${key}]`;
  if (step === 'set') return `.values()[${key}]`;
  if (step === 'parts') return '.getBuffer()';
  if (step === 'map') return `.${Number(key) % 2 === 0 ? 'keys' : 'values'}()[${Math.floor(Number(key) / 2)}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(String(key)) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

import { malformed } from './layout.js';

/** A value written in Python. Tuples and lists are arrays, dictionaries are maps. */
export type PythonLiteral =
  string | number | boolean | null | readonly PythonLiteral[] | ReadonlyMap<string, PythonLiteral>;

/** Deeper nesting than any header has, and shallower than any stack. */
const MAX_DEPTH = 32;

const WORDS: ReadonlyMap<string, PythonLiteral> = new Map<string, PythonLiteral>([
  ['True', true],
  ['False', false],
  ['None', null],
]);

/** White space, then a string, a number, a word or a single character. */
const TOKEN = /\s*(?:('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(\d+)L?|([A-Za-z_]\w*)|(\S))/y;

/**
 * Reads strings, whole numbers, True, False, None, and tuples, lists and dictionaries of these: all that headers of
 * NumPy are made of.
 * @throws TensorductError `ERR_INVALID_ARGUMENT`
 */
export function parsePython(text: string): PythonLiteral {
  return new Parser(text).parse();
}

class Parser {
  private readonly tokens: RegExpExecArray[] = [];
  private next = 0;

  constructor(text: string) {
    TOKEN.lastIndex = 0;
    const end = text.trimEnd().length;
    while (TOKEN.lastIndex < end) {
      const token = TOKEN.exec(text);
      if (token === null) throw unreadable();
      this.tokens.push(token);
    }
  }

  parse(): PythonLiteral {
    const value = this.value(0);
    if (this.next < this.tokens.length) throw unreadable();
    return value;
  }

  private value(depth: number): PythonLiteral {
    if (depth > MAX_DEPTH || this.next >= this.tokens.length) throw unreadable();
    const [, quoted, digits, word, mark] = this.tokens[this.next++];
    if (quoted !== undefined) return quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1');
    if (digits !== undefined) return Number(digits);
    if (mark === '{') return this.dictionary(depth);
    if (mark === '[') return this.items(']', depth);
    if (mark === '(') return this.items(')', depth);
    const constant = WORDS.get(word);
    if (constant === undefined) throw unreadable();
    return constant;
  }

  private items(end: string, depth: number): PythonLiteral[] {
    const items: PythonLiteral[] = [];
    while (!this.skip(end)) {
      items.push(this.value(depth + 1));
      if (!this.skip(',') && !this.isNext(end)) throw unreadable();
    }
    return items;
  }

  private dictionary(depth: number): ReadonlyMap<string, PythonLiteral> {
    const entries = new Map<string, PythonLiteral>();
    while (!this.skip('}')) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || entries.has(key) || !this.skip(':')) throw unreadable();
      entries.set(key, this.value(depth + 1));
      if (!this.skip(',') && !this.isNext('}')) throw unreadable();
    }
    return entries;
  }

  private isNext(mark: string): boolean {
    return this.tokens[this.next]?.[4] === mark;
  }

  private skip(mark: string): boolean {
    const found = this.isNext(mark);
    if (found) this.next++;
    return found;
  }
}

function unreadable() {
  return malformed('its header is not a dictionary written in Python');
}

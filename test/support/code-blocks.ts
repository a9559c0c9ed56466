import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A fenced block of a page of the documentation. */
export interface CodeBlock {
  /** Path of the page, from the root of the repository. */
  readonly page: string;
  /** Line of the page on which the code begins, from 1. */
  readonly line: number;
  /** What stands behind the fence: `ts`, `sh`, … */
  readonly language: string;
  readonly code: string;
  /** The name in a first line such as `// parent.ts: what it does`; '' for none. */
  readonly name: string;
  /** What comments of HTML before the block say about it. */
  readonly notes: readonly Note[];
}

/** `<!-- KIND: TEXT -->`: declarations that the prose has made (`given`), a file that is quoted (`from`), or `run`. */
export interface Note {
  readonly kind: 'given' | 'from' | 'run';
  readonly text: string;
  /** Line of the page on which the text begins, from 1. */
  readonly line: number;
}

const FENCE = /^```(.*)$/;
const NOTE = /<!--\s*(given|from|run)\b:?([^]*?)-->/g;

/** The blocks of one page of Markdown, or of the comments of one file of TypeScript. */
export function codeBlocksOf(root: string, path: string): CodeBlock[] {
  const text = readFileSync(join(root, path), 'utf8');
  const lines = text.split('\n').map((line) => (path.endsWith('.ts') ? uncommented(line) : line));
  const page = relative(root, join(root, path));
  const blocks: CodeBlock[] = [];
  let open: { language: string; start: number } | null = null;
  let end = 0;
  lines.forEach((line, index) => {
    const fence = FENCE.exec(line);
    if (fence === null) return;
    if (open === null) {
      open = { language: fence[1], start: index + 1 };
      return;
    }
    const { language, start } = open;
    const code = lines.slice(start, index).join('\n');
    const name = /^\/\/ ([\w.-]+\.\w+)/.exec(code)?.[1] ?? '';
    blocks.push({ page, line: start + 1, language, code, name, notes: notesOf(lines, end, start - 1) });
    open = null;
    end = index + 1;
  });
  if (open !== null) throw new Error(`${page}: a block is not closed`);
  return blocks;
}

/** The notes between two blocks. */
function notesOf(lines: readonly string[], start: number, end: number): Note[] {
  const prose = lines.slice(start, end).join('\n');
  return Array.from(prose.matchAll(NOTE), (match) => {
    const kind = match[1] === 'given' || match[1] === 'from' ? match[1] : 'run';
    const text = match[2].trim();
    const before = prose.slice(0, match.index + match[0].indexOf(text));
    return { kind, text, line: start + before.split('\n').length };
  });
}

/** A line of a comment without its margin; an empty one for code. */
function uncommented(line: string): string {
  return /^\s*\* ?(.*)$/.exec(line)?.[1] ?? '';
}

import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { DEADLINE_MS } from '../../src/testing/deadlines.js';
import { codeBlocksOf, type CodeBlock } from '../support/code-blocks.js';
import { PAGES, ROOT, SOURCES } from '../support/pages.js';
import { unknownCommands } from '../support/shell-commands.js';
import { typeErrors } from '../support/type-check.js';

/*
 * Every fenced block of the documentation is checked. How a page says more about a block, in a comment of HTML above:
 *
 *   <!-- given: declare const pipe: Pipe; -->   names that the prose around it has made
 *   <!-- from: ../examples/x/context.ts -->     a quotation of that file, which has tests of its own
 *   <!-- run -->                                runs it; the block of `text` behind it is what it prints, `…` for what
 *                                               differs each time. Blocks of the page whose first line is a comment
 *                                               with a name, as in `// child.ts`, are files beside it.
 */

/** Languages that are checked. */
const CHECKED = ['ts', 'js', 'sh', 'text'];
/** Languages that cannot be: other programs' code, shown beside ours. */
const SHOWN_ONLY = ['cpp'];

const blocks = [...PAGES, ...SOURCES].flatMap((path) => codeBlocksOf(ROOT, path));
const isProgram = ({ language }: CodeBlock): boolean => language === 'ts' || language === 'js';
const placeOf = ({ page, line }: CodeBlock): string => `${page}:${line}`;
const noted = (block: CodeBlock, kind: 'from' | 'run') => block.notes.find((note) => note.kind === kind);

describe('every block of code in the documentation', () => {
  it('is in a language that is checked, or that is known to be for reading only', () => {
    const others = blocks.filter(({ language }) => ![...CHECKED, ...SHOWN_ONLY].includes(language));
    expect(others.map((block) => `${placeOf(block)}: \`\`\`${block.language}`)).toEqual([]);
    expect(blocks.filter(isProgram).length).toBeGreaterThan(10);
  });

  it('compiles, if it is TypeScript or JavaScript, against the types that are installed', () => {
    const own = blocks.filter((block) => isProgram(block) && noted(block, 'from') === undefined);
    expect(typeErrors(ROOT, own)).toEqual([]);
  });

  it('stands in the file that it is from, if it is a quotation', () => {
    const wrong = blocks.filter((block) => {
      const from = noted(block, 'from');
      if (from === undefined) return false;
      const source = readFileSync(join(ROOT, block.page, '..', from.text), 'utf8');
      return !dedented(source).includes(dedented(block.code));
    });
    expect(wrong.map(placeOf)).toEqual([]);
  });

  it('has only commands that exist, if it is for a shell', () => {
    const unknown = blocks
      .filter(({ language }) => language === 'sh')
      .flatMap((block) => unknownCommands(ROOT, block.code).map((command) => `${placeOf(block)}: ${command}`));
    expect(unknown).toEqual([]);
  });

  describe('prints what is said, if it is run', () => {
    const programs = blocks.filter((block) => noted(block, 'run') !== undefined);
    it.concurrent.for(programs)('$page:$line', async (block) => {
      const printed = await run(block);
      const said = blocks[blocks.indexOf(block) + 1];
      if (said?.page !== block.page || said.language !== 'text') {
        throw new Error('behind a block that is run there must be a block of text: what it prints');
      }
      expect(printed.trimEnd()).toMatch(patternOf(said.code.trimEnd()));
    });
  });
});

/** Lines without what they have in front, so that a part of a class can be quoted by itself. */
function dedented(text: string): string {
  return text.replaceAll(/^[ \t]+/gm, '');
}

/** Runs a block, with the named blocks of its page beside it. @returns what it prints */
async function run(block: CodeBlock): Promise<string> {
  const folder = join(ROOT, 'build/docs', block.page.replaceAll(/\W+/g, '-'), String(block.line));
  mkdirSync(folder, { recursive: true });
  const files = blocks.filter((other) => other.page === block.page && (other === block || other.name !== ''));
  for (const file of files) writeFileSync(join(folder, fileOf(file)), compiled(file));
  const { stdout } = await promisify(execFile)(process.execPath, [fileOf(block)], {
    cwd: folder,
    timeout: DEADLINE_MS,
  });
  return stdout;
}

function fileOf({ name }: CodeBlock): string {
  return name === '' ? 'main.mjs' : name.replace(/\.ts$/, '.js');
}

function compiled({ code, language }: CodeBlock): string {
  if (language === 'js') return code;
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/** The pattern of an output in which `…` stands for what differs each time. */
function patternOf(text: string): RegExp {
  const parts = text.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*?')}$`);
}

import { join } from 'node:path';
import ts from 'typescript';
import type { CodeBlock } from './code-blocks.js';

/** Types of what users install: their own program sees `tensorduct` by the exports of package.json, so `dist/`. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
  module: ts.ModuleKind.NodeNext,
  types: ['node'],
  strict: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  skipLibCheck: true,
};

/**
 * Checks the types of all blocks by one program, each as a module of its own.
 * @returns what is wrong, as `docs/pipes.md:27: …`
 */
export function typeErrors(root: string, blocks: readonly CodeBlock[]): string[] {
  const modules = new Map(blocks.map((block) => [moduleName(root, block), block]));
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, getSourceFile } = host;
  host.getCurrentDirectory = () => root;
  host.fileExists = (file) => modules.has(file) || fileExists.call(host, file);
  host.getSourceFile = (file, version, ...others) => {
    const block = modules.get(file);
    if (block === undefined) return getSourceFile.call(host, file, version, ...others);
    return ts.createSourceFile(file, moduleText(block), version, true);
  };
  const program = ts.createProgram([...modules.keys()], OPTIONS, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, '\n');
    const block = file && modules.get(file.fileName);
    if (file === undefined || block === undefined) return `${file?.fileName ?? ''}: ${text}`;
    return `${block.page}:${file.getLineAndCharacterOfPosition(start).line + 1}: ${text}`;
  });
}

/** In the folder of the page, so that modules are resolved from there. */
function moduleName(root: string, { page, line, language }: CodeBlock): string {
  return join(root, `${page}.${line}.${language === 'ts' ? 'mts' : 'mjs'}`);
}

/** The page with everything blank but the block and what is given for it: so the lines stay those of the page. */
function moduleText({ line, code, notes }: CodeBlock): string {
  const lines: string[] = [];
  const put = (text: string, at: number): void => text.split('\n').forEach((row, i) => (lines[at - 1 + i] = row));
  for (const note of notes) if (note.kind === 'given') put(note.text, note.line);
  put(code, line);
  // A module, also where it imports nothing.
  return Array.from(lines, (row) => row ?? '').join('\n') + '\nexport {};\n';
}

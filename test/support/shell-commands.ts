import { existsSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };

const SCRIPTS: ReadonlySet<string> = new Set(Object.keys(manifest.scripts));
const BIN = 'bin' in manifest && typeof manifest.bin === 'object' ? manifest.bin : null;
const COMMANDS: ReadonlySet<string> = new Set(Object.keys(BIN ?? {}));

/**
 * The commands of a block of `sh` that this repository does not have: scripts of npm, programs of examples, commands
 * of the package. What the machine has beside them is not asked.
 */
export function unknownCommands(root: string, code: string): string[] {
  const lines = code.replaceAll('\\\n', ' ').split('\n');
  const commands = lines.flatMap((line) => line.replace(/(^|\s)#.*/, '').split(/&&|\|\||[;|&]/));
  return commands.map((command) => command.trim()).filter((command) => command !== '' && !exists(root, command));
}

function exists(root: string, command: string): boolean {
  const [program, ...words] = command.replace(/^\$ /, '').split(/\s+/);
  if (program === 'npm') return ['ci', 'test'].includes(words[0]) || (words[0] === 'run' && SCRIPTS.has(words[1]));
  if (program === 'npx') return COMMANDS.has(words[0]) || existsSync(join(root, 'node_modules/.bin', words[0]));
  if (program === 'node') return existsSync(join(root, sourceOf(words[0])));
  return COMMANDS.has(program) || ['cd', 'mkdir', 'echo', 'export'].includes(program);
}

/** What a program of `build/` is compiled from. */
function sourceOf(path: string): string {
  return path.replace(/^build\/(.*)\.js$/, '$1.ts');
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { doctor } from '../../src/cli/doctor.js';
import { listen } from '../../src/cli/listen.js';
import { send } from '../../src/cli/send.js';

it('docs/command.md has the options of the help of every command, and no others', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/command.md'), 'utf8');
  const documented = [...page.matchAll(/^\| (?:`-\w`, )?`(--[a-z-]+)/gm)].map(([, option]) => option);
  const offered = [listen, send, doctor].flatMap(({ help }) =>
    [...help.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option),
  );
  const documentedInText = ['--peer', '--timeout'];
  expect(new Set([...documented, ...documentedInText])).toEqual(new Set(offered));
});

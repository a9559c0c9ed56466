#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { usage } from './arguments.js';
import type { Command } from './command.js';
import { exitCodeOf } from './exit-code.js';
import { doctor } from './doctor.js';
import { listen } from './listen.js';
import { Report } from './report.js';
import { send } from './send.js';
import { Signals } from './signals.js';

const COMMANDS: readonly Command[] = [listen, send, doctor];

const HELP = `\
Usage: tensorduct COMMAND ...

  listen URL... --out DIR   receive files
  send URL FILE...          send files: .npy, .safetensors, and any other
  doctor [--peer URL]       say what works here, and what two ends agree on

tensorduct COMMAND --help says more; --version prints the version.
`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  const report = new Report(command === undefined ? 'tensorduct' : `tensorduct ${command.name}`);
  const signals = new Signals();
  signals.install();
  signals.signal.addEventListener('abort', () => report.fallSilent());
  try {
    if (command !== undefined) {
      const code = await command.run(args, report, signals);
      return signals.exitCode ?? code;
    }
    if (name === '--help' || name === '-h' || name === 'help') return report.help(HELP);
    if (name === '--version') return report.help(`${version()}\n`);
    const what = name === undefined ? 'there is no command' : `there is no command ${JSON.stringify(name)}`;
    throw usage(what, 'write tensorduct listen, send or doctor, or see tensorduct --help');
  } catch (thrown) {
    if (signals.exitCode !== null) return signals.exitCode;
    report.stop();
    report.error(thrown);
    return exitCodeOf(thrown);
  }
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

process.exitCode = await main(process.argv.slice(2));

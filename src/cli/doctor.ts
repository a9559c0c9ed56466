import { Context } from '../context/context.js';
import { COMMON, COMMON_HELP, readArguments, readMilliseconds, readSecret, usage } from './arguments.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { connect } from './connect.js';
import { backendLines, explainLines, memoryLines } from './explain.js';

const OPTIONS = {
  ...COMMON,
  peer: { type: 'string' },
  timeout: { type: 'string' },
} as const;

/** Says what works here, and what two ends agree on. */
export const doctor: Command = {
  name: 'doctor',
  help: `\
Usage: tensorduct doctor [--peer URL]

Prints every transport and channel, whether it works here, and if not, why;
and how much shared memory there may be.

  --peer URL           also connect to a listener, and say what was negotiated
                       and why nothing else
  --timeout SECONDS    how long to try to connect (default 10)
${COMMON_HELP}`,

  async run(args, report, signals) {
    const { values, positionals } = readArguments('doctor', args, OPTIONS);
    if (values.help === true) return report.help(doctor.help);
    report.adopt(values);
    if (positionals.length > 0) throw usage(`${positionals[0]} is not expected`, 'write --peer URL');
    const timeoutMs = readMilliseconds('--timeout', values.timeout, 10_000);
    await using context = new Context({
      name: `tensorduct-doctor:${process.pid}`,
      ...readSecret(values['secret-file']),
    });
    const backends = context.describe();
    report.say(backendLines(backends).join('\n'), { event: 'backends', backends });
    const { sharedMemory } = context.statistics();
    if (sharedMemory !== null) {
      report.say(`\n${memoryLines(sharedMemory).join('\n')}`, { event: 'shared-memory', ...sharedMemory });
    }
    if (values.peer === undefined) return EXIT.ok;
    const pipe = await connect(context, values.peer, timeoutMs, report, signals);
    const explanation = pipe.explain();
    report.say(`\n${explainLines(explanation).join('\n')}`, { event: 'negotiated', ...explanation });
    await pipe.close();
    return EXIT.ok;
  },
};

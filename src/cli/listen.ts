import { Context } from '../context/context.js';
import { TensorductError } from '../errors.js';
import type { Listener } from '../listener/listener.js';
import type { Pipe } from '../pipe/pipe.js';
import { COMMON, COMMON_HELP, readArguments, readBytes, readMilliseconds, readSecret, usage } from './arguments.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { established } from './connect.js';
import { summarize } from './explain.js';
import type { Report } from './report.js';
import { Inbox } from './transfer/inbox.js';
import { Receiver } from './transfer/receiver.js';
import { formatBytes, formatRate, formatSeconds, plural } from './units.js';

const OPTIONS = {
  ...COMMON,
  out: { type: 'string', short: 'o' },
  force: { type: 'boolean', short: 'f' },
  once: { type: 'boolean' },
  insecure: { type: 'boolean' },
  idle: { type: 'string' },
  'message-size': { type: 'string' },
} as const;

/** Senders at a time: each may take the memory of a message. */
const MOST_SENDERS = 64;
/** The header of a file is its message's one payload; the longest there is has 100 MB. */
const LIMITS = { payloads: 1, payloadBytes: 2 ** 27, pipesPerListener: MOST_SENDERS };

/** Receives files into a folder. */
export const listen: Command = {
  name: 'listen',
  help: `\
Usage: tensorduct listen URL... --out DIR

Receives the files that tensorduct send sends, until it is ended by a signal.
The first lines say the addresses, with ports and paths chosen: give
tcp://127.0.0.1:0 or unix:// to have them chosen, and at most one address for
each transport.

  -o, --out DIR        where files are stored; it is made where it is missing,
                       and nothing outside of it is written
  -f, --force          replace files that exist; without it they are refused
  --once               end when the first sender is done; exit 1 if a file failed
  --insecure           allow addresses that strangers can reach, without a secret
  --idle SECONDS       give a sender up that stands still in the middle of a file
                       (default 60, 0 is never)
  --message-size SIZE  memory that the tensors of one message may take
                       (default 256M)
${COMMON_HELP}`,

  async run(args, report, signals) {
    const { values, positionals: urls } = readArguments('listen', args, OPTIONS);
    if (values.help === true) return report.help(listen.help);
    report.adopt(values);
    if (urls.length === 0) throw usage('there is no address to listen on', 'write one, for example tcp://127.0.0.1:0');
    if (values.out === undefined) throw usage('there is no folder to write to', 'write --out DIR');
    const idleMs = readMilliseconds('--idle', values.idle, 60_000);
    const messageBytes = readBytes('--message-size', values['message-size'], 2 ** 28);
    const secret = readSecret(values['secret-file']);
    await using context = new Context({ name: `tensorduct-listen:${process.pid}`, limits: LIMITS, ...secret });
    const inbox = await Inbox.open(values.out, values.force === true);
    process.on('exit', () => inbox.abandon());
    signals.signal.addEventListener('abort', () => void context.close(), { once: true });
    const listener = await context.listen(urls, { insecure: values.insecure === true });
    report.say(listener.urls.map((url) => `listening on ${url}`).join('\n'), {
      event: 'listening',
      urls: listener.urls,
    });

    report.follow(() => {
      const files = inbox.files();
      if (files.length === 0) return null;
      const label = files[0].name + (files.length > 1 ? ` and ${plural(files.length - 1, 'other')}` : '');
      const [done, total] = [
        files.reduce((sum, file) => sum + file.written, 0),
        files.reduce((sum, file) => sum + file.size, 0),
      ];
      return { label, done, total };
    });
    const failures = await serve(listener, values.once === true, (pipe) => {
      return receive(pipe, { inbox, messageBytes, idleMs }, report);
    });
    report.stop();
    return failures === 0 ? EXIT.ok : EXIT.failed;
  },
};

/** How one sender has ended. */
interface Served {
  /** Whether it has sent anything. */
  readonly isUsed: boolean;
  readonly failures: number;
}

/** Serves senders, side by side. @returns how many files and senders have failed */
async function serve(listener: Listener, once: boolean, receive: (pipe: Pipe) => Promise<Served>): Promise<number> {
  let failures = 0;
  const served = new Set<Promise<void>>();
  try {
    for await (const pipe of listener) {
      const task = receive(pipe).then((outcome) => {
        served.delete(task);
        failures += outcome.failures;
        if (once && outcome.isUsed) void listener.close();
      });
      served.add(task);
    }
  } finally {
    await Promise.all(served);
  }
  return failures;
}

/** Takes the files of one sender. Never rejects. */
async function receive(
  pipe: Pipe,
  options: { readonly inbox: Inbox; readonly messageBytes: number; readonly idleMs: number },
  report: Report,
): Promise<Served> {
  let [files, bytes, failures] = [0, 0, 0];
  const receiver = new Receiver(pipe, {
    ...options,
    onStored: ({ name, size, format }) => {
      files++;
      bytes += size;
      report.say(`received ${name} (${format}, ${formatBytes(size)})`, { event: 'file', name, format, bytes: size });
    },
    onFailed: (name, error) => {
      failures++;
      report.error(error.at({ local: name }), { name });
    },
  });
  const begun = performance.now();
  try {
    await established(pipe);
    const explanation = pipe.explain();
    report.say(summarize(explanation), { event: 'negotiated', ...explanation });
    await receiver.run();
  } catch (thrown) {
    const error = TensorductError.from(thrown, 'ERR_SYSTEM', 'a sender has failed');
    if (!receiver.isUsed) report.note(error.message, { event: 'left', peer: pipe.remoteName });
    else if (error.code !== 'ERR_CONTEXT_CLOSED') report.error(error, { peer: pipe.remoteName });
    failures++;
  }
  if (receiver.isUsed) {
    const seconds = (performance.now() - begun) / 1000;
    const rate = formatRate(bytes / seconds);
    const failed = failures > 0 ? `, ${failures} failed` : '';
    const line = `done: ${plural(files, 'file')}, ${formatBytes(bytes)} in ${formatSeconds(seconds)}, ${rate}${failed}`;
    report.say(line, { event: 'done', files, bytes, seconds, bytesPerSecond: bytes / seconds, failed: failures });
  }
  return { isUsed: receiver.isUsed, failures };
}

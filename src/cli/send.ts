import { parseUrl } from '../context/address.js';
import { Context } from '../context/context.js';
import { COMMON, COMMON_HELP, readArguments, readBytes, readMilliseconds, readSecret, usage } from './arguments.js';
import type { Command } from './command.js';
import { EXIT } from './exit-code.js';
import { connect } from './connect.js';
import { summarize } from './explain.js';
import { listFiles } from './transfer/file-list.js';
import { Sender } from './transfer/sender.js';
import { movedBy } from './transfer/stall.js';
import { formatBytes, formatRate, formatSeconds, plural } from './units.js';

const OPTIONS = {
  ...COMMON,
  raw: { type: 'boolean' },
  timeout: { type: 'string' },
  idle: { type: 'string' },
  'message-size': { type: 'string' },
} as const;

/** Sends files to `tensorduct listen`. */
export const send: Command = {
  name: 'send',
  help: `\
Usage: tensorduct send URL FILE...

Sends files, and all files of folders, to a tensorduct listen at URL. Files
that end in .npy or .safetensors travel as the tensors they hold, any other as
bytes; all arrive byte for byte. FOLDER keeps its name at the other end,
FOLDER/ is sent as what is in it.

  --raw                send bytes, whatever the names of the files say
  --timeout SECONDS    how long to wait for somebody to listen (default 10)
  --idle SECONDS       give a listener up that stands still (default 60, 0 is
                       never)
  --message-size SIZE  files up to this size travel in one message; of larger
                       ones, tensors up to this size travel whole (default 256M).
                       Two messages are in memory at a time
${COMMON_HELP}`,

  async run(args, report, signals) {
    const { values, positionals } = readArguments('send', args, OPTIONS);
    if (values.help === true) return report.help(send.help);
    report.adopt(values);
    const [url, ...paths] = positionals;
    if (url === undefined) throw usage('there is no address to send to', 'write tensorduct send URL FILE...');
    if (paths.length === 0) throw usage('there are no files to send', 'write tensorduct send URL FILE...');
    const timeoutMs = readMilliseconds('--timeout', values.timeout, 10_000);
    const idleMs = readMilliseconds('--idle', values.idle, 60_000);
    const messageBytes = readBytes('--message-size', values['message-size'], 2 ** 28);
    const asRaw = values.raw === true;
    const secret = readSecret(values['secret-file']);
    await using context = new Context({ name: `tensorduct-send:${process.pid}`, ...secret });
    parseUrl(url);
    const files = await listFiles(paths, asRaw, (path) => {
      report.note(`${path} is left out: it is not a file`, { event: 'skipped', path });
    });

    const pipe = await connect(context, url, timeoutMs, report, signals);
    const explanation = pipe.explain();
    report.say(summarize(explanation), { event: 'negotiated', ...explanation });
    let bytes = 0;
    const sender = new Sender(pipe, {
      messageBytes,
      asRaw,
      idleMs,
      onStored: ({ name, size }) => {
        bytes += size;
        report.say(`sent ${name} (${formatBytes(size)})`, { event: 'file', name, bytes: size });
      },
      onFailed: ({ name, size }, reason) => {
        report.error(`${name} was not stored: ${reason}`, { name, bytes: size });
      },
    });
    const total = files.reduce((sum, { size }) => sum + size, 0);
    report.follow(() => ({ label: sender.current, done: movedBy(pipe), total }));
    const begun = performance.now();
    const { stored, failed, unanswered } = await sender.send(files).finally(() => report.stop());
    const seconds = (performance.now() - begun) / 1000;
    if (unanswered > 0) {
      report.note(`${plural(unanswered, 'file')} read by a peer that confirms nothing`, {
        event: 'unconfirmed',
        files: unanswered,
      });
      if (failed === 0) bytes = total;
    }
    const rate = formatRate(bytes / seconds);
    const failures = failed > 0 ? `, ${failed} failed` : '';
    const line = `done: ${plural(stored + unanswered, 'file')}, ${formatBytes(bytes)} in ${formatSeconds(seconds)}, ${rate}${failures}`;
    report.say(line, {
      event: 'done',
      files: stored + unanswered,
      bytes,
      seconds,
      bytesPerSecond: bytes / seconds,
      failed,
    });
    return failed === 0 ? EXIT.ok : EXIT.failed;
  },
};

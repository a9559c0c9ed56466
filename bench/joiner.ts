/** `joiner`: told where, it connects there, and says so when its message has come back. */
import type { Link, Terms } from './contestant.js';
import { contestantNamed } from './contestants/index.js';
import { Outbox } from './outbox.js';
import { processPort } from './port.js';
import { Answerer, type Answer, type JoinRequest } from './requests.js';
import { Verifier } from './stamps.js';

const port = processPort(process);
process.on('disconnect', () => process.exit());

new Answerer<JoinRequest>(port, async ({ terms, address, stamp }): Promise<Answer> => {
  // To have loaded everything is the beginning.
  if (address === '') await contestantNamed(terms.contestant);
  else await join(terms, address, stamp);
  return {};
});

async function join(terms: Terms, address: string, stamp: number): Promise<void> {
  const station = await (await contestantNamed(terms.contestant)).open(terms);
  const outbox = new Outbox(station);
  const link: Link = await station.connect(address, port);
  const verifier = new Verifier(terms.receives, 1);
  await new Promise<void>((resolve) => {
    link.receive((parts) => {
      verifier.note(parts);
      resolve();
    });
    void outbox.send(stamp, [link]);
  });
  verifier.check(stamp);
  await station.close();
}

import { expect } from 'vitest';
import { attackEverything } from './campaign.js';
import type { ClientSide, Dialogue } from './dialogues.js';
import { RawPeer } from './raw-peer.js';
import { filesAreBack, openFiles, SECRET, Victims } from './victims.js';

/** Attacks a listener in every state of these dialogues, over memory mostly, and some over sockets. */
export async function attackListener(
  dialogues: Readonly<Record<string, (side: ClientSide) => Dialogue>>,
): Promise<void> {
  await using victims = await Victims.listen();
  const { media, better } = victims;
  await victims.newcomer();
  await victims.witness();
  const files = openFiles();
  const table = await attackEverything({
    dialogues,
    begin({ number, dialogue }) {
      const [medium, transport] = media[number % 20 === 0 ? 1 : number % 50 === 1 ? 2 : 0];
      const listener = dialogue === 'prove' ? victims.secret : victims.open;
      const address = listener.url(medium).slice(`${medium}://`.length);
      return dialogues[dialogue]({
        name: `${dialogue} ${number}`,
        secret: SECRET,
        connect: () => RawPeer.connect(transport, address),
        better: {
          name: 'better',
          domain: better.domainDescriptor(),
          connect: (where) => RawPeer.connect(better, where),
        },
      });
    },
    end: ({ number, dialogue }) => victims.endOf(`${dialogue} ${number}`),
    witness: () => victims.witness(),
  });
  console.table(table);
  for (const [state, { refused, accepted, any }] of Object.entries(table)) {
    expect(refused + accepted + any, state).toBeGreaterThanOrEqual(500);
  }
  await victims.newcomer();
  await filesAreBack(files);
}

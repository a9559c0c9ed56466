import { it } from 'vitest';
import { CLIENT_DIALOGUES } from './dialogues.js';
import { attackListener } from './listening.js';

const { open, prove, upgrade } = CLIENT_DIALOGUES;

it('TP gap: malformed or hostile input: a listener survives it in each state of opening a pipe', async () => {
  await attackListener({ open, prove, upgrade });
}, 300_000);

import { it } from 'vitest';
import { CLIENT_DIALOGUES } from './dialogues.js';
import { attackListener } from './listening.js';

const { sendTensor, receiveTensor, offerLate, decide } = CLIENT_DIALOGUES;

it('TP gap: malformed or hostile input: a listener survives it in each state of a transfer', async () => {
  await attackListener({ sendTensor, receiveTensor, offerLate, decide });
}, 300_000);

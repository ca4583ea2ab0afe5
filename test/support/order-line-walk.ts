import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  answerTo,
  type OrderLineWishes,
} from '../../src/web/client/pages/phone/caller/order-line-answers.js';
import { readTwiml } from '../simulators/phone/twiml.js';
import { textOf, urlOf } from './webhook-caller.js';

/** Where the recordings for `/phone` are. */
export const RECORDINGS_FOLDER = join(
  import.meta.dirname,
  '../../src/web/client/pages/phone/audio/recordings',
);

const MOST_TURNS = 40;
const KEY = /^[0-9*#]$/;

/**
 * Orders on the line without AI as the sample caller of `/phone` does, and returns the texts of
 * all `<Say>`.
 *
 * @param publicUrl where the server is known to be; it checks no signature.
 * @throws when the order does not come to its end.
 */
export async function walkOrderLine(
  publicUrl: string,
  wishes: OrderLineWishes,
): Promise<readonly string[]> {
  const said: string[] = [];
  const names = { CallSid: `CA${randomBytes(16).toString('hex')}`, AccountSid: 'AC0' };
  let url: string | undefined = `${publicUrl}/voice`;
  let answers: Readonly<Record<string, string>> = {};
  let question = '';
  let wished = 0;
  for (let turn = 0; url !== undefined; turn += 1) {
    if (turn === MOST_TURNS) throw new Error(`The line has not ended: ${said.slice(-3).join(' ')}`);
    const form = { ...names, From: '+12125550147', To: '+12125550142', CallStatus: 'in-progress' };
    const body = new URLSearchParams({ ...form, ...answers });
    const response: Response = await fetch(url, { method: 'POST', body });
    const { verbs } = readTwiml(await response.text(), false);
    const text = textOf(verbs);
    if (text !== '') said.push(text);
    question = `${question} ${text}`;
    answers = {};
    if (verbs.some(({ name }) => name === 'Gather')) {
      const { answer, isWish } = answerTo(question, wishes, wished);
      if (isWish) wished += 1;
      answers = KEY.test(answer) ? { Digits: answer } : { SpeechResult: answer, Confidence: '1' };
      question = '';
    }
    url = urlOf(verbs);
  }
  return said;
}

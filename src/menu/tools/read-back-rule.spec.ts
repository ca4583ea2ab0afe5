import type { Order } from '../../orders/order.js';
import { ENGLISH_SPOKEN } from '../spoken/english.js';
import { SPANISH_SPOKEN } from '../spoken/spanish.js';
import { readBackRefusal, readBackState, type ReadBackState } from './read-back-rule.js';
import type { ReadBackReport } from './tool.js';

const NOW = new Date('2026-11-18T20:00:00Z');
const RIGHT = 'One Margherita, nine dollars.';
const WRONG = 'One Margherita, ten dollars.';
const ORDER = {
  allergies: [],
  lines: [{ name: 'Margherita', quantity: 1, options: [], note: null }],
  customer: { name: 'Ben', fulfilment: 'pickup', address: null },
  readyAt: null,
  promotion: null,
  discountCents: 0,
  deliveryFeeCents: 0,
  taxCents: 0,
  totalCents: 900,
} as unknown as Order;

const report = (heard: string, answered: string | null, cut = false): ReadBackReport => ({
  heard,
  answered,
  cut,
  misread: 0,
});

describe('A read-back', () => {
  it.each<[ReadBackState, ReadBackReport]>([
    ['unsaid', report('', null)],
    ['unanswered', report(RIGHT, null)],
    ['unanswered', report(WRONG, null)],
    ['unanswered', report(`${WRONG} ${RIGHT}`, WRONG)],
    ['unheard', report('One Margherita…', 'One Margherita…', true)],
    ['misread', report(WRONG, WRONG)],
    ['misread', report('', '')],
    ['answered', report(RIGHT, RIGHT)],
    ['answered', report(`${RIGHT} Is it?`, RIGHT, true)],
  ])('is %s', (state, given) => {
    expect(readBackState(given, (text) => text.endsWith(RIGHT))).toBe(state);
  });
});

describe('An order that is not placed yet', () => {
  const refusal = (given: ReadBackReport, spoken = ENGLISH_SPOKEN) =>
    readBackRefusal(ORDER, given, spoken, ['Margherita'], NOW);
  const sentence = ENGLISH_SPOKEN.order(ORDER, NOW);

  it.each([
    ['not_confirmed', report('', null)],
    ['not_heard', report('One Margherita…', 'One Margherita…', true)],
    ['misread', report(WRONG, WRONG)],
  ])('is read again: %s', (error, given) => {
    expect(refusal(given)).toEqual({
      ok: false,
      error,
      message: expect.stringMatching(/^\w.*\. You have one Margherita;/),
    });
    expect(refusal(given)?.message.endsWith(sentence)).toBe(true);
  });

  it('is asked about in the language of the line', () => {
    const { message } = refusal(report(WRONG, WRONG), SPANISH_SPOKEN) ?? {};
    expect(message).toMatch(/^Permítame leerle su pedido otra vez\. Tiene una Margherita;/);
  });

  it('waits for the answer without being read again', () => {
    const { error, message } = refusal(report(RIGHT, null)) ?? {};
    expect({ error, again: message?.includes(sentence) }).toEqual({
      error: 'not_answered',
      again: false,
    });
  });

  it('is read out by the call itself from the second wrong read-back on', () => {
    const twice = { ...report(WRONG, WRONG), misread: 1 };
    expect(refusal(twice)).toMatchObject({
      error: 'misread',
      aloud: { text: sentence, result: { ok: false, error: 'read_aloud' } },
    });
    expect(refusal({ ...report('One…', 'One…', true), misread: 5 })).not.toHaveProperty('aloud');
  });

  it('is placed otherwise', () => expect(refusal(report(RIGHT, RIGHT))).toBeNull());
});

import { DIAL_REASONS } from '../calls/call/transfer.js';
import { loadVoiceScript } from '../config/voice-script.js';
import type { CallBriefing } from '../calls/calls.service.js';
import { MOST_CHARACTERS, whisperWords } from './whisper-words.js';

const english = loadVoiceScript('test/fixtures/voice.json');
const spanish = loadVoiceScript('test/fixtures/voice.es.json');
type Order = NonNullable<CallBriefing['order']>;
const FROM = '+15551230147';

function order(lines: readonly (readonly [number, string])[], more: Partial<Order> = {}): Order {
  const customer = { name: null, phone: null, fulfilment: 'pickup', address: null };
  const dishes = lines.map(([quantity, name]) => ({ quantity, name }));
  return { state: 'draft', allergies: [], lines: dishes, customer, ...more } as unknown as Order;
}
const named = (name: string) => ({ customer: { name } as Order['customer'] });

describe('What a person hears before taking a call', () => {
  const words = (briefing: Parameters<typeof whisperWords>[0], script = english) =>
    whisperWords(briefing, 'asked', script, 'Luigi’s');

  it('is who calls, why, the order and the key', () => {
    const briefing = {
      from: FROM,
      order: order(
        [
          [2, 'Margherita'],
          [1, 'Coca-Cola'],
        ],
        named('Anna'),
      ),
    };
    expect(words(briefing)).toBe(
      'Luigi’s: a call from Anna. The caller asked for a person. ' +
        'The order so far: two Margherita, one Coca-Cola. To take the call, press 1.',
    );
    expect(words(briefing, spanish)).toContain('dos Margherita, una Coca-Cola');
    const allergic = { ...briefing, order: { ...briefing.order, allergies: ['tree-nuts'] } };
    expect(words(allergic)).toContain('The kitchen is told of an allergy to tree nuts. To take');
  });

  it.each([
    [FROM, 'a number that ends in zero one four seven'],
    ['anonymous', 'a hidden number'],
    ['+266696687', 'a hidden number'],
    ['client:alice', 'a hidden number'],
    ['', 'a hidden number'],
  ])('tells a caller %p without a name by %s', (from, who) => {
    expect(words({ from, order: null })).toBe(
      `Luigi’s: a call from ${who}. The caller asked for a person. ` +
        'Nothing is ordered yet. To take the call, press 1.',
    );
  });

  it('tells an order that is placed from one that is not', () => {
    const placed = order([[1, 'Tiramisu']], { state: 'placed' });
    expect(words({ from: FROM, order: placed })).toContain('Already ordered: one Tiramisu.');
  });

  it.each(DIAL_REASONS)('has words for %s, also when nothing is known of the call', (reason) => {
    const said = whisperWords(null, reason, english, 'Luigi’s');
    expect(said).toContain(english.whisper[reason]);
    expect(said).not.toContain('ordered');
    expect(said).toMatch(/press 1\.$/);
  });

  it.each([1, 2, 3, 5, 10, 50])('never takes longer than 12 s: %i lines', (count) => {
    const lines = Array.from(
      { length: count },
      (_, index) => [index + 1, 'Quattro Stagioni'] as const,
    );
    for (const script of [english, spanish]) {
      for (const reason of DIAL_REASONS) {
        const briefing = { from: FROM, order: order(lines, named('Bartholomew')) };
        const said = whisperWords(briefing, reason, script, 'VoicePlate Pizza');
        expect(said.length).toBeLessThanOrEqual(MOST_CHARACTERS);
        expect(said).toMatch(/1\.$/);
      }
    }
  });

  it('says that there is more where not every dish can be said', () => {
    const lines = Array.from({ length: 9 }, () => [1, 'Quattro Stagioni'] as const);
    expect(words({ from: FROM, order: order(lines, named('Anna')) })).toMatch(
      /, and more\. To take/,
    );
  });

  it('leaves the order out rather than the key', () => {
    const lines = [[1, 'x'.repeat(150)]] as const;
    expect(words({ from: FROM, order: order(lines) })).toMatch(/a person\. To take the call/);
  });
});

import { readEnvironment } from '../../config/environment.js';
import { afterDial, type AfterDial, numbersFor } from './transfer.js';

describe('What follows a dialled call', () => {
  const STATUSES = ['completed', 'answered', 'busy', 'no-answer', 'failed', 'canceled', 'odd', ''];
  const ANSWERED = ['completed', 'answered'];
  /** As Twilio tells it; null: it does not say. */
  const BRIDGED = [true, false, null];

  const cases = STATUSES.flatMap((status) =>
    BRIDGED.flatMap((bridged) => [true, false].map((accepted) => ({ status, bridged, accepted }))),
  );
  const isTaken = ({ status, bridged, accepted }: (typeof cases)[number]): boolean =>
    ANSWERED.includes(status) && (bridged === true || (bridged === null && accepted));

  it.each(cases)(
    '$status, joined $bridged, accepted $accepted, with and without a number left',
    (one) => {
      const { accepted, ...report } = one;
      const [last, before]: AfterDial[] = isTaken(one)
        ? ['over', 'over']
        : ['go-on', 'next-number'];
      expect(afterDial(report, accepted, 0)).toBe(last);
      expect(afterDial(report, accepted, 1)).toBe(before);
      expect(afterDial(report, accepted, 9)).toBe(before);
      // The list has become shorter meanwhile.
      expect(afterDial(report, accepted, -1)).toBe(last);
    },
  );

  it('is over for who was joined, and for who accepted where Twilio does not say', () => {
    expect(cases.filter(isTaken)).toHaveLength(ANSWERED.length * 3);
  });
});

describe('The numbers that are tried', () => {
  const numbers = (env: Record<string, string>, reason: Parameters<typeof numbersFor>[1]) =>
    numbersFor(readEnvironment(env), reason);

  it('are the people’s, except for a call that no line is free for', () => {
    const env = {
      HUMAN_TRANSFER_NUMBER: '+15551230777, +15551230778',
      BUSY_POLICY: 'dial:+15551230779',
    };
    for (const reason of ['asked', 'operator', 'fault'] as const) {
      expect(numbers(env, reason)).toEqual(['+15551230777', '+15551230778']);
    }
    expect(numbers(env, 'busy')).toEqual(['+15551230779']);
  });

  it('are none where there are none', () => {
    expect(numbers({}, 'asked')).toEqual([]);
    expect(numbers({ HUMAN_TRANSFER_NUMBER: '+15551230777' }, 'busy')).toEqual([]);
  });
});

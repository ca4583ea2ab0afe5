import type { Oddity } from './simulators/openai/odd-events.js';
import { untilCall } from './support/call-view.js';
import { onOwnLines } from './support/line.js';

const ORDER = 'A cola please.';
const HELLO = 'What can I get you?';
const ALL: readonly Oddity[] = [
  'unknown-item',
  'null-content',
  'null-part',
  'item-without-id',
  'null-item',
  'error-without-type',
  'error-without-event-id',
  'error-without-body',
  'unknown-fields',
  'empty-delta',
  'broken-delta',
  'null-delta',
];

describe('Events that are not as their types say', () => {
  it.concurrent(
    'cost themselves and nothing else, and are counted',
    onOwnLines(async (open) => {
      const line = await open({
        vocabulary: [ORDER],
        brain: ({ items }) =>
          items.some(({ kind }) => kind === 'user') ? { say: 'One cola.' } : { say: HELLO },
        knobs: { odd: ALL },
        env: { OPS_TOKEN: 'ops' },
      });
      const call = await line.phone.dial();
      await call.hearsSpeech();
      await call.untilQuiet(300);
      await call.say(ORDER);
      await call.hearsSpeech();
      await line.openai.waitFor(({ responses }) => responses[1]?.doneAt, 5_000);

      expect(line.openai.ears.connections).toHaveLength(1);
      expect(line.openai.ears.responses.map(({ status }) => status)).toEqual([
        'completed',
        'completed',
      ]);
      const { transcript, timeline } = await untilCall(
        line,
        call.callSid,
        (view) => view.transcript.length === 3,
      );
      expect(transcript.map(({ text }) => text)).toEqual([HELLO, ORDER, 'One cola.']);
      expect(timeline.map(({ event }) => event)).not.toContain('reconnect');
      expect(call.longestSilenceMs()).toBeLessThan(3_000);

      const headers = { authorization: 'Bearer ops' };
      const metrics = await (await fetch(`${line.app.url}/metrics`, { headers })).text();
      const counted = (kind: string) =>
        Number(
          new RegExp(`^voiceplate_provider_odd_events_total\\{kind="${kind}"\\} (\\d+)$`, 'm').exec(
            metrics,
          )?.[1],
        );
      expect(['audio', 'item', 'part', 'error', 'unreadable'].map(counted)).toEqual([
        // Three deltas, four items, one part, one error without a type and one without anything.
        6, 8, 2, 2, 2,
      ]);
    }),
  );
});

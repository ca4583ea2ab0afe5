import { Logger } from '@nestjs/common';
import { InProcessLiveEvents, type LiveEvent } from './live-events.js';

const EVENT: LiveEvent = {
  id: 'e1',
  type: 'call',
  at: '2026-11-22T10:00:00.000Z',
  data: { callSid: 'CA1' },
};

describe('InProcessLiveEvents', () => {
  it('delivers to every subscription until it ends', () => {
    const events = new InProcessLiveEvents();
    const heard: string[] = [];
    const listener = ({ type }: LiveEvent): void => void heard.push(type);
    const first = events.subscribe(listener);
    const second = events.subscribe(listener);

    events.passOn(EVENT);
    first();
    first();
    events.passOn({ ...EVENT, type: 'turn' });
    second();
    events.passOn({ ...EVENT, type: 'order' });

    expect(heard).toEqual(['call', 'call', 'turn']);
  });

  it('goes on to the next listener when one fails', () => {
    Logger.overrideLogger(false);
    const events = new InProcessLiveEvents();
    const heard: LiveEvent[] = [];
    events.subscribe(() => {
      throw new Error('broken listener');
    });
    events.subscribe((event) => heard.push(event));

    events.passOn(EVENT);

    expect(heard).toEqual([EVENT]);
  });
});

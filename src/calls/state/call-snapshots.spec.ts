import { jest } from '@jest/globals';
import { standIn } from '../../../test/support/doubles/stand-in.js';
import { InProcessLiveEvents, type LiveEvent } from '../../ops/live-events.js';
import type { OrdersService } from '../../orders/orders.service.js';
import { Call } from '../call/call.js';
import type { CallsMetrics } from '../calls.metrics.js';
import { CallSnapshots } from './call-snapshots.js';
import type { CallWriteBehind } from './call-write-behind.js';
import type { CallsStore } from './calls.store.js';
import type { LiveCalls } from './live-calls.js';

describe('CallSnapshots', () => {
  it('tells operators of a wish to be called back without the card number in it', () => {
    jest.useFakeTimers();
    const events = new InProcessLiveEvents();
    const told: LiveEvent[] = [];
    events.subscribe((event) => told.push(event));
    const snapshots = new CallSnapshots(
      standIn<LiveCalls>({}),
      standIn<CallsStore>({}),
      standIn<CallWriteBehind>({}),
      standIn<OrdersService>({}),
      events,
      standIn<CallsMetrics>({}),
    );
    const call = new Call({ callSid: 'CA1', from: '+12125550187', to: '' }, 'one', 1);
    const note = (message: string | null) =>
      snapshots.noteCallback(call, { phone: '+12125550187', message });
    note('My card is 4111 1111 1111 1111, cvv 123.');
    call.conversation.callerSaid('t', 'It is 4111 1111 1111 1111.');
    note('Card ending in 1111.');
    note(null);
    const callbacks = told.filter(({ type }) => type === 'callback');
    expect(callbacks.map(({ data }) => data['message'])).toEqual([
      'My card is ****, cvv ****.',
      'Card ending in ****.',
      null,
    ]);
    expect(JSON.stringify(told)).not.toMatch(/1111|123\b|0187555/);
    jest.clearAllTimers();
    jest.useRealTimers();
  });

  describe('without any other replica', () => {
    const saved: number[] = [];
    let snapshots: CallSnapshots;
    const call = new Call({ callSid: 'CA1', from: '', to: '' }, 'one', 1);
    const put = jest.fn(() => Promise.resolve('alone' as const));

    beforeEach(() => {
      jest.useFakeTimers();
      saved.length = 0;
      put.mockClear();
      snapshots = new CallSnapshots(
        standIn<LiveCalls>({ shared: false, put }),
        standIn<CallsStore>({}),
        standIn<CallWriteBehind>({
          save: ({ turns }: { turns: number }) => void saved.push(turns),
        }),
        standIn<OrdersService>({ unsaved: () => [] }),
        new InProcessLiveEvents(),
        standIn<CallsMetrics>({}),
      );
    });
    afterEach(() => {
      jest.clearAllTimers();
      jest.useRealTimers();
    });

    const turn = async (turns: number, ms: number): Promise<void> => {
      call.turns = turns;
      snapshots.changed(call, 'turn');
      await jest.advanceTimersByTimeAsync(ms);
    };

    it('puts a talk on record every few seconds, and packs no snapshot for nobody', async () => {
      for (let turns = 1; turns <= 20; turns += 1) await turn(turns, 500);
      expect(saved.length).toBeGreaterThanOrEqual(2);
      expect(saved.length).toBeLessThanOrEqual(3);
      expect(put).not.toHaveBeenCalled();
    });

    it('puts on record at once what has to outlive the process', async () => {
      await turn(1, 200);
      call.turns = 2;
      await snapshots.putNow(call);
      call.turns = 3;
      await snapshots.putNow(call);
      expect(saved).toEqual([1, 2, 3]);
      await turn(4, 1_000);
      expect(saved).toEqual([1, 2, 3]);
      await jest.advanceTimersByTimeAsync(5_000);
      expect(saved).toEqual([1, 2, 3, 4]);
    });
  });
});

import type { CallSummary } from '../../api/operations.js';
import { LiveCalls } from './live-calls.js';

const call = (callSid: string, changes: Partial<CallSummary> = {}): CallSummary => ({
  callSid,
  from: '+1******0100',
  state: 'active',
  outcome: null,
  provider: 'openai-realtime',
  instance: 'one',
  startedAt: '2026-11-27T12:00:00.000Z',
  durationMs: 0,
  turns: 0,
  order: null,
  ...changes,
});
const event = (type: string, data: Record<string, unknown>) => ({ id: '1', type, at: '', data });

describe('The live calls', () => {
  let calls: LiveCalls;
  const sids = (): readonly string[] => calls.list.value.map(({ callSid }) => callSid);
  beforeEach(() => {
    calls = new LiveCalls();
    calls.listed([call('CA1'), call('CA0', { state: 'ended' })]);
  });

  it('are those of the list, newest first, with those that are told of since', () => {
    expect(sids()).toEqual(['CA1']);
    calls.told(event('call', { ...call('CA2', { startedAt: '2026-11-27T12:01:00.000Z' }) }));
    expect(sids()).toEqual(['CA2', 'CA1']);
    calls.listed([call('CA2')]);
    expect(sids()).toEqual(['CA2']);
  });

  it('change in their places', () => {
    const [row] = calls.list.value;
    calls.told(event('call', { ...call('CA1', { provider: 'ivr', turns: 3 }), order: undefined }));
    expect(calls.list.value[0]).toBe(row);
    expect(row?.summary.value).toMatchObject({ provider: 'ivr', turns: 3 });
  });

  it('have the last words of either side', () => {
    const last = (role: string, text: string) => ({ ...call('CA1'), last: { role, text } });
    calls.told(event('turn', last('caller', 'A calzone.')));
    calls.told(event('turn', last('assistant', 'One calzone.')));
    calls.told(event('turn', { ...call('CA1'), last: null }));
    expect(calls.get('CA1')?.words.value).toEqual({
      caller: 'A calzone.',
      assistant: 'One calzone.',
    });
  });

  it('keep their order when they change, and have the newest', () => {
    calls.told(
      event('order', { callSid: 'CA1', orderId: 'o1', state: 'draft', totalCents: 900, lines: 1 }),
    );
    calls.told(event('turn', { ...call('CA1'), order: undefined }));
    expect(calls.get('CA1')?.summary.value.order).toEqual({
      id: 'o1',
      state: 'draft',
      totalCents: 900,
    });
  });

  it('do not come back by a list that is older than their end', () => {
    calls.told(event('call', { ...call('CA1', { state: 'ended' }) }));
    calls.listed([call('CA1')]);
    calls.told(event('turn', { ...call('CA1') }));
    expect(sids()).toEqual([]);
  });

  it('have the level of the streams that are open', () => {
    const stream = (callerDbfs: number, bufferedOutMs: number) => ({
      streams: [{ callSid: 'CA1', callerDbfs, audio: { bufferedOutMs } }],
    });
    for (const [dbfs, share] of [
      [-100, 0],
      [-60, 0],
      [-30, 0.5],
      [0, 1],
    ] as const) {
      calls.heard(stream(dbfs, 20));
      expect(calls.get('CA1')?.level.value).toEqual({ caller: share, assistantSpeaks: true });
    }
    calls.heard(stream(-30, 0));
    expect(calls.get('CA1')?.level.value?.assistantSpeaks).toBe(false);
    calls.heard({ streams: [] });
    expect(calls.get('CA1')?.level.value).toBeNull();
  });
});

import { Call } from '../call/call.js';
import type { Conversation } from '../call/conversation.js';
import { OutboundAudio } from './outbound-audio.js';
import type { PhoneLeg } from './phone-leg.js';

/** What the phone was told, in order. */
class RecordingPhone implements PhoneLeg {
  readonly told: string[] = [];
  readonly backlogBytes = 0;
  play = (payload: string) => void this.told.push(`play ${payload}`);
  mark = (name: string) => void this.told.push(`mark ${name}`);
  clear = () => void this.told.push('clear');
  end = () => void this.told.push('end');
  hangUp = () => void this.told.push('hang up');
}

describe('OutboundAudio', () => {
  let phone: RecordingPhone;
  let conversation: Conversation;
  let outbound: OutboundAudio;

  beforeEach(() => {
    phone = new RecordingPhone();
    const call = new Call({ callSid: 'CA1', from: '', to: '' }, 'test', 1);
    ({ conversation } = call);
    outbound = new OutboundAudio(phone, call);
  });

  it('sends each chunk with a mark behind it and counts its bytes by its duration', () => {
    outbound.play('a', 'AAAA', 100, 0);
    outbound.play('a', 'BBBB', 50, 0);
    expect(phone.told).toEqual(['play AAAA', 'mark m1', 'play BBBB', 'mark m2']);
    expect(outbound.counts()).toEqual({ framesOut: 2, bytesOut: 1_200, marksPending: 2 });
    expect(outbound.unplayedMs).toBe(150);
  });

  it('notes in the conversation how much of an interrupted answer was heard', () => {
    outbound.play('a', 'AAAA', 1_000, 0);
    conversation.assistantSaid('a', 'Good evening.');
    expect(outbound.interrupt(300)).toMatchObject([{ itemId: 'a', heardMs: 300 }]);
    expect(phone.told.at(-1)).toBe('clear');
    expect(conversation.transcript()).toMatchObject([{ interrupted: true, heardMs: 300 }]);
  });

  it('leaves the phone alone when nothing was waiting', () => {
    expect(outbound.interrupt(300)).toEqual([]);
    expect(phone.told).toEqual([]);
  });

  it('knows the level of what plays, answer or filler, until it is cut off', () => {
    const loud = Buffer.alloc(8_000, 0x80).toString('base64');
    outbound.play('a', loud, 1_000, 1_000);
    outbound.fill([{ payload: loud, durationMs: 1_000 }], 1_000);
    outbound.interrupt(2_500);
    const levels = [1_500, 2_400, 2_600].map((at) => Math.round(outbound.levels.levelAt(at)));
    expect(levels).toEqual([0, 0, -60]);
  });

  it('tells an answer from a filler, which is no part of the conversation', () => {
    outbound.play('a', 'AAAA', 100, 0);
    expect(outbound.answering).toBe(true);
    outbound.fill([{ payload: 'FFFF', durationMs: 200 }], 0);
    expect(outbound.answering).toBe(false);
    expect(phone.told.slice(2)).toEqual(['play FFFF', 'mark m2']);
    outbound.cutOff(200);
    expect(conversation.snapshot().entries).toHaveLength(1);
  });

  it('drops what would be queued beyond two minutes', () => {
    expect(outbound.play('a', 'AAAA', 120_000, 0)).toBe(true);
    expect(outbound.play('a', 'BBBB', 20, 0)).toBe(false);
    expect(phone.told).toHaveLength(2);
  });

  it('does not take words for heard of which the audio was dropped', () => {
    conversation.toolCalled('r', 'read_back_order', '{}');
    conversation.toolAnswered('r', JSON.stringify({ ok: true, confirmationId: 'abc' }));
    outbound.play('a', 'AAAA', 120_000, 0);
    outbound.play('a', 'BBBB', 4_000, 0);
    conversation.assistantSaid('a', 'Fifty pizzas. The total is nine dollars.');
    conversation.turnDone();
    outbound.marked('m1', 120_000);
    conversation.callerSaid('t', 'Yes.');
    expect(conversation.readBack('abc')).toMatchObject({ answered: '', cut: true });
  });
});

import { Call } from './call.js';
import { textOf, type TextPiece } from './changing-text.js';
import { unpackSnapshot } from './snapshot-codec.js';
import { SnapshotText } from './snapshot-text.js';

const LIMIT_BYTES = 256 * 1024;
const caller = { callSid: 'CA1', from: '+15551230100', to: '+15550000001' };

/** A turn as a call has it: words, a tool, an answer in chunks, what was measured. */
function turn(call: Call, number: number, words = 'A small Margherita and a jalapeño dip.'): void {
  const [asked, answer] = [`item_${number}_caller`, `item_${number}_answer`];
  call.callerBegan(false);
  call.callerEnded(asked, 300);
  call.callerSaid(asked, words);
  call.conversation.toolCalled(`call_${number}`, 'add_item', '{"item":"margherita"}');
  call.conversation.toolAnswered(`call_${number}`, '{"ok":true,"total":"$9.50"}');
  for (let chunk = 0; chunk < 10; chunk += 1) {
    call.conversation.assistantAudio(answer, 300);
    call.talk.sent({ id: answer, who: 'assistant', rung: 'openai-realtime' }, 300, 0);
  }
  call.conversation.assistantSaid(answer, 'One small Margherita. Anything else?');
  const at = new Date().toISOString();
  call.measured({ at, responseMs: 800, providerMs: 790, toolsMs: 5, forwardMs: 5 });
  call.conversation.heard(answer, 3_000, false);
  call.talk.heard(answer, 3_000, false);
  call.spent('openai-realtime', null);
  call.note('tool', { name: 'add_item' });
  call.conversation.turnDone();
  call.turnCompleted();
}

function after(before: string, pieces: readonly TextPiece[]): string {
  const bytes = Buffer.from(before);
  return pieces
    .map(({ from, length, added }) => bytes.subarray(from, from + length).toString() + added)
    .join('');
}

function newBytes(pieces: readonly TextPiece[]): number {
  return Buffer.byteLength(textOf(pieces));
}

describe('The text of a snapshot', () => {
  it('costs no more at turn 200 than at turn 5, and is the whole call each time', () => {
    const call = new Call(caller, 'one', 5);
    const text = new SnapshotText();
    const told: number[] = [];
    let stored = '';
    for (let number = 1; number <= 200; number += 1) {
      turn(call, number);
      const snapshot = call.snapshot();
      const { pieces, isWhole } = text.change(snapshot);
      expect(isWhole).toBe(number === 1);
      stored = after(stored, pieces);
      told.push(newBytes(pieces));
      if (number % 10 === 0) expect(unpackSnapshot(stored)).toEqual(snapshot);
    }
    const [early = 0, late = Infinity] = [told[4], told[199]];
    expect(late).toBeLessThan(early * 1.2);
    expect(Buffer.byteLength(stored)).toBeGreaterThan(late * 20);
  });

  it('costs little more at a turn of a call that lasts for hours', () => {
    const call = new Call(caller, 'one', 5);
    const text = new SnapshotText();
    let early = 0;
    let sum = 0;
    for (let number = 1; number <= 1_500; number += 1) {
      turn(call, number);
      const told = newBytes(text.change(call.snapshot()).pieces);
      if (number === 5) early = told;
      if (number > 500) sum += told;
    }
    // Lists that are full lose a fifth at once, and are told anew then.
    expect(sum / 1_000).toBeLessThan(early * 3);
  });

  it('stays below its limit without being told as a whole at each turn', () => {
    const call = new Call(caller, 'one', 5);
    const text = new SnapshotText();
    let stored = '';
    let whole = 0;
    for (let number = 1; number <= 600; number += 1) {
      turn(call, number, `Turn ${number} ${'and so on '.repeat(80)}`);
      const { pieces, isWhole } = text.change(call.snapshot());
      stored = after(stored, pieces);
      whole += isWhole ? 1 : 0;
      expect(Buffer.byteLength(stored)).toBeLessThanOrEqual(LIMIT_BYTES);
      const newest = call.snapshot().conversation.entries.at(-1);
      if (number % 10 !== 0) continue;
      expect(unpackSnapshot(stored)?.conversation.entries.at(-1)).toEqual(newest);
    }
    expect(whole).toBeGreaterThan(1);
    expect(whole).toBeLessThan(20);
  });

  it('tells an earlier entry again when it has changed', () => {
    const call = new Call(caller, 'one', 5);
    const text = new SnapshotText();
    for (let number = 1; number <= 20; number += 1) turn(call, number);
    const stored = after('', text.change(call.snapshot()).pieces);
    call.conversation.assistantSaid('item_3_answer', 'The words came late.');
    const snapshot = call.snapshot();
    const changed = after(stored, text.change(snapshot).pieces);
    expect(unpackSnapshot(changed)).toEqual(snapshot);
    expect(changed).toContain('The words came late.');
  });

  it('is told as a whole when it is not known what is stored', () => {
    const call = new Call(caller, 'one', 5);
    const text = new SnapshotText();
    turn(call, 1);
    const first = text.change(call.snapshot());
    turn(call, 2);
    expect(text.change(call.snapshot())).toMatchObject({ of: first.to, isWhole: false });
    text.forget();
    const snapshot = call.snapshot();
    const { pieces, isWhole } = text.change(snapshot);
    expect(isWhole).toBe(true);
    expect(unpackSnapshot(textOf(pieces))).toEqual(snapshot);
  });

  it('has a name that no other text has', () => {
    const call = new Call(caller, 'one', 5);
    const [one, two] = [new SnapshotText(), new SnapshotText()];
    const names = [one.change(call.snapshot()), two.change(call.snapshot())].map(({ to }) => to);
    expect(new Set(names).size).toBe(2);
  });
});

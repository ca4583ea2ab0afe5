import { SpokenText } from './spoken-text.js';

const FIRST = 'One large pepperoni pizza.';
const SECOND = 'Would you like a drink?';

/** Two sentences of 2 s each, sent to their ends. */
function sentWhole(): SpokenText {
  const said = new SpokenText();
  for (const text of [FIRST, SECOND]) {
    const sentence = said.add(text);
    sentence.sent(2_000);
    sentence.finish();
  }
  return said;
}

describe('Spoken text', () => {
  it('is all of it when nobody interrupts', () => {
    const said = sentWhole();
    expect(said.known).toBe(`${FIRST} ${SECOND}`);
    expect(said.stop()).toBe(false);
    expect(said.known).toBe(`${FIRST} ${SECOND}`);
  });

  it.each([
    [0, ''],
    [100, ''],
    [1_000, 'One large…'],
    [2_000, `${FIRST}…`],
    [3_000, `${FIRST} Would you…`],
    [4_000, `${FIRST} ${SECOND}`],
    [9_000, `${FIRST} ${SECOND}`],
  ])('is, when %i ms were heard, %j', (heardMs, text) => {
    const said = sentWhole();
    said.cut(heardMs);
    expect(said.known).toBe(text);
  });

  it('ends with what was sent when the audio of a sentence is stopped', () => {
    const said = new SpokenText();
    const sentence = said.add(FIRST);
    sentence.sent(800);
    said.add(SECOND);
    expect(said.stop()).toBe(true);
    expect(said.spoken).toBe('One large');
    expect(said.known).toBe('One large…');
    expect(said.begunText).toBe(FIRST);
  });

  it('takes a sentence of unknown length for as long as its text takes to be said', () => {
    const said = new SpokenText();
    said.add(FIRST).sent(600);
    said.stop();
    said.cut(400);
    expect(said.known).toBe('One…');
  });

  it('is nothing when nothing was sent', () => {
    const said = new SpokenText();
    said.add(FIRST);
    expect(said.begun).toBe(false);
    said.stop();
    expect([said.spoken, said.known, said.begunText]).toEqual(['', '', '']);
  });

  it('has nothing of a sentence that no audio was made of', () => {
    const said = new SpokenText();
    said.add(FIRST).finish();
    expect([said.spoken, said.known, said.begun]).toEqual(['', '', false]);
    const second = said.add(SECOND);
    second.sent(2_000);
    second.finish();
    expect([said.spoken, said.known, said.begunText]).toEqual([SECOND, SECOND, SECOND]);
    said.cut(1_000);
    expect(said.known).toBe('Would you…');
  });
});

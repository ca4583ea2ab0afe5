import type { TranscriptLine } from '../phone-state.js';
import { type SpokenEntry, SpokenWords } from './spoken-words.js';

const assistant = (text: string, interrupted = false): SpokenEntry => ({
  role: 'assistant',
  text,
  interrupted,
});
const caller = (text: string): SpokenEntry => ({ role: 'caller', text, interrupted: false });

describe('SpokenWords', () => {
  let transcript: () => Promise<readonly SpokenEntry[]>;
  let lines: readonly TranscriptLine[];
  const begin = (...before: readonly SpokenEntry[]): SpokenWords => {
    transcript = () => Promise.resolve(before);
    lines = [];
    return new SpokenWords(
      () => transcript(),
      (shown) => (lines = shown),
    );
  };
  const know = async (words: SpokenWords, ...entries: readonly SpokenEntry[]): Promise<void> => {
    transcript = () => Promise.resolve(entries);
    await words.refresh();
  };

  it('shows what was said since the stream began, and what was broken off', async () => {
    const words = begin(caller('Before.'));
    const [hello, pizza] = [assistant('Hello, this is', true), caller('A pizza.')];
    await know(words, caller('Before.'), hello, pizza);
    expect(lines).toEqual([
      { who: 'line', text: 'Hello, this is', heard: 'interrupted' },
      { who: 'caller', text: 'A pizza.' },
    ]);
  });

  it('shows at once what the sample caller says, and each sentence once', async () => {
    const words = begin();
    await know(words, assistant('Hello.'));
    words.say('A pizza.');
    words.say('Yes.');
    expect(lines.map(({ text }) => text)).toEqual(['Hello.', 'A pizza.', 'Yes.']);
    await know(words, assistant('Hello.'), caller('A pizza.'), assistant('Right?'));
    expect(lines.map(({ text }) => text)).toEqual(['Hello.', 'A pizza.', 'Right?', 'Yes.']);
  });

  it('keeps what it has when the server does not answer, answers late, or the stream is over', async () => {
    const words = begin();
    await know(words, assistant('Hello.'));
    transcript = () => Promise.reject(new Error('not there'));
    await words.refresh();
    let answer: (entries: readonly SpokenEntry[]) => void = () => undefined;
    transcript = () => new Promise((resolve) => (answer = resolve));
    const late = words.refresh();
    await Promise.resolve();
    await know(words, assistant('Hello.'), caller('Hi.'));
    answer([]);
    await late;
    expect(lines.map(({ text }) => text)).toEqual(['Hello.', 'Hi.']);
    words.end();
    await know(words);
    expect(lines.map(({ text }) => text)).toEqual(['Hello.', 'Hi.']);
  });
});

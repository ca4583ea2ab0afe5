import { readVoiceScript } from '../config/voice-script.js';
import { readFileSync } from 'node:fs';
import { Fillers } from './fillers.js';

const shipped = JSON.parse(readFileSync('data/voice.json', 'utf8')) as Record<string, unknown>;
const fillersOf = (texts: readonly string[]) =>
  new Fillers(readVoiceScript({ ...shipped, fillers: texts }, 'test'));
const bytes = (clip: readonly string[]) =>
  clip.reduce((sum, chunk) => sum + Buffer.from(chunk, 'base64').length, 0);

describe('Fillers', () => {
  it('have a recording for every filler of the shipped script', () => {
    const fillers = new Fillers(readVoiceScript(shipped, 'data/voice.json'));
    const clips = (shipped['fillers'] as string[]).map(() => fillers.next());
    expect(new Set(clips).size).toBe(clips.length);
    for (const clip of clips) {
      expect(bytes(clip)).toBeGreaterThan(4_000);
      expect(bytes(clip)).toBeLessThan(20_000);
    }
  });

  it('take turns', () => {
    const fillers = fillersOf(['One moment, please.', 'Just a second.']);
    const [first, second, third] = [fillers.next(), fillers.next(), fillers.next()];
    expect(first).not.toBe(second);
    expect(third).toBe(first);
  });

  it('are a soft tone when nobody has recorded the text', () => {
    const clip = fillersOf(['Un momento, por favor.']).next();
    const muLaw = Buffer.concat(clip.map((chunk) => Buffer.from(chunk, 'base64')));
    expect(muLaw.length / 8).toBe(440);
    expect(muLaw.some((byte) => byte !== 0xff)).toBe(true);
    // Never near full scale: mu-law codes 0x00 and 0x80 are the loudest.
    expect(muLaw.every((byte) => (byte & 0x7f) > 0x20)).toBe(true);
  });
});

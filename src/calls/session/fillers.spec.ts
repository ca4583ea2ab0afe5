import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AudioChunk } from '../../audio/mulaw-format.js';
import { readEnvironment } from '../../config/environment.js';
import { readVoiceScript } from '../../config/voice-script.js';
import type { RealtimeService } from '../../realtime/realtime.service.js';
import { standIn } from '../../../test/support/doubles/stand-in.js';
import { Fillers } from './fillers.js';

const shipped = JSON.parse(readFileSync('data/voice.json', 'utf8')) as Record<string, unknown>;
/** @param render what the provider makes of a text. */
const fillersOf = (
  texts: readonly unknown[],
  render: (text: string) => Buffer | null = () => null,
  dataDir = tmpdir(),
  rendersAs = 'a model and a voice',
) =>
  new Fillers(
    readVoiceScript({ ...shipped, fillers: texts }, 'test'),
    readEnvironment({ DATA_DIR: dataDir }),
    standIn<RealtimeService>({ rendersAs, render: (text) => Promise.resolve(render(text)) }),
  );
const texts = shipped['fillers'] as readonly string[];
const bytes = (clip: readonly AudioChunk[]) =>
  clip.reduce((sum, { payload }) => sum + Buffer.from(payload, 'base64').length, 0);

describe('Fillers', () => {
  it('have a recording for every filler of the shipped script', () => {
    const fillers = fillersOf(texts);
    const clips = texts.map(() => fillers.next());
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
    const muLaw = Buffer.concat(clip.map(({ payload }) => Buffer.from(payload, 'base64')));
    expect(muLaw.length / 8).toBe(440);
    expect(muLaw.some((byte) => byte !== 0xff)).toBe(true);
    // Never near full scale: mu-law codes 0x00 and 0x80 are the loudest.
    expect(muLaw.every((byte) => (byte & 0x7f) > 0x20)).toBe(true);
  });

  it('are spoken in the voice of the calls once a provider has rendered them, and kept', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    const asked: string[] = [];
    const render = (text: string) => {
      asked.push(text);
      return Buffer.alloc(1_600, 0x90);
    };
    const untilRendered = async (fillers: Fillers) => {
      fillers.onApplicationBootstrap();
      for (;;) {
        const clip = fillers.next();
        if (clip[0]?.payload === Buffer.alloc(1_600, 0x90).toString('base64')) return;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    await untilRendered(fillersOf(['One moment.'], render, dataDir));
    await untilRendered(fillersOf(['One moment.'], render, dataDir));
    expect(asked).toEqual(['One moment.']);
    await untilRendered(fillersOf(['One moment.'], render, dataDir, 'another voice'));
    expect(asked).toEqual(['One moment.', 'One moment.']);
    await rm(dataDir, { recursive: true });
  });
});

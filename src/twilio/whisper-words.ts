import type { DialReason } from '../calls/call/transfer.js';
import type { CallBriefing } from '../calls/calls.service.js';
import { telephoneNumber } from '../common/caller-number.js';
import type { VoiceScript } from '../config/voice-script.js';
import { spokenIn } from '../menu/spoken/languages.js';

/** What 12 s of speech hold at least, in characters. */
export const MOST_CHARACTERS = 165;

type Script = Pick<VoiceScript, 'whisper' | 'language' | 'render'>;

/**
 * What a person hears before taking a call: who calls, why, what is in the order, and the key that
 * takes it. Of an order that is too long only the first dishes are said. A call of which nothing
 * could be found out in time, `briefing` null, is announced all the same.
 */
export function whisperWords(
  briefing: CallBriefing | null,
  reason: DialReason,
  script: Script,
  restaurant: string,
): string {
  const { whisper, language } = script;
  const spoken = spokenIn(language);
  const order = briefing?.order ?? null;
  const say = (text: string, values: Readonly<Record<string, string>> = {}): string =>
    script.render(text, { restaurant, ...values });

  const digits = telephoneNumber(briefing?.from ?? '')
    ?.slice(-4)
    .split('')
    .map(Number);
  const number = digits
    ? say(whisper.numberEnding, { digits: digits.map((digit) => spoken.number(digit)).join(' ') })
    : say(whisper.hiddenNumber);
  const who = say(whisper.from, { caller: order?.customer.name ?? number });
  const why = say(whisper[reason]);
  const key = say(whisper.accept);
  if (!briefing) return [who, why, key].join(' ');

  const dishes = (order?.lines ?? []).map(({ quantity, name }) => spoken.dishes(quantity, name));
  const allergies = order?.allergies ?? [];
  const warned = allergies.length > 0 ? [spoken.allergies.onOrder(allergies)] : [];
  if (dishes.length === 0) return [who, why, say(whisper.empty), ...warned, key].join(' ');
  const what = order?.state === 'draft' ? whisper.draft : whisper.placed;
  for (let said = dishes.length; said > 0; said -= 1) {
    const more = said < dishes.length ? [say(whisper.more)] : [];
    const list = [...dishes.slice(0, said), ...more].join(', ');
    const words = [who, why, say(what, { order: list }), ...warned, key].join(' ');
    if (words.length <= MOST_CHARACTERS) return words;
  }
  const short = [who, why, ...warned, key].join(' ');
  return short.length <= MOST_CHARACTERS ? short : [who, why, key].join(' ');
}

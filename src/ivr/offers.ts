import { offerIn } from '../menu/spoken/in-language.js';
import { plain } from '../understanding/words.js';
import type { Flow } from './ivr-state.js';
import { textOf } from './tool-results.js';
import type { Turn } from './turn.js';

/** Longest code, in characters: a spelled one has as many words. */
const MAX_CODE_LENGTH = 20;

/** Puts an offer on the order, or says why it does not count. */
export function* applyOffer(turn: Turn, code: string): Flow {
  const result = yield* turn.run('apply_promotion', { code });
  if (!result.ok) return turn.tellFault(result);
  const name = nameOf(turn, code) ?? code;
  turn.say('offerApplied', { name, total: textOf(result['spoken']) ?? '' });
}

function nameOf({ context, spoken }: Turn, code: string): string | null {
  const promotion = context.menu.promotion(code);
  return promotion ? offerIn(spoken, promotion).name : null;
}

/** The code of an offer that is not listed, among the words of a caller who knows it. */
export function privateCodeSaid({ context }: Turn, text: string): string | null {
  const words = text.split(' ');
  for (const start of words.keys()) {
    for (let end = start + 1; end <= words.length; end++) {
      const said = words.slice(start, end).join('');
      if (said.length > MAX_CODE_LENGTH) break;
      const promotion = context.menu.promotion(said);
      if (promotion?.listed === false) return promotion.code;
    }
  }
  return null;
}

/** The offer among those read out whose code or name was said; "offer" alone names none. */
export function namedOffer(turn: Turn, text: string): string | null {
  const said = text.split(' ');
  const named = turn.state.choices.filter((code) => {
    const written = turn.context.menu.promotion(code)?.name ?? '';
    const words = plain(`${nameOf(turn, code) ?? ''} ${written} ${code}`).split(' ');
    return words.some(
      (word) => word.length > 3 && word !== turn.vocabulary.offer && said.includes(word),
    );
  });
  return named.length === 1 ? (named[0] ?? null) : null;
}

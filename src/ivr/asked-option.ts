import { isQuestion } from '../understanding/commands.js';
import { parseItemRequests } from '../understanding/item-request-parser.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import type { Turn } from './turn.js';

/**
 * Notes the extra that a question is about, "do you have gluten-free crust", and puts it in the place
 * of "that" where a dish that can have it is ordered next: "okay, a medium margherita with that".
 */
export function withAskedOption(turn: Turn, said: Utterance): Utterance {
  const { vocabulary, context, state } = turn;
  const { menu, words, search } = context;
  if (said.raw === '') return said;
  if (isQuestion(said.raw, vocabulary)) {
    turn.set({ askedOption: optionIn(turn, said.raw) });
    return said;
  }
  const { askedOption: asked } = state;
  if (asked === undefined || asked === null) return said;
  turn.set({ askedOption: null });
  const speech = said.raw.replace(vocabulary.moves.withThat, `$1 ${asked}`);
  if (speech === said.raw) return said;
  const [request, ...others] = parseItemRequests(said.raw, words, search).itemRequests;
  const item = menu.item(request?.itemIds[0] ?? '');
  const isDish = request?.itemIds.length === 1 && others.length === 0 && item !== undefined;
  if (!isDish || words.optionsCalled(item, asked, false).length === 0) return said;
  return utteranceOf({ speech, confidence: said.doubtful ? 0 : 1 }, vocabulary) ?? said;
}

/** The extra that is named; null: none, or several. */
function optionIn({ context: { words } }: Turn, raw: string): string | null {
  const tokens = words.tokens(raw);
  const named: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const option = words.optionAt(tokens, at, null);
    if (!option || option.found.group.min > 0) continue;
    named.push(tokens.slice(at, at + option.length).join(' '));
    at += option.length - 1;
  }
  return named.length === 1 ? (named[0] ?? null) : null;
}

import { behindDiet, withoutDislikes } from '../understanding/diet-questions.js';
import { utteranceOf, type Utterance } from '../understanding/utterance.js';
import { withoutDismissal } from './dismissal.js';
import type { Turn } from './turn.js';

/** An utterance without the diet and the dislikes that are told in it; null: that was all. */
export function liked(turn: Turn, said: Utterance): Utterance | null {
  const { vocabulary } = turn;
  const told = behindDiet(said.raw, vocabulary);
  if (told) turn.set({ diets: told.tags });
  const raw = withoutDislikes(told?.rest ?? said.raw, vocabulary);
  const rest = raw === said.raw ? said : utteranceOf({ speech: raw }, vocabulary);
  return rest && withoutDismissal(turn, rest);
}

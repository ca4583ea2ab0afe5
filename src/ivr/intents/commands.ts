import type { Command, Vocabulary } from '../vocabulary/vocabulary.js';
import { plain } from './words.js';

/** What was said without the politeness around it. */
export function bare(text: string, { polite }: Vocabulary): string {
  let said = plain(text);
  for (const around of [polite.before, polite.after]) {
    for (let cut = said.replace(around, ''); cut !== said; cut = said.replace(around, '')) {
      said = cut;
    }
  }
  return said;
}

/** The command in what was said; null when it is none. */
export function commandOf(text: string, vocabulary: Vocabulary): Command | null {
  for (const said of [plain(text), bare(text, vocabulary)]) {
    const rule = vocabulary.commands.find(([, pattern]) => pattern.test(said));
    if (rule) return rule[0];
  }
  return null;
}

/** Whether it asks for something to be known and not for something to eat. */
export function isQuestion(text: string, vocabulary: Vocabulary): boolean {
  return vocabulary.questions.asks.test(bare(text, vocabulary));
}

/**
 * A question about what a dish contains, without what it asks for: only the dish is left. Null
 * for any other question.
 */
export function allergenQuestion(text: string, { questions }: Vocabulary): string | null {
  const said = plain(text);
  const rest = said.replace(questions.contents, ' ');
  return rest === said ? null : rest;
}

/** Whether somebody says what they must not eat. */
export function statesAllergy(text: string, { questions }: Vocabulary): boolean {
  return questions.allergy.test(plain(text));
}

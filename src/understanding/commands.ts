import type { Command, Vocabulary } from './vocabulary/vocabulary.js';
import { looseCommand } from './loose-commands.js';
import { plain } from './words.js';

/** The plain text without polite words at its beginning and end. */
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
  const said = plain(text);
  for (const phrase of [said, bare(text, vocabulary)]) {
    const command = vocabulary.commands.find(([, pattern]) => pattern.test(phrase))?.[0];
    // "Wait, yes" is no yes, though "wait" alone is cut off.
    if (command === 'yes' && phrase !== said && vocabulary.answers.unsettles.test(said)) break;
    if (command !== undefined) return command;
  }
  return looseCommand(said, vocabulary);
}

/** Whether the text asks for information rather than for food. */
export function isQuestion(text: string, vocabulary: Vocabulary): boolean {
  const { asks, asksSigned } = vocabulary.questions;
  return (
    asks.test(bare(text, vocabulary)) ||
    asksPrice(text, vocabulary) ||
    asksSigned?.test(text.trim()) === true
  );
}

/** Whether the text asks for a price. */
export function asksPrice(text: string, { questions }: Vocabulary): boolean {
  return questions.price.test(plain(text));
}

/**
 * For a question about what a dish contains: the text without the words for ingredients, so that
 * only the dish's name is left. Null for any other question.
 */
export function allergenQuestion(
  text: string,
  { questions, allergies }: Vocabulary,
): string | null {
  const said = plain(text);
  if (allergies.calledSo.test(said)) return null;
  const rest = said.replace(questions.contents, ' ');
  return rest === said ? null : rest;
}

/** Whether the caller states an allergy. */
export function statesAllergy(text: string, { questions }: Vocabulary): boolean {
  return questions.allergy.test(plain(text));
}

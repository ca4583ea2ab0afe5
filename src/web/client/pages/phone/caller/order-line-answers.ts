/** What the sample caller wants of the order line. */
export interface OrderLineWishes {
  /** In words, one a turn. */
  readonly wishes: readonly string[];
  /** Whom the order is for. */
  readonly customer: string;
}

/** Answers by the question, the more particular first; a digit is a key. */
const ANSWERS: ReadonlyArray<readonly [RegExp, string]> = [
  [/place the order/i, '1'],
  [/for when/i, 'As soon as possible.'],
  [/what name/i, 'NAME'],
  [/for pickup|pick it up/i, '1'],
  [/press 1 for yes/i, '1'],
];
const FINISH = '3';

/**
 * What the sample caller answers to the order line.
 *
 * @param question all that the line has said since the last answer.
 * @param wished how many wishes have been said.
 */
export function answerTo(
  question: string,
  { wishes, customer }: OrderLineWishes,
  wished: number,
): { readonly answer: string; readonly isWish: boolean } {
  const [, answer] = ANSWERS.find(([pattern]) => pattern.test(question)) ?? [];
  if (answer !== undefined) return { answer: answer === 'NAME' ? customer : answer, isWish: false };
  const wish = wishes[wished];
  return wish === undefined ? { answer: FINISH, isWish: false } : { answer: wish, isWish: true };
}

import type { ClauseWords } from '../vocabulary/clause-words.js';
import { plain } from './words.js';

/** Most parts that one utterance is cut into; the last one keeps the rest. */
const MAX_CLAUSES = 16;

/**
 * Cuts an utterance where the caller begins something new: "make it a large | and throw in a coke",
 * "that's all | I'll pick it up". Words that join two parts stay with the second. The parts are as
 * recognition wrote them, and together they are all of the utterance.
 */
export function clausesOf(raw: string, vocabulary: ClauseWords): string[] {
  const { joints, answers, opens, asks, opensAfterJoint } = vocabulary;
  const said = raw.split(/\s+/).filter((word) => plain(word) !== '');
  const words = said.map(plain);
  const starts = [0];
  const answer = words.findIndex((word) => !answers.test(word));
  let joined: number | null = null;
  // Before this place no other part begins.
  let free = 1;
  for (let at = 0; at < words.length && starts.length < MAX_CLAUSES; at++) {
    const rest = words.slice(at).join(' ');
    if (joints.test(rest)) {
      joined ??= at;
      continue;
    }
    const start = joined === 0 ? answer : (joined ?? at);
    const question = asks.exec(rest);
    const opened =
      question ?? opens.exec(rest) ?? (joined === null ? null : opensAfterJoint.exec(rest));
    joined = null;
    if (opened === null) continue;
    if (at >= free && start > (starts.at(-1) ?? 0)) starts.push(start);
    // Inside the words that begin a part no other one begins, nor right behind those of a question.
    const { length } = opened[0].trim().split(' ');
    at += length - 1;
    free = at + (question === null ? 1 : 2);
  }
  return starts.map((start, index) => said.slice(start, starts[index + 1]).join(' '));
}

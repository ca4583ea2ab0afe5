import type { ClauseWords } from './vocabulary/clause-words.js';
import type { Command, Vocabulary } from './vocabulary/vocabulary.js';
import { utteranceOf, type Utterance } from './utterance.js';
import { isQuestion } from './commands.js';
import { plain } from './words.js';

/** Most parts that one utterance is cut into; the last one keeps the rest. */
const MAX_CLAUSES = 16;

/** So many words are looked at to tell whether a part begins. */
const LOOK_AHEAD = 12;

/** Commands that are found anywhere in what was said: there may be more beside them. */
const FOUND_ANYWHERE: readonly (Command | null)[] = [
  null,
  'business',
  'offers',
  'browse',
  'payment',
  'ready',
  'unknown',
  'view',
];

/**
 * The parts of an utterance, each as an utterance of its own, in the order they were said. Only
 * one for a command, for keys, and for a correction that names both what goes and what comes.
 */
export function partsOf(said: Utterance, vocabulary: Vocabulary): readonly Utterance[] {
  const { swap, insteadOf, notBut, meantNot } = vocabulary.changes;
  const corrects = [swap, insteadOf, notBut, meantNot].some((one) => one.test(said.text));
  const supposes = vocabulary.clauses.supposes.test(said.text);
  if (said.raw === '' || corrects || supposes || !FOUND_ANYWHERE.includes(said.command))
    return [said];
  const confidence = said.doubtful ? 0 : 1;
  const clauses = withCorrections(clausesOf(said.raw, vocabulary.clauses), vocabulary);
  const parts = clauses.flatMap((speech) => utteranceOf({ speech, confidence }, vocabulary) ?? []);
  const [first, second] = parts;
  // "Diavola, is that spicy?" asks about a dish and orders none.
  const asks =
    first !== undefined &&
    second !== undefined &&
    first.command === null &&
    !isQuestion(first.raw, vocabulary) &&
    isQuestion(second.raw, vocabulary) &&
    !vocabulary.clauses.orders.test(plain(first.raw));
  return asks ? [said] : withInstead(parts, vocabulary);
}

/** "Two large pepperonis | no make that one and a tiramisu": what corrects a part is one part with it. */
function withCorrections(
  clauses: readonly string[],
  { changes: { corrects, makeThat } }: Vocabulary,
): readonly string[] {
  const joined: string[] = [];
  for (const clause of clauses) {
    let behind = ` ${clause}`;
    // "Actually, no, make that": as many as there are.
    while (behind.search(corrects) === 0)
      behind = ` ${behind.replace(new RegExp(corrects.source, 'i'), '')}`;
    const corrected = behind.trim() !== clause && makeThat.test(plain(behind));
    const before = corrected ? joined.pop() : undefined;
    joined.push(before === undefined ? clause : `${before} ${clause}`);
  }
  return joined;
}

/** "Forget that | give me a tiramisu": what comes in the place of what goes is one part with it. */
function withInstead(parts: readonly Utterance[], vocabulary: Vocabulary): readonly Utterance[] {
  for (let end = 1; end <= Math.min(parts.length, 3); end++) {
    const taken = parts.slice(0, end);
    if (isQuestion(taken.at(-1)?.raw ?? '', vocabulary)) break;
    const speech = taken.map(({ raw }) => raw).join(' ');
    if (vocabulary.changes.insteadAlone.exec(plain(speech))?.[2] === undefined) continue;
    const one = end > 1 ? utteranceOf({ speech }, vocabulary) : null;
    return one ? [one, ...parts.slice(end)] : parts;
  }
  return parts;
}

/**
 * Cuts an utterance where the caller begins something new: "make it a large | and throw in a coke",
 * "a lasagna | does that have egg in it". Words that join two parts stay with the second. The parts are as
 * recognition wrote them, and together they are all of the utterance.
 */
export function clausesOf(raw: string, vocabulary: ClauseWords): string[] {
  const { joints, answers, opens, asks, asksApart, changesNamed } = vocabulary;
  const { opensAfterJoint, target, orders, changes, day, tells } = vocabulary;
  if (vocabulary.justSoMany?.test(plain(raw))) return [raw];
  const said = raw.split(/\s+/).filter((word) => plain(word) !== '');
  const words = said.map(plain);
  const starts = [0];
  const answer = words.findIndex((word) => !answers.test(word));
  let joined: number | null = null;
  // Words that begin something were heard in the present part.
  let begun = false;
  // Before this place no other part begins.
  let free = 1;
  for (let at = 0; at < words.length && starts.length < MAX_CLAUSES; at++) {
    const rest = words.slice(at, at + LOOK_AHEAD).join(' ');
    // A comma joins as well: "I'll risk the pizza, drop the knots".
    const named = /[,;.]$/.test(said[at - 1] ?? '') && changesNamed.test(rest);
    if (named) joined ??= at;
    if (joints.test(rest)) {
      joined ??= at;
      continue;
    }
    const start = joined === 0 ? Math.min(answer, at) : (joined ?? at);
    const apart = /[,.;]$/.test(said[at - 1] ?? '') || said[at]?.startsWith('¿') === true;
    const question = asks.exec(rest) ?? (apart ? (asksApart?.exec(rest) ?? null) : null);
    const opened =
      question ?? opens.exec(rest) ?? (joined === null ? null : opensAfterJoint.exec(rest));
    joined = null;
    if (opened === null) continue;
    const before = words.slice(starts.at(-1), start).join(' ');
    // "Tiramisu, take that off": the name of a dish before a change orders none.
    const bareName =
      !begun &&
      !tells.test(before) &&
      !named &&
      changes.test(rest) &&
      !orders.test(before) &&
      !answers.test(before) &&
      start > 0;
    // "On Sundays, what time do you close" is one question.
    const whole =
      question === null
        ? bareName || (target.test(before) && !tells.test(before))
        : day.test(before);
    if (at >= free && start > (starts.at(-1) ?? 0) && !whole) starts.push(start);
    begun = true;
    // Inside the words that begin a part no other one begins, nor right behind those of a question.
    const { length } = opened[0].trim().split(' ');
    at += length - 1;
    free = at + (question === null ? 1 : 2);
  }
  return starts.map((start, index) => said.slice(start, starts[index + 1]).join(' '));
}

/** "That's too spicy", beside what is to be done about it. */
export function isReason({ raw }: Utterance, { clauses }: Vocabulary): boolean {
  return clauses.tells.test(plain(raw));
}

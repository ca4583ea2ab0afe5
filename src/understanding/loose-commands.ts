import type { Command, Vocabulary } from './vocabulary/vocabulary.js';

/** Commands that still count among words that say nothing. */
const LOOSE: readonly Command[] = ['yes', 'no', 'done', 'cancel', 'repeat', 'goodbye', 'back'];
/** Longest utterance that is looked at, and longest phrase in it, in words. */
const MAX_WORDS = 16;
const MAX_PHRASE = 8;

/** A command in an utterance. `weak`: it may be a word that says nothing: "okay". */
interface Found {
  readonly command: Command;
  readonly words: number;
  readonly weak: boolean;
}

/**
 * The command in a plain text of nothing but known phrases and words that say nothing: "nope
 * that'll do it", "yes thank you so much", "oh fine, never mind, that's it". Null when any other
 * word is in it, as the name of a dish, a number or a "but" is, or when the phrases contradict.
 */
export function looseCommand(said: string, vocabulary: Vocabulary): Command | null {
  const words = said.split(' ');
  if (words.length > MAX_WORDS) return null;
  const found: Found[] = [];
  for (let at = 0; at < words.length;) {
    const next = phraseAt(words, at, vocabulary);
    if (next === null) return null;
    if (next.command !== null) found.push({ ...next, command: next.command });
    at += next.words;
  }
  const strong = found.filter(({ weak }) => !weak);
  const command = meantBy(strong.length > 0 ? strong : found);
  // "Is it okay for me" agrees to nothing.
  return command === 'yes' && vocabulary.answers.asksBack.test(said) ? null : command;
}

function phraseAt(
  words: readonly string[],
  at: number,
  { commands, chat, answers: { idle } }: Vocabulary,
): (Omit<Found, 'command'> & { readonly command: Command | null }) | null {
  for (let end = Math.min(words.length, at + MAX_PHRASE); end > at; end--) {
    const phrase = words.slice(at, end).join(' ');
    const says = commands.find(([, pattern]) => pattern.test(phrase))?.[0];
    const isChat = chat.test(phrase);
    const isIdle = end - at === 1 && idle.has(phrase);
    if (says !== undefined && LOOSE.includes(says) && (says === 'yes' || !isIdle)) {
      const weak = says === 'yes' && (isIdle || isChat);
      return { command: says, words: end - at, weak };
    }
    if (isIdle || isChat) return { command: null, words: end - at, weak: true };
  }
  return null;
}

function meantBy(found: readonly Found[]): Command | null {
  const has = (command: Command) => found.some((one) => one.command === command);
  const last = found.at(-1);
  if (!last || found.every(({ command }) => command === last.command)) return last?.command ?? null;
  if (has('repeat')) return 'repeat';
  if (has('cancel')) return has('yes') ? null : 'cancel';
  if (has('done')) return has('back') ? null : 'done';
  // "That's perfect, thank you, bye": the answer counts, and the farewell is no wish to hang up.
  if (has('goodbye')) return has('back') || has('no') ? null : has('yes') ? 'yes' : 'goodbye';
  // "No, yeah, that's wrong."
  return last.command === 'no' && last.words > 1 ? 'no' : null;
}

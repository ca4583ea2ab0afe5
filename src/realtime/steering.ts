/** What the model is told, as a system item, when an answer of it gave the caller nothing to hear. */
export const ANSWER_ALOUD =
  'The caller has heard nothing of your last answer. Give it now, spoken aloud, in one or two short sentences.';

/** The same when an answer broke off in mid-sentence. */
export const FINISH_ANSWER =
  'Your last answer broke off in mid-sentence. Go on exactly where it stopped, without repeating what was said.';

/** The same when speech recognition is in doubt about what the caller has said. */
export const ASK_BACK =
  'Speech recognition is not sure of the caller’s last words. If they name a dish, an option, a number, a name or an address, ask in a few words whether that is what was said, and change nothing before the caller has agreed. If they make no sense here, ask the caller to say it again.';

/** An instruction for the answer that is asked for next; it stays in the history, done with. */
export function nextWordsOnly(instruction: string): string {
  return `For your very next words only, and for nothing after them: ${instruction}`;
}
/** The same when an answer promised to look something up and the turn ended with that. */
export const KEEP_PROMISE =
  'You have told the caller that you would look something up, and then did nothing. Do it now, with your tools where they can, and tell the caller the result. If there is nothing to look up, say so and ask what they would like.';

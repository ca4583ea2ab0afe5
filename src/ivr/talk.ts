import { transfer } from './checkout.js';
import type { Flow } from './ivr-state.js';
import type { Utterance } from '../understanding/utterance.js';
import { plain } from '../understanding/words.js';
import type { Turn } from './turn.js';
import type { SmallTalk } from '../understanding/vocabulary/small-talk.js';

/** More words than this that name nothing are not repeated to the caller. */
const MAX_UNKNOWN_WORDS = 3;

/** Answers what is beside the point; the question that was asked comes again. */
export function* answerTalk(turn: Turn, talk: SmallTalk): Flow {
  switch (talk) {
    case 'wait':
      return turn.say('takeYourTime');
    case 'hearing':
      return turn.say('hearing');
    case 'who':
      turn.say('welcome');
      return turn.say('robot');
    case 'robot':
      turn.say('robot');
      break;
    case 'payment':
      return turn.say('payment');
    case 'ready':
      turn.say('orderReady');
      break;
    case 'unknown':
      turn.say('unknown');
      break;
    case 'upset':
      turn.say('sorry');
      break;
    case 'cannot':
      turn.say('cannot');
      break;
    case 'records':
      return turn.say('noRecords');
    case 'callback':
      return turn.goTo({ kind: 'callback', forOrder: false });
    case 'complaint':
      return yield* complaint(turn);
  }
  if (turn.context.person) turn.say('personKey');
}

/** A complaint, or a change of an order that is placed, is for a person, now or later. */
function* complaint(turn: Turn): Flow {
  turn.say('complaint');
  if (yield* transfer(turn)) return;
  turn.goTo({ kind: 'callback', forOrder: false });
}

/** "What about wine", after a beer that the menu does not have. False: something else was said. */
export function alsoUnfound(turn: Turn, { raw }: Utterance, unfound: boolean): boolean {
  const said = plain(raw);
  const words = said.replace(turn.vocabulary.allergies.goesOn, '');
  if (!unfound || words === said || words === '' || words.split(' ').length > MAX_UNKNOWN_WORDS)
    return false;
  turn.say('notFound', { words });
  return true;
}

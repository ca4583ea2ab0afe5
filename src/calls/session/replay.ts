import type { Replay } from '../../realtime/call-voice.js';
import type { HistoryItem, Opening } from '../../realtime/voice-provider.js';
import type { Conversation } from '../call/conversation.js';

/** How the call stands when a provider's session has to be replaced. */
export interface CallSituation {
  /** The order in words or JSON; null without one. */
  readonly orderText: string | null;
  /** What the assistant was to begin with; null once it has been heard. */
  readonly firstWords: Opening | null;
  readonly callerSpeaking: boolean;
  /** Instruction for an answer that was cut off. */
  readonly goOn: string;
}

/** What the next session is told, and how it begins: no second greeting, nothing asked twice. */
export function replayOf(conversation: Conversation, situation: CallSituation): Replay {
  const { orderText } = situation;
  const order: HistoryItem[] =
    orderText === null
      ? []
      : [{ kind: 'message', role: 'system', text: `The order as it stands: ${orderText}` }];
  return {
    history: [...conversation.replay(), ...order],
    opening: openingOf(conversation, situation),
  };
}

function openingOf(conversation: Conversation, situation: CallSituation): Opening {
  if (situation.firstWords) return situation.firstWords;
  if (situation.callerSpeaking) return { kind: 'listen' };
  switch (conversation.standing()) {
    case 'caller-waits':
      return { kind: 'answer' };
    case 'assistant-cut':
      return { kind: 'follow', instruction: situation.goOn };
    case 'caller-unheard':
    case 'settled':
      return { kind: 'listen' };
  }
}

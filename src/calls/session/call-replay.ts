import type { Replay } from '../../realtime/call-voice.js';
import type { HistoryItem, Opening } from '../../realtime/voice-provider.js';
import type { Call } from '../call/call.js';
import type { SessionServices } from './session-services.js';

/** Where the turn stands when a voice begins or a provider's session has to be replaced. */
export interface TurnSituation {
  /** The assistant has been heard on this stream. */
  readonly hasSpoken: boolean;
  readonly callerSpeaking: boolean;
}

/**
 * What each new session of a provider is told of the call, and how it begins: no second
 * greeting, nothing asked twice.
 */
export class CallReplay {
  /** True when the call goes on from an earlier stream. */
  readonly resumed: boolean;
  /** What the assistant begins with, until it has been heard. */
  private readonly firstWords: Opening;

  constructor(
    private readonly call: Call,
    private readonly services: Pick<SessionServices, 'text' | 'tools'>,
  ) {
    this.resumed = call.conversation.begun;
    const missed = call.transfer?.state === 'missed';
    const again = missed ? 'missed' : 'resumed';
    const instruction = services.text(this.resumed || missed ? again : 'greeting');
    this.firstWords = { kind: 'follow', instruction };
  }

  /** @param turn asked once running tools have ended. */
  async read(turn: () => TurnSituation): Promise<Replay> {
    const { call, services } = this;
    await call.toolsDone;
    const situation = turn();
    const orderText = call.order ? await services.tools.orderText() : null;
    const history: HistoryItem[] = [...call.conversation.replay()];
    if (orderText !== null) {
      const text = `The order as it stands: ${orderText}`;
      history.push({ kind: 'message', role: 'system', text });
    }
    return { history, opening: this.openingOf(situation) };
  }

  private openingOf({ hasSpoken, callerSpeaking }: TurnSituation): Opening {
    if (!hasSpoken) return this.firstWords;
    if (callerSpeaking) return { kind: 'listen' };
    switch (this.call.conversation.standing()) {
      case 'caller-waits':
        return { kind: 'answer' };
      case 'assistant-cut':
        return { kind: 'follow', instruction: this.services.text('continue') };
      case 'caller-unheard':
      case 'settled':
        return { kind: 'listen' };
    }
  }
}

import type { Replay } from '../../realtime/call-voice.js';
import type { TurnView } from '../../realtime/turn-state.js';
import type { Opening } from '../../realtime/voice-provider.js';
import type { Call } from '../call/call.js';
import type { SessionServices } from './session-services.js';

/**
 * What each new session of a provider is told of the call, and how it begins: no second
 * greeting, nothing asked twice.
 */
export class CallReplay {
  /** True when the call goes on from an earlier stream. */
  readonly resumed: boolean;
  /** What the assistant begins with; null once it has been heard on this stream. */
  private firstWords: Opening | null;

  constructor(
    private readonly call: Call,
    private readonly services: Pick<SessionServices, 'text' | 'tools'>,
    private readonly turn: TurnView,
  ) {
    this.resumed = call.conversation.begun;
    const missed = call.transfer?.state === 'missed';
    const again = missed ? 'missed' : 'resumed';
    const instruction = services.text(this.resumed || missed ? again : 'greeting');
    this.firstWords = { kind: 'follow', instruction };
  }

  /** The assistant has been heard on this stream. */
  begun(): void {
    this.firstWords = null;
  }

  /** Waits until running tools have ended. */
  async read(): Promise<Replay> {
    const { call, services } = this;
    await call.toolsDone;
    call.conversation.sessionLost();
    const viewed = call.order ? await services.tools.viewOrder() : null;
    const history = [...call.conversation.replay(), ...(viewed ? [viewed] : [])];
    return { history, opening: this.opening() };
  }

  private opening(): Opening {
    if (this.firstWords !== null) return this.firstWords;
    if (this.turn.caller === 'speaking') return { kind: 'listen' };
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

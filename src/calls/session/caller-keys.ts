import { keysNote } from '../../common/keys-note.js';
import type { CallVoice } from '../../realtime/call-voice.js';
import type { TurnState } from '../../realtime/turn-state.js';
import type { HeardPart } from '../../realtime/voice-provider.js';
import type { Call } from '../call/call.js';
import { DigitCollector } from './digit-collector.js';
import type { Farewell } from './farewell.js';
import type { OutboundAudio } from './outbound-audio.js';
import type { StreamWatch } from './stream-watch.js';

/** What keys are a part of. */
export interface KeyParts {
  readonly call: Call;
  readonly turn: TurnState;
  readonly voice: CallVoice | null;
  readonly outbound: OutboundAudio;
  readonly watch: StreamWatch;
  readonly farewell: Farewell;
}

/** The keys that the caller presses on a stream: collected, then told to all who take part. */
export class CallerKeys {
  private readonly digits = new DigitCollector((...keys) => this.keyed(...keys));
  /** What was being played when the last key was pressed. */
  private pressedOver: readonly HeardPart[] = [];

  constructor(private readonly parts: KeyParts) {}

  press(digit: string, now: number): void {
    this.pressedOver = this.parts.outbound.unheard(now);
    this.digits.press(digit);
  }

  stop(): void {
    this.digits.stop();
  }

  private keyed(digits: string, quietMs: number): void {
    const { call, turn, voice, watch, farewell } = this.parts;
    call.note('keys', { count: digits.length });
    const text = keysNote(digits);
    const turnId = `keys-${Date.now()}`;
    call.callerPressed(turnId, text, { over: this.pressedOver, quietMs });
    farewell.callerPressed(turnId, text);
    turn.owes();
    watch.awaits(performance.now());
    voice?.note('caller', text, true);
  }
}

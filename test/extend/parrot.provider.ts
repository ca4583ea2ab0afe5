import { Injectable } from '@nestjs/common';
import {
  VoiceProvider,
  type VoiceSession,
  type VoiceSessionListener,
  type VoiceSessionRequest,
} from '../../src/realtime/voice-provider.js';

/** Says what it hears. A real one connects in `open` and tells `ready` when it is configured. */
@Injectable()
export class ParrotProvider extends VoiceProvider {
  readonly name = 'parrot';
  readonly capabilities = { stream: true };
  readonly unusable = null;

  open(_request: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession {
    let state: VoiceSession['state'] = 'connecting';
    queueMicrotask(() => {
      if (state === 'closed') return;
      state = 'ready';
      listener.ready();
    });
    const nothing = (): void => undefined;
    return {
      provider: this.name,
      model: 'parrot-1',
      get state() {
        return state;
      },
      hear: (payload, durationMs) => {
        if (state === 'ready') listener.audio('echo', payload, durationMs);
      },
      interrupt: nothing,
      stop: nothing,
      answerTool: nothing,
      note: nothing,
      rebrief: nothing,
      close: () => {
        state = 'closed';
      },
    };
  }
}

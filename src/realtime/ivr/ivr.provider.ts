import { Injectable } from '@nestjs/common';
import { ProviderError } from '../../common/provider-error.js';
import { VoiceProvider, type VoiceCapabilities, type VoiceSession } from '../voice-provider.js';

/** The rung below the stream: the call goes on by Twilio's own speech recognition and keys. */
@Injectable()
export class IvrProvider extends VoiceProvider {
  readonly name = 'ivr';
  readonly capabilities: VoiceCapabilities = { stream: false };
  readonly unusable = null;

  open(): VoiceSession {
    throw new ProviderError('no_stream', 'not on the stream', 'request', false);
  }

  override probe(): Promise<void> {
    return Promise.resolve();
  }
}

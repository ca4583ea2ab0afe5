import type { ChatModel } from '../pipeline/chat-model.js';
import { VoiceProvider } from '../voice-provider.js';

/** A provider without audio: the order line thinks with its model, and Twilio hears and speaks. */
export abstract class ChatProvider extends VoiceProvider {
  abstract readonly chat: ChatModel;
}

// The package as a whole loads its client for every product of Twilio's.
import Twiml from 'twilio/lib/twiml/VoiceResponse.js';
import { legalText } from '../common/legal-text.js';

/** The SDK's TwiML document. */
export type VoiceResponse = Twiml;

/** What the SDK's XML builder turns each text and each attribute of a document into. */
interface Escapes {
  textEscape(text: string): string;
  attEscape(text: string): string;
}

/**
 * An empty TwiML document. All its texts and attributes are made legal: of illegal characters the
 * builder throws on those in texts and writes those in attributes, which no XML parser accepts.
 */
export function voiceResponse(): VoiceResponse {
  const response = new Twiml();
  const { stringify } = response.response as { readonly stringify: Escapes };
  const textEscape = stringify.textEscape.bind(stringify);
  const attEscape = stringify.attEscape.bind(stringify);
  stringify.textEscape = (text) => textEscape(legalText(text));
  stringify.attEscape = (text) => attEscape(legalText(text));
  return response;
}

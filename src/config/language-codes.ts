/**
 * Codes of the languages that OpenAI's transcription is taken to accept: those that its guide to
 * speech to text lists. The service refuses others, most of ISO 639-1 not among these included
 * (`nn` is refused by measurement).
 */
export const LANGUAGE_CODES: readonly string[] = (
  'af ar az be bg bs ca cs cy da de el en es et fa fi fr gl he hi hr hu hy id is it ja ' +
  'kk kn ko lt lv mi mk mr ms ne nl no pl pt ro ru sk sl sr sv sw ta th tl tr uk ur vi ' +
  'zh yue cmn'
).split(' ');

/** Language subtags that Twilio or others use for a language which has another code here. */
const SAME_LANGUAGE = new Map([
  ['fil', 'tl'],
  ['nb', 'no'],
  ['nn', 'no'],
  ['arb', 'ar'],
  ['iw', 'he'],
  ['eng', 'en'],
  ['spa', 'es'],
]);

/** The code of a BCP 47 tag's language, such as `en` for `en-US`; null when none is known. */
export function languageCodeOf(tag: string): string | null {
  const subtag = (tag.split('-')[0] ?? '').toLowerCase();
  const code = SAME_LANGUAGE.get(subtag) ?? subtag;
  return LANGUAGE_CODES.includes(code) ? code : null;
}

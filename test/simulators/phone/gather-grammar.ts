/** Languages of Twilio's experimental models; `*` stands for any region. */
const EXPERIMENTAL = (
  'ar-* da-DK de-DE en-AU en-GB en-IN en-US es-ES es-US fi-FI fr-CA fr-FR hi-IN ja-JP ko-KR mk-MK ' +
  'nl-NL no-NO pl-PL pt-BR pt-PT ro-RO ru-RU th-TH tr-TR uk-UA vi-VN'
).split(' ');

/** Languages of each generic model that has a list of its own; undefined: any language. */
const MODELS: Readonly<Record<string, readonly string[] | undefined>> = {
  default: undefined,
  numbers_and_commands: undefined,
  phone_call: 'en-US en-GB en-AU fr-FR fr-CA ja-JP ru-RU es-US es-ES pt-BR'.split(' '),
  experimental_conversations: EXPERIMENTAL,
  experimental_utterances: EXPERIMENTAL,
};

const MAX_HINTS = 500;
const MAX_HINT_CHARACTERS = 100;

/** What Twilio objects to about a `<Gather>`: its page on the verb, and errors 13313 to 13335. */
export function checkGather(
  attributes: Readonly<Record<string, string>>,
  violations: string[],
): void {
  const { input = 'dtmf', timeout, speechTimeout, speechModel, language = 'en-US' } = attributes;
  if (!['dtmf', 'speech', 'dtmf speech', 'speech dtmf'].includes(input)) {
    violations.push(`13329 <Gather> input is ${input}`);
  }
  if (timeout !== undefined && timeout !== 'auto' && !isPositive(timeout)) {
    violations.push(`13313 <Gather> timeout is ${timeout}`);
  }
  if (speechTimeout !== undefined && speechTimeout !== 'auto' && !isPositive(speechTimeout)) {
    violations.push(`13327 <Gather> speechTimeout is ${speechTimeout}`);
  }
  checkHints(attributes['hints'], violations);
  for (const name of ['profanityFilter', 'actionOnEmptyResult', 'bargeIn', 'enhanced']) {
    const value = attributes[name];
    if (value !== undefined && value !== 'true' && value !== 'false') {
      violations.push(`12200 <Gather> ${name} is ${value}`);
    }
  }
  if (speechModel === undefined) return;
  if (!isPositive(speechTimeout ?? timeout ?? '5')) {
    violations.push(`13335 <Gather> speechTimeout ${speechTimeout} with model ${speechModel}`);
  }
  checkModel(speechModel, attributes, language, violations);
}

function checkModel(
  model: string,
  { profanityFilter }: Readonly<Record<string, string>>,
  language: string,
  violations: string[],
): void {
  if (/^(?:googlev2|deepgram)_./.test(model)) return;
  if (!Object.hasOwn(MODELS, model)) {
    violations.push(`13334 <Gather> has no speechModel ${model}`);
    return;
  }
  const known = MODELS[model];
  const [area = ''] = language.split('-');
  if (known && !known.includes(language) && !known.includes(`${area}-*`)) {
    violations.push(`13331 <Gather> model ${model} does not know ${language}`);
  }
  const unfiltered =
    model === 'numbers_and_commands' ||
    language === 'de-CH' ||
    (area === 'es' && language !== 'es-ES') ||
    area === 'vi';
  if (profanityFilter !== undefined && unfiltered) {
    violations.push(`12200 <Gather> model ${model} in ${language} has no profanityFilter`);
  }
}

function checkHints(hints: string | undefined, violations: string[]): void {
  const phrases = hints?.split(',') ?? [];
  if (phrases.length > MAX_HINTS) violations.push(`13330 <Gather> has ${phrases.length} hints`);
  const long = phrases.find((phrase) => phrase.trim().length > MAX_HINT_CHARACTERS);
  if (long !== undefined) violations.push(`13330 <Gather> has a hint that is too long: ${long}`);
}

function isPositive(text: string): boolean {
  return /^[1-9]\d*$/.test(text);
}

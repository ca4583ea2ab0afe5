import { type Verb, verbOf, type XmlElement } from './verb.js';

/** A document's verbs, and everything that Twilio would object to. */
export interface TwimlDocument {
  readonly verbs: readonly Verb[];
  /** Begin with the number of Twilio's error. */
  readonly faults: readonly string[];
}

/** Where a document is obeyed. */
export interface TwimlPlace {
  /** The server is publicly https: streams must be `wss:`. */
  readonly secure: boolean;
  /** Verbs that may not stand there. */
  readonly forbidden?: readonly string[];
}

interface Grammar {
  readonly attributes: readonly string[];
  readonly children?: readonly string[];
}

const MAX_PARAMETER_CHARACTERS = 500;
const PROMPTS = ['Say', 'Play', 'Pause'];

/** Verbs and nouns that this phone obeys, as Twilio documents them. */
const GRAMMAR: Readonly<Record<string, Grammar>> = {
  Say: { attributes: words('voice language loop') },
  Play: { attributes: words('loop digits') },
  Pause: { attributes: ['length'] },
  Connect: { attributes: words('action method'), children: ['Stream'] },
  Stream: {
    attributes: words('url name statusCallback statusCallbackMethod'),
    children: ['Parameter'],
  },
  Parameter: { attributes: words('name value') },
  Gather: {
    attributes: words(
      'action method input timeout speechTimeout maxSpeechTime numDigits finishOnKey language hints ' +
        'profanityFilter speechModel enhanced bargeIn actionOnEmptyResult partialResultCallback ' +
        'partialResultCallbackMethod',
    ),
    children: PROMPTS,
  },
  Dial: {
    attributes: words(
      'action method timeout timeLimit hangupOnStar callerId answerOnBridge ringTone record trim ' +
        'sequential recordingTrack recordingStatusCallback recordingStatusCallbackEvent ' +
        'recordingStatusCallbackMethod referUrl referMethod events',
    ),
    children: words('Number Client Sip'),
  },
  Number: { attributes: nounAttributes('sendDigits byoc') },
  Client: { attributes: nounAttributes('') },
  Sip: { attributes: nounAttributes('username password') },
  Record: {
    attributes: words(
      'action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback ' +
        'recordingStatusCallbackMethod transcribe transcribeCallback',
    ),
  },
  Redirect: { attributes: ['method'] },
  Reject: { attributes: ['reason'] },
  Hangup: { attributes: [] },
};

const TOP_LEVEL = [...PROMPTS, ...words('Connect Gather Dial Record Redirect Reject Hangup')];
/** Attributes of any verb that are whole numbers of seconds or of keys. */
const WHOLE = ['timeout', 'numDigits', 'length', 'loop', 'timeLimit', 'maxLength'];

/** Reads a parsed document. Twilio ignores what it does not know, and warns; so do the faults. */
export function readTwiml(root: XmlElement, place: TwimlPlace): TwimlDocument {
  if (root.tagName !== 'Response') {
    return { verbs: [], faults: ['12100 The root element is not <Response>.'] };
  }
  const { children: verbs } = verbOf(root);
  const allowed = TOP_LEVEL.filter((name) => place.forbidden?.includes(name) !== true);
  const faults = verbs.flatMap((verb) => faultsOf(verb, allowed, place));
  if (root.attributes.length > 0) faults.unshift('12200 <Response> has attributes.');
  return { verbs, faults };
}

function faultsOf(verb: Verb, allowed: readonly string[], place: TwimlPlace): string[] {
  const { name, attributes, children } = verb;
  const grammar = allowed.includes(name) ? GRAMMAR[name] : undefined;
  if (grammar === undefined) return [`12200 <${name}> is not allowed here.`];
  const unknown = Object.keys(attributes).filter((key) => !grammar.attributes.includes(key));
  return [
    ...unknown.map((key) => `12200 <${name}> has the unknown attribute ${key}.`),
    ...WHOLE.filter((key) => !isWhole(attributes[key])).map(
      (key) => `12200 <${name}> ${key} is no whole number.`,
    ),
    ...ownFaults(verb, place),
    ...children.flatMap((child) => faultsOf(child, grammar.children ?? [], place)),
  ];
}

function ownFaults({ name, attributes, children, text }: Verb, place: TwimlPlace): string[] {
  switch (name) {
    case 'Say':
      return text === '' ? ['13520 <Say> has no text.'] : [];
    case 'Redirect':
      return text === '' ? ['12200 <Redirect> has no URL.'] : [];
    case 'Connect':
      return children.length === 1 ? [] : ['12200 <Connect> needs exactly one noun.'];
    case 'Stream':
      return streamFaults(attributes['url'], place);
    case 'Parameter':
      return parameterFaults(attributes);
    default:
      return [];
  }
}

function streamFaults(url: string | undefined, { secure }: TwimlPlace): string[] {
  if (url === undefined || !URL.canParse(url)) return ['31923 <Stream> has no valid url.'];
  const { protocol, search } = new URL(url);
  const known = protocol === 'wss:' || (!secure && protocol === 'ws:');
  return [
    ...(known ? [] : [`31923 <Stream> url is ${protocol} and not wss:.`]),
    ...(search === '' ? [] : ['31920 <Stream> url has a query string.']),
  ];
}

function parameterFaults({ name, value }: Readonly<Record<string, string>>): string[] {
  if (name === undefined || value === undefined) return ['12200 <Parameter> needs name and value.'];
  return name.length + value.length < MAX_PARAMETER_CHARACTERS
    ? []
    : [`12200 <Parameter> ${name} has ${MAX_PARAMETER_CHARACTERS} characters or more.`];
}

function isWhole(value: string | undefined): boolean {
  return value === undefined || value === 'auto' || /^\d+$/.test(value);
}

function nounAttributes(more: string): string[] {
  return words(
    `url method statusCallback statusCallbackEvent statusCallbackMethod ${more}`.trimEnd(),
  );
}

function words(list: string): string[] {
  return list.split(' ');
}

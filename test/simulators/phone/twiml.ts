import { XMLParser, XMLValidator } from 'fast-xml-parser';

import { checkDial } from './dial-grammar.js';
import { checkGather } from './gather-grammar.js';

/** One element of a TwiML document, in document order. */
export interface Verb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Verb[];
  /** All text inside, markup removed, white space folded. */
  readonly text: string;
}

/** A document and everything in it that Twilio would object to. */
export interface TwimlDocument {
  readonly verbs: readonly Verb[];
  readonly violations: readonly string[];
}

const MAX_DOCUMENT_BYTES = 64 * 1024;
const MAX_PARAMETER_CHARACTERS = 500;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreDeclaration: true,
});

interface Grammar {
  readonly attributes: readonly string[];
  readonly children?: readonly string[];
  /** Attributes whose value, or with `text` the content, is a URL. */
  readonly urls?: readonly string[];
}

const PROMPTS = ['Say', 'Play', 'Pause'];
const CALLBACKS = 'statusCallback statusCallbackEvent statusCallbackMethod';
const MACHINE =
  'machineDetection machineDetectionTimeout machineDetectionSpeechThreshold machineDetectionSpeechEndThreshold machineDetectionSilenceTimeout amdStatusCallback amdStatusCallbackMethod';
const LEG_URLS = ['url', 'statusCallback', 'amdStatusCallback'];

/** Verbs and nouns a restaurant's phone line may use, as Twilio documents them. */
const GRAMMAR: Readonly<Record<string, Grammar>> = {
  Say: { attributes: words('voice language loop') },
  Play: { attributes: ['loop', 'digits'], urls: ['text'] },
  Pause: { attributes: ['length'] },
  Connect: { attributes: ['action', 'method'], children: ['Stream'], urls: ['action'] },
  Stream: {
    attributes: words('url name track statusCallback statusCallbackMethod'),
    children: ['Parameter'],
    urls: ['url', 'statusCallback'],
  },
  Parameter: { attributes: ['name', 'value'] },
  Gather: {
    attributes: words(
      'action method input timeout speechTimeout maxSpeechTime numDigits finishOnKey language hints profanityFilter speechModel enhanced bargeIn actionOnEmptyResult partialResultCallback partialResultCallbackMethod',
    ),
    children: PROMPTS,
    urls: ['action', 'partialResultCallback'],
  },
  Dial: {
    attributes: words(
      'action method timeout timeLimit hangupOnStar callerId answerOnBridge ringTone record trim sequential recordingTrack recordingStatusCallback recordingStatusCallbackEvent recordingStatusCallbackMethod referUrl referMethod events',
    ),
    children: ['Number', 'Client', 'Sip'],
    urls: ['action', 'recordingStatusCallback', 'referUrl'],
  },
  Number: {
    attributes: words(`url method sendDigits byoc ${CALLBACKS} ${MACHINE}`),
    urls: LEG_URLS,
  },
  Client: { attributes: words(`url method ${CALLBACKS}`), urls: LEG_URLS },
  Sip: {
    attributes: words(`url method username password ${CALLBACKS} ${MACHINE}`),
    urls: LEG_URLS,
  },
  Record: {
    attributes: words(
      'action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback recordingStatusCallbackMethod transcribe transcribeCallback',
    ),
    urls: ['action', 'recordingStatusCallback', 'transcribeCallback'],
  },
  Redirect: { attributes: ['method'], urls: ['text'] },
  Reject: { attributes: ['reason'] },
  Hangup: { attributes: [] },
};

const TOP_LEVEL = [...PROMPTS, ...words('Connect Gather Dial Record Redirect Reject Hangup')];

/**
 * Reads TwiML; `secure` demands `wss:` as Twilio does, for a server that is publicly https.
 * `forbidden` are verbs that may not stand where the document is used.
 */
export function readTwiml(
  xml: string,
  secure: boolean,
  forbidden: readonly string[] = [],
): TwimlDocument {
  const wellFormed = XMLValidator.validate(xml);
  if (wellFormed !== true) {
    return { verbs: [], violations: [`12100 document parse failure: ${wellFormed.err.msg}`] };
  }
  const [root, ...others] = elements(parser.parse(xml));
  if (root?.name !== 'Response' || others.length > 0) {
    return { verbs: [], violations: ['12100 the root element is not <Response>'] };
  }
  const violations: string[] = [];
  if (Buffer.byteLength(xml) > MAX_DOCUMENT_BYTES) violations.push('11750 TwiML over 64 KB');
  if (Object.keys(root.attributes).length > 0) violations.push('12200 <Response> has attributes');
  const allowed = TOP_LEVEL.filter((name) => !forbidden.includes(name));
  for (const verb of root.children) check(verb, allowed, secure, violations);
  return { verbs: root.children, violations };
}

function check(
  verb: Verb,
  allowed: readonly string[],
  secure: boolean,
  violations: string[],
): void {
  const { name, attributes, children, text } = verb;
  const grammar = GRAMMAR[name];
  if (grammar === undefined || !allowed.includes(name)) {
    violations.push(`12200 <${name}> is not allowed here`);
    return;
  }
  for (const attribute of Object.keys(attributes)) {
    if (!grammar.attributes.includes(attribute)) {
      violations.push(`12200 <${name}> has the unknown attribute ${attribute}`);
    }
  }
  for (const attribute of grammar.urls ?? []) {
    const value = attribute === 'text' ? text : attributes[attribute];
    if (value !== undefined && !URL.canParse(value)) {
      violations.push(`15004 <${name}> ${attribute} is not an absolute URL: ${value}`);
    }
  }
  if (name === 'Dial') checkDial(verb, violations);
  if (name === 'Gather') checkGather(attributes, violations);
  if (name === 'Stream') checkStream(attributes, secure, violations);
  if (name === 'Parameter') checkParameter(attributes, text, violations);
  if (name === 'Connect' && children.length !== 1) {
    violations.push('12200 <Connect> needs exactly one noun');
  }
  if (name === 'Say' && text === '') violations.push('13520 <Say> has no text');
  if (name === 'Say') return;
  for (const child of children) check(child, grammar.children ?? [], secure, violations);
}

function checkStream(
  { url, track }: Readonly<Record<string, string>>,
  secure: boolean,
  violations: string[],
): void {
  if (track !== undefined) violations.push(`31941 <Connect><Stream> must not set track (${track})`);
  if (url === undefined || !URL.canParse(url)) {
    violations.push('31923 <Stream> has no valid url');
    return;
  }
  const { protocol, search } = new URL(url);
  if (protocol !== 'wss:' && (secure || protocol !== 'ws:')) {
    violations.push(`31923 <Stream> url is ${protocol} and not wss:`);
  }
  if (search !== '') violations.push('31920 <Stream> url has a query string');
}

function checkParameter(
  { name, value }: Readonly<Record<string, string>>,
  text: string,
  violations: string[],
): void {
  if (name === undefined || value === undefined) {
    violations.push('12200 <Parameter> needs name and value');
  } else if (name.length + value.length >= MAX_PARAMETER_CHARACTERS) {
    violations.push(`12200 <Parameter> ${name} is ${MAX_PARAMETER_CHARACTERS} characters or more`);
  }
  if (text !== '') violations.push('12200 <Parameter> has text inside');
}

function elements(nodes: unknown): Verb[] {
  if (!Array.isArray(nodes)) return [];
  const verbs: Verb[] = [];
  for (const node of nodes as Readonly<Record<string, unknown>>[]) {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) continue;
    verbs.push({
      name,
      attributes: (node[':@'] ?? {}) as Record<string, string>,
      children: elements(node[name]),
      text: textOf(node[name]).replace(/\s+/g, ' ').trim(),
    });
  }
  return verbs;
}

function textOf(nodes: unknown): string {
  if (!Array.isArray(nodes)) return '';
  return (nodes as Readonly<Record<string, unknown>>[])
    .map((node) =>
      typeof node['#text'] === 'string'
        ? node['#text']
        : Object.entries(node)
            .filter(([key]) => key !== ':@')
            .map(([, value]) => textOf(value))
            .join(' '),
    )
    .join('');
}

function words(list: string): string[] {
  return list.split(' ');
}

import { readTwiml, type TwimlDocument, type TwimlPlace } from './read-twiml.js';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createHTML: (text: string) => string },
  ): { createHTML(text: string): string };
}

/** XML runs nothing, but the page's policy counts every parser as a way to put HTML into a page. */
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy(
  'twiml',
  { createHTML: (text) => text },
);

/** Parses TwiML in the browser. A document that is no XML has one fault and no verb. */
export function parseTwiml(xml: string, place: TwimlPlace): TwimlDocument {
  const trusted = policy?.createHTML(xml) ?? xml;
  const { documentElement } = new DOMParser().parseFromString(trusted, 'text/xml');
  if (documentElement.getElementsByTagName('parsererror').length > 0) {
    return { verbs: [], faults: ['12100 The document is not well-formed XML.'] };
  }
  return readTwiml(documentElement, place);
}

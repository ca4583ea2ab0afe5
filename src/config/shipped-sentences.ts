import { readFileSync } from 'node:fs';

/** The voice files that are shipped, by the first part of their language tag. */
const SHIPPED: Readonly<Record<string, string>> = { en: 'voice.json', es: 'voice.es.json' };

/** A voice file's content with what it lacked of the order line's sentences. */
export interface Completed {
  readonly content: unknown;
  /** Paths of the sentences that were added, such as `ivr.minimum`. */
  readonly added: readonly string[];
}

/**
 * Adds the sentences of the `ivr` section that a voice file lacks, from the shipped file of its
 * language: a file written for an earlier version goes on working. Anything else that is wrong
 * stays as it is, to be refused.
 */
export function withShippedSentences(content: unknown): Completed {
  const { language, ivr } = sectionOf(content) ?? {};
  const own = sectionOf(ivr);
  const file = typeof language === 'string' ? SHIPPED[language.split('-')[0] ?? ''] : undefined;
  if (own === null || file === undefined) return { content, added: [] };
  const shipped = shippedSentences(file);
  const missing = Object.keys(shipped).filter((name) => own[name] === undefined);
  const added = Object.fromEntries(missing.map((name) => [name, shipped[name]]));
  return {
    content: { ...sectionOf(content), ivr: { ...own, ...added } },
    added: missing.map((name) => `ivr.${name}`),
  };
}

function shippedSentences(file: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8');
  return sectionOf(sectionOf(JSON.parse(text))?.['ivr']) ?? {};
}

function sectionOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

import {
  maskCardNumbers,
  maskCardParts,
  maskCards,
  maskCardsInJson,
} from '../../common/card-numbers.js';

/** What the guard looks at and masks of a conversation's entries. */
export type GuardedEntry =
  | { readonly kind: 'spoken'; readonly at: string; readonly role: string; readonly text: string }
  | {
      readonly kind: 'ran';
      readonly at: string;
      readonly arguments: string;
      readonly output: string | null;
    };

/** How far back the other parts of a card number are looked for. */
const WINDOW = { ms: 3 * 60_000, entries: 40, characters: 2_000 } as const;
/** Card numbers that are remembered, so that parts of them are known when they are repeated. */
const MAX_KNOWN = 16;

/**
 * Keeps card data out of one conversation. Each text is masked before it is kept. A number that
 * comes in parts is known only with its last one: then the parts that were kept before are masked
 * too, and what the assistant and the tools have repeated of it. The numbers themselves stay in
 * this process for three minutes, to recognise what is repeated later.
 */
export class CardGuard {
  private known: { readonly number: string; readonly atMs: number }[] = [];

  /** A text that is about to be kept. */
  text(text: string): string {
    return maskCardParts(maskCardNumbers(text), this.numbers());
  }

  /** Arguments or the result of a tool, as JSON. */
  json(json: string): string {
    return maskCardParts(maskCardsInJson(json), this.numbers());
  }

  /**
   * Masks what the newest entry has turned into a card number with the entries before it; replaces
   * those in the list.
   */
  look<E extends GuardedEntry>(entries: E[]): void {
    const from = firstRecent(entries);
    const found = [
      maskTogether(entries, from, (role) => role === 'caller'),
      maskTogether(entries, from, (role) => role === 'assistant'),
      maskTogether(entries, from, () => true),
    ].flat();
    if (found.length === 0) return;
    const atMs = performance.now();
    this.known = [...this.known, ...found.map((number) => ({ number, atMs }))].slice(-MAX_KNOWN);
    const numbers = this.numbers();
    for (let index = from; index < entries.length; index += 1) {
      const entry = entries[index];
      if (entry !== undefined) entries[index] = { ...entry, ...maskedFields(entry, numbers) };
    }
  }

  private numbers(): readonly string[] {
    const since = performance.now() - WINDOW.ms;
    this.known = this.known.filter(({ atMs }) => atMs > since);
    return this.known.map(({ number }) => number);
  }
}

/** Where the newest entries begin, those within the window. */
function firstRecent(entries: readonly GuardedEntry[]): number {
  const newest = Date.parse(entries.at(-1)?.at ?? '');
  let left: number = WINDOW.characters;
  const before = entries.slice(-WINDOW.entries).findLastIndex((entry) => {
    left -= entry.kind === 'spoken' ? entry.text.length : 0;
    return left < 0 || newest - Date.parse(entry.at) > WINDOW.ms;
  });
  return Math.max(0, entries.length - WINDOW.entries) + before + 1;
}

/** Masks numbers that are spread over what these roles said from there on; the numbers. */
function maskTogether<E extends GuardedEntry>(
  entries: E[],
  from: number,
  isOne: (role: string) => boolean,
): readonly string[] {
  const spoken = entries.flatMap((entry, index) =>
    index >= from && entry.kind === 'spoken' && isOne(entry.role)
      ? [{ index, text: entry.text }]
      : [],
  );
  const { texts, numbers } = maskCards(spoken.map(({ text }) => text));
  spoken.forEach(({ index, text: before }, at) => {
    const entry = entries[index];
    const text = texts[at] ?? '';
    // Also without any card number: a security code may be masked.
    if (entry !== undefined && text !== before) entries[index] = { ...entry, text };
  });
  return numbers;
}

function maskedFields(
  entry: GuardedEntry,
  numbers: readonly string[],
): { text: string } | { arguments: string; output: string | null } {
  const masked = (text: string): string => maskCardParts(text, numbers);
  if (entry.kind === 'spoken') return { text: masked(entry.text) };
  const { arguments: args, output } = entry;
  return { arguments: masked(args), output: output === null ? null : masked(output) };
}

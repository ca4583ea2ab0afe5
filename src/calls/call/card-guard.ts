import {
  maskCardNumbers,
  maskCardParts,
  maskCards,
  maskCardsInJson,
} from '../../common/card-numbers.js';

/** What the guard looks at and masks of a conversation's entries. */
export type GuardedEntry =
  | { readonly kind: 'spoken'; readonly at: string; readonly role: string; text: string }
  | { readonly kind: 'ran'; readonly at: string; arguments: string; output: string | null };

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

  /** Masks what the newest entry has turned into a card number with the entries before it. */
  look(entries: readonly GuardedEntry[]): void {
    const recent = recentOf(entries);
    const spoken = recent.filter((entry) => entry.kind === 'spoken');
    const found = [
      maskTogether(spoken.filter(({ role }) => role === 'caller')),
      maskTogether(spoken.filter(({ role }) => role === 'assistant')),
      maskTogether(spoken),
    ].flat();
    if (found.length === 0) return;
    const atMs = performance.now();
    this.known = [...this.known, ...found.map((number) => ({ number, atMs }))].slice(-MAX_KNOWN);
    const numbers = this.numbers();
    for (const entry of recent) {
      if (entry.kind === 'spoken') {
        entry.text = maskCardParts(entry.text, numbers);
      } else {
        entry.arguments = maskCardParts(entry.arguments, numbers);
        if (entry.output !== null) entry.output = maskCardParts(entry.output, numbers);
      }
    }
  }

  private numbers(): readonly string[] {
    const since = performance.now() - WINDOW.ms;
    this.known = this.known.filter(({ atMs }) => atMs > since);
    return this.known.map(({ number }) => number);
  }
}

/** The newest entries, within the window. */
function recentOf(entries: readonly GuardedEntry[]): readonly GuardedEntry[] {
  const newest = Date.parse(entries.at(-1)?.at ?? '');
  let left: number = WINDOW.characters;
  const first = entries.slice(-WINDOW.entries).findLastIndex((entry) => {
    left -= entry.kind === 'spoken' ? entry.text.length : 0;
    return left < 0 || newest - Date.parse(entry.at) > WINDOW.ms;
  });
  return entries.slice(-WINDOW.entries).slice(first + 1);
}

/** Masks numbers that are spread over these entries; the numbers. */
function maskTogether(entries: readonly { text: string }[]): readonly string[] {
  const { texts, numbers } = maskCards(entries.map(({ text }) => text));
  entries.forEach((entry, index) => (entry.text = texts[index] ?? ''));
  return numbers;
}

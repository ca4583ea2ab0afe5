import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { MenuOption, ModifierGroup } from '../menu/catalogue/menu-document.js';
import type { Spoken } from '../menu/spoken/spoken.js';
import type { ToolResult } from '../menu/tools/tool.js';
import type { Flow, IvrReply, IvrState, IvrStep } from './ivr-state.js';
import { bounded } from './intents/item-request-parser.js';
import type { DialogueContext, SentenceName } from './dialogue-context.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import { orderOf, textOf, type OrderedLine, type CurrentOrder } from './tool-results.js';

/** From so many misses in a row on, only keys count. */
export const KEYS_ONLY_AT = 3;
/** Most choices read out at a time; key 9 turns the page. */
const PAGE_SIZE = 8;

/** Tools that tell for when the order is. */
const TELLING_TIME: readonly string[] = ['view_order', 'set_customer'];

/** A choice as it is read out. */
export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** One turn at work: the state as it changes, and the sentences said so far. */
export class Turn {
  private readonly said: string[] = [];
  private ending: IvrReply['end'] = null;
  private listensFrom = 0;

  constructor(
    private now: IvrState,
    readonly context: DialogueContext,
  ) {}

  get vocabulary(): Vocabulary {
    return this.context.words.vocabulary;
  }

  get spoken(): Spoken {
    return this.vocabulary.spoken;
  }

  get state(): IvrState {
    return this.now;
  }

  /** Something was said already in this turn. */
  get hasSpoken(): boolean {
    return this.said.length > 0;
  }

  get ended(): boolean {
    return this.ending !== null;
  }

  /** Only keys count: what can be said is not mentioned. */
  get keysOnly(): boolean {
    return this.now.misses >= KEYS_ONLY_AT;
  }

  set(change: Partial<IvrState>): void {
    const { pending = this.now.pending } = change;
    this.now = { ...this.now, ...change, pending: bounded(pending) };
  }

  goTo(step: IvrStep): void {
    this.set({ step });
  }

  /** Ends the line after what was said. */
  end(how: 'hang-up' | 'transfer'): void {
    this.ending = how;
  }

  say(name: SentenceName, values: Readonly<Record<string, string>> = {}): void {
    this.tell(this.context.sentence(name, values));
  }

  /** Says a sentence that a tool has given. */
  tell(sentence: string): void {
    if (sentence.trim() !== '') this.said.push(sentence.trim());
  }

  /** The caller can answer only when what was said so far has been heard. */
  hearOut(): void {
    this.listensFrom = this.said.join(' ').length;
  }

  /** Says why a tool refused. */
  tellFault(fault: Extract<ToolResult, { readonly ok: false }>): void {
    this.tell(this.spoken.fault(fault));
  }

  *run(name: string, args: Readonly<Record<string, unknown>> = {}): Flow<ToolResult> {
    const result = yield { name, args };
    if (result.ok && TELLING_TIME.includes(name)) this.set({ readyAt: textOf(result['readyAt']) });
    return result;
  }

  *order(): Flow<CurrentOrder> {
    return orderOf(yield* this.run('view_order'));
  }

  /**
   * Reads out one page of choices, each with its key, as part of the sentence `within`. Pages
   * are of about the same length; after the last one comes the first again.
   */
  offer(choices: readonly Choice[], page = 0, within: 'choices' | 'orderKeys' = 'choices'): void {
    const pages = Math.max(1, Math.ceil(choices.length / PAGE_SIZE));
    const size = Math.ceil(choices.length / pages);
    const start = (page % pages) * size;
    const shown = choices.slice(start, start + size);
    this.set({ choices: shown.map(({ id }) => id) });
    const spoken = shown.map(({ name }, index) =>
      this.context.sentence('choice', { key: String(index + 1), name }),
    );
    if (pages > 1) spoken.push(this.context.sentence('moreChoices'));
    if (spoken.length > 0) this.say(within, { choices: spoken.join(', ') });
  }

  reply(): IvrReply {
    return {
      state: this.now,
      prompt: this.said.length > 0 ? this.said.join(' ') : this.context.sentence('noMatch'),
      listensFrom: this.listensFrom,
      expects: this.keysOnly ? 'dtmf' : 'speech dtmf',
      end: this.ending,
    };
  }

  /** A line as it is said: "two Margherita, large 16 inch, no onions". */
  lineInWords({ itemId, name, quantity, optionIds, note }: OrderedLine): string {
    const item = this.context.menu.item(itemId);
    const options = optionIds.flatMap((id) => {
      const option = item && this.context.menu.option(item, id);
      return option ? [option.name.toLowerCase()] : [];
    });
    const details = [...options, ...(note === '' ? [] : [note])];
    return [`${this.spoken.number(quantity, 'dishes')} ${name}`, ...details].join(', ');
  }

  orderInWords({ lines }: CurrentOrder): string {
    return lines.map((line) => this.lineInWords(line)).join('; ');
  }

  /** Why an item cannot be had for the time of the order, as a sentence; null when it can. */
  unavailable(item: CatalogueItem): string | null {
    const { readyAt = null } = this.now;
    return this.context.unavailable(item, readyAt === null ? undefined : new Date(readyAt));
  }

  /** Items of a category that can be had for the time of the order. */
  available(categoryId: string): readonly CatalogueItem[] {
    return this.context.menu.items.filter(
      (item) => item.category.id === categoryId && this.unavailable(item) === null,
    );
  }

  /** The options of a group that can be had, with what they add to the price. */
  optionChoices(group: ModifierGroup): readonly Choice[] {
    return group.options
      .filter(({ soldOut }) => soldOut !== true)
      .map((option) => ({ id: option.id, name: this.optionInWords(option) }));
  }

  private optionInWords({ name, priceDeltaCents }: MenuOption): string {
    if (priceDeltaCents === 0) return name;
    const price = this.spoken.cents(Math.abs(priceDeltaCents));
    return this.context.sentence(priceDeltaCents > 0 ? 'dearer' : 'cheaper', { name, price });
  }
}

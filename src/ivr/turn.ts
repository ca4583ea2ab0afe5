import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { MenuOption, ModifierGroup } from '../menu/catalogue/menu-document.js';
import type { Spoken } from '../menu/spoken/spoken.js';
import type { ToolResult } from '../menu/tools/tool.js';
import type { Flow, IvrReply, IvrState, IvrStep } from './ivr-state.js';
import { boundedSearch } from '../understanding/bounded-search.js';
import { bounded } from '../understanding/item-request-parser.js';
import type { Utterance } from '../understanding/utterance.js';
import type { DialogueContext, KeySentence, SentenceName } from './dialogue-context.js';
import type { Command, Vocabulary } from '../understanding/vocabulary/vocabulary.js';
import { orderOf, textOf, type OrderedLine, type CurrentOrder } from './tool-results.js';

/** From so many misses in a row on, only keys count. */
export const KEYS_ONLY_AT = 3;
/** Most choices read out at a time; key 9 turns the page. */
const PAGE_SIZE = 8;
/** Most words of one sentence in which choices are read out, and most choices. */
const LIST_WORDS = 22;
const LIST_CHOICES = 4;
/** Between choices that are read out without keys: a name may have a comma. */
const BETWEEN = '; ';
/** So many dishes that are added one after the other are told together. */
const TOLD_TOGETHER = 3;
/** Ask what there is to press. */
const ASKS_FOR_KEYS: readonly (Command | null)[] = ['help', 'keys'];

/** Tools that tell for when the order is. */
const TELLING_TIME: readonly string[] = ['view_order', 'set_customer'];

/** A choice as it is read out. */
export interface Choice {
  readonly id: string;
  readonly name: string;
}

/** What a turn answers: the first words of the line, a silence, or what the caller said or keyed. */
export type Heard = 'start' | 'nothing' | Utterance;

/** How a list of choices is read out. */
export interface Offer {
  readonly page?: number;
  /** A choice that stands first on every page. */
  readonly lead?: Choice;
  /** The sentence that begins a list with keys. */
  readonly keyed?: 'choices' | 'orderKeys';
  /** What is said in the place of a list without keys. */
  readonly instead?: SentenceName;
}

/** One turn at work: the state as it changes, and the sentences said so far. */
export class Turn {
  private readonly said: string[] = [];
  private readonly sentences = new Set<SentenceName>();
  private ending: IvrReply['end'] = null;
  private listensFrom = 0;
  /** Lines that were added one after the other, and the place of their sentences. */
  private addition: {
    readonly lines: readonly string[];
    readonly from: number;
    readonly to: number;
  } = { lines: [], from: 0, to: 0 };

  private spokenIn: DialogueContext;

  constructor(
    private now: IvrState,
    context: DialogueContext,
    private readonly heard: Heard,
  ) {
    this.spokenIn = searchedOnce(context);
  }

  /** What the dialogue knows, in the language that is spoken. */
  get context(): DialogueContext {
    return this.spokenIn;
  }

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

  /** A sentence of this name was said in this turn. */
  hasSaid(name: SentenceName): boolean {
    return this.sentences.has(name);
  }

  get ended(): boolean {
    return this.ending !== null;
  }

  /** Only keys count: what can be said is not mentioned. */
  get keysOnly(): boolean {
    return this.now.misses >= KEYS_ONLY_AT;
  }

  /**
   * The keys of a question are told with the first words of the line, after a miss, to a caller
   * who uses keys, and when they are asked for. Otherwise the question alone is said.
   */
  get tellsKeys(): boolean {
    // What the menu does not have was understood, though nothing came of it.
    const misses = this.hasSaid('notFound') ? 1 : 0;
    if (this.heard === 'start' || this.now.misses > misses) return true;
    if (this.heard === 'nothing') return false;
    return this.heard.key !== null || ASKS_FOR_KEYS.includes(this.heard.command);
  }

  /** The caller has pressed a key, so a sentence that tells the keys is question enough. */
  get byKey(): boolean {
    return typeof this.heard === 'object' && this.heard.key !== null;
  }

  /** The caller wants to hear the question once more, all of it. */
  get repeats(): boolean {
    return typeof this.heard === 'object' && this.heard.command === 'repeat';
  }

  set(change: Partial<IvrState>): void {
    const { pending = this.now.pending } = change;
    this.now = { ...this.now, ...change, pending: bounded(pending) };
  }

  /** Goes on in another language. */
  speakIn(context: DialogueContext): void {
    this.spokenIn = searchedOnce(context);
  }

  goTo(step: IvrStep): void {
    this.set({ step });
  }

  /** Ends the line after what was said. */
  end(how: 'hang-up' | 'transfer'): void {
    this.ending = how;
  }

  say(name: SentenceName, values: Readonly<Record<string, string>> = {}): void {
    this.sentences.add(name);
    this.tell(this.context.sentence(name, values));
  }

  /** Says that a line is on the order; many in a row are told together, few in one sentence. */
  sayAdded(line: string): void {
    const goesOn = this.addition.to === this.said.length;
    const lines = goesOn ? [...this.addition.lines, line] : [line];
    const from = goesOn ? this.addition.from : this.said.length;
    this.said.length = from;
    const parts = lines.length < TOLD_TOGETHER ? lines.map((one) => [one]) : listed(lines);
    for (const [at, part] of parts.entries()) {
      this.say(at === 0 ? 'added' : 'addedToo', { line: part.join(BETWEEN) });
    }
    this.addition = { lines, from, to: this.said.length };
  }

  /** Says what keys a question has, where they are told. */
  sayKeys(name: KeySentence): void {
    if (this.tellsKeys) this.say(name);
  }

  /** Says a sentence that a tool or the menu has given; that about traces in the language spoken. */
  tell(sentence: string): void {
    const { allergenNotice } = this.context.menu.business;
    const isNotice = sentence !== '' && sentence === allergenNotice;
    const said = isNotice ? this.spoken.allergenNotice(sentence) : sentence;
    // A warning may come from two sides.
    if (said.trim() !== '' && !this.said.includes(said.trim())) this.said.push(said.trim());
  }

  /** How much was said so far, for `unsay`. */
  mark(): number {
    return this.said.length;
  }

  /** Takes back what was said since. */
  unsay(mark: number): void {
    this.said.length = mark;
  }

  /** The caller can answer only when what was said so far has been heard. */
  hearOut(): void {
    this.listensFrom = this.said.join(' ').length;
  }

  /** Says why a tool refused. @param what the refusal is about. */
  tellFault(fault: Extract<ToolResult, { readonly ok: false }>, what?: { readonly name: string }) {
    this.tell(this.spoken.fault(fault, what));
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
   * Reads out one page of choices, each with its key where keys are told. Pages are of about the
   * same length; after the last one comes the first again.
   */
  offer(choices: readonly Choice[], offer: Offer = {}): void {
    const { keyed = 'choices', instead } = offer;
    const { shown, more } = this.choose(choices, offer);
    if (shown.length === 0) return;
    if (!this.tellsKeys) {
      if (instead !== undefined) return this.say(instead);
      const names = shown.filter((one) => one !== offer.lead).map(({ name }) => name);
      if (more) names.push(this.context.sentence('moreChoicesSay'));
      for (const part of listed(names)) {
        const choices = part.join(BETWEEN);
        this.say('choicesSay', { choices });
      }
      return;
    }
    const spoken = shown.map(({ name }, index) =>
      this.context.sentence('choice', { key: String(index + 1), name }),
    );
    if (more) spoken.push(this.context.sentence('moreChoices'));
    for (const [at, part] of listed(spoken).entries()) {
      this.say(at === 0 ? keyed : 'choices', { choices: part.join(', ') });
    }
  }

  /** Gives the choices of a page their keys, and says nothing. */
  choose(
    choices: readonly Choice[],
    { page = 0, lead }: Offer = {},
  ): { readonly shown: readonly Choice[]; readonly more: boolean } {
    const first = lead === undefined ? [] : [lead];
    const pages = Math.max(1, Math.ceil(choices.length / (PAGE_SIZE - first.length)));
    const size = Math.ceil(choices.length / pages);
    const start = (page % pages) * size;
    const shown = [...first, ...choices.slice(start, start + size)];
    this.set({ choices: shown.map(({ id }) => id) });
    return { shown, more: pages > 1 };
  }

  reply(): IvrReply {
    const { unfound: _, ...state } = this.now;
    return {
      state: this.hasSaid('notFound') ? { ...state, unfound: true } : state,
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
      return option ? [this.spoken.named(option.name).toLowerCase()] : [];
    });
    const details = [...options, ...(note === '' ? [] : [note])];
    return [this.spoken.dishes(quantity, name), ...details].join(', ');
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

  private optionInWords(option: MenuOption): string {
    const { priceDeltaCents } = option;
    const name = this.spoken.named(option.name);
    if (priceDeltaCents === 0) return name;
    const price = this.spoken.cents(Math.abs(priceDeltaCents));
    return this.context.sentence(priceDeltaCents > 0 ? 'dearer' : 'cheaper', { name, price });
  }
}

/** A list in parts that one sentence each can hold: few choices, and few words. */
function listed(names: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let words = 0;
  for (const name of names) {
    const count = name.split(' ').length;
    const part = parts.at(-1);
    if (part && part.length < LIST_CHOICES && words + count <= LIST_WORDS) {
      part.push(name);
      words += count;
    } else {
      parts.push([name]);
      words = count;
    }
  }
  return parts;
}

/** The same context, which searches the menu for each query once. */
function searchedOnce(context: DialogueContext): DialogueContext {
  return { ...context, search: boundedSearch(context.search) };
}

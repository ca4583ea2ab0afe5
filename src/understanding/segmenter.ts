import type { ModifierGroup } from '../menu/catalogue/menu-document.js';
import type { CatalogueItem } from '../menu/catalogue/menu.js';
import type { OptionRequest } from './item-request.js';
import type { Vocabulary } from './vocabulary/vocabulary.js';
import type { MenuWords } from './menu-words.js';
import {
  asideAt,
  beginsOther,
  countsDishes,
  dishAt,
  goesOn,
  isAside,
  isPortion,
  isSize,
  listsOptions,
  measured,
  namesGroup,
  optionHere,
  namesPortion,
  opensDish,
  tellsOfPart,
} from './look-ahead.js';
import { onlyCalled } from './plain-dish.js';
import { clipped, emptySegment, settled, withinHead, type Segment } from './segments.js';
import { wishBehind } from './wishes.js';
import { numberOf } from './words.js';

/** Most words that are looked up together: no dish has a longer name. */
const MAX_UNKNOWN = 12;

/** Walks over the words once and cuts them where another dish begins. */
export class Segmenter {
  private readonly food: Vocabulary['food'];
  private readonly segments: Segment[] = [];
  private now = emptySegment();
  private mode: 'head' | 'plus' | 'minus' = 'head';
  /** The last word was an "and". */
  private joined = false;
  /** Words of the last option's group, which say nothing new: "sauce" after "buffalo". */
  private kinds: readonly string[] = [];
  private at = 0;
  /** Of what follows and what was before, one is meant. */
  private either = false;
  /** The dish of several, some of which have wishes of their own, and the wishes of all. */
  private whole: Segment | null = null;
  private shared: readonly OptionRequest[] = [];
  /** Where the last dish's name and the last unknown word ended. */
  private dishEnd = -1;
  private unknownEnd = -1;
  /** An "and" stands between the unknown words and what follows, and so many wishes before it. */
  private apart = false;
  private optionsBefore = 0;
  /** What was named last is put on what follows. */
  private onto = false;

  constructor(
    private readonly tokens: readonly string[],
    private readonly words: MenuWords,
    private readonly notes: readonly string[],
  ) {
    this.food = words.vocabulary.food;
  }

  run(): readonly Segment[] {
    while (this.at < this.tokens.length) this.at += this.step(this.tokens[this.at] ?? '');
    this.cut();
    return settled(this.segments, this.words);
  }

  /** Deals with what stands here and tells how many words that took. */
  private step(token: string): number {
    const item = dishAt(this.tokens, this.at, this.words, this.now.optionRequests);
    const counted = item === null ? measured(this.tokens, this.at, this.words) : 0;
    if (counted > 0) return counted;
    const { items, sized } = this.now;
    if (item === null && opensDish(this.tokens, this.at, this.words, items?.[0], sized)) this.cut();
    const behind = this.at === this.dishEnd;
    const option = optionHere(this.tokens, this.at, this.words, this.now.items?.[0], behind);
    const longest = Math.max(item?.length ?? 0, option?.length ?? 0);
    if (
      (longest < 2 ||
        (item === null &&
          (this.joined || this.now.items === null) &&
          countsDishes(this.tokens, this.at, this.words))) &&
      this.isStructure(token)
    )
      return 1;
    if (
      item &&
      !(
        option &&
        (this.preferOption(item.length, option.length) ||
          (this.mode !== 'head' &&
            !(this.joined && beginsOther(this.tokens, this.at, this.words, this.now.items?.[0])) &&
            listsOptions(this.tokens, this.at, item.length, this.words, this.now.items?.[0])) ||
          isAside(this.tokens, this.at + option.length, this.words))
      )
    ) {
      if (!this.leaveOut(item.length)) this.takeItems(item.found, item.length);
      this.dishEnd = this.at + item.length;
      return item.length;
    }
    if (option) {
      const { group } = option.found;
      const phrase = this.tokens.slice(this.at, this.at + option.length);
      this.takeOption(group, phrase);
      this.kinds = this.words.named(group.name);
      return option.length + this.takeAside(option.length, phrase);
    }
    const aside = this.food.fillers.has(token) ? 0 : this.takeAside(1, [token]);
    if (aside === 0) this.takeWord(token);
    return 1 + aside;
  }

  /** "Ketchup on the side": tells how many words after the thing itself say so. */
  private takeAside(length: number, thing: readonly string[]): number {
    const said = asideAt(this.tokens, this.at + length, this.words);
    if (!said) return 0;
    const note = { words: clipped([...thing, ...said]), minus: false, note: true } as const;
    this.now.optionRequests.push(note);
    this.joined = false;
    return said.length;
  }

  private isStructure(token: string): boolean {
    const article = this.food.articles.has(token);
    const number = article ? 1 : numberOf(token);
    if (number !== null) this.takeNumber(number, article);
    else if (this.food.joints.has(token)) this.takeJoint(token);
    else if (this.food.plus.has(token)) this.mode = 'plus';
    else if (this.now.items !== null && this.food.only.has(token)) this.mode = 'plus';
    else if (this.food.minus.has(token)) this.mode = 'minus';
    else if (this.food.everyOne.has(token) && this.toldOfPart()) this.cut('all');
    else if (this.whole && this.food.theOthers.has(token)) this.takePart(this.whole.quantity ?? 1);
    else return false;
    return true;
  }

  private takeJoint(token: string): void {
    const { quantity, items, categoryId, optionRequests, unknown } = this.now;
    const before = this.segments.at(-1);
    const bare = items === null && categoryId === null && optionRequests.length === 0;
    const article = this.food.articles.has(this.tokens[this.at - 1] ?? '');
    // "Egg rolls, four, and a soup".
    if (bare && unknown.length === 0 && !article && before?.items && before.quantity === null) {
      before.quantity = quantity;
      this.now = emptySegment();
    }
    this.joined = true;
    this.onto = false;
    if (this.now.items === null && this.now.unknown.length > 0) {
      this.apart = true;
      this.optionsBefore = optionRequests.length;
    }
    if (this.food.either.has(token)) this.either = true;
  }

  private takeNumber(number: number, article: boolean): void {
    if (this.takePart(number) || this.takePortion(number)) return;
    // "with a little cheese" goes on about the same dish.
    if (article && this.food.plus.has(this.tokens[this.at - 1] ?? '') && !this.beginsDish()) return;
    if (article && goesOn(this.tokens, this.at, this.words, this.now.items?.[0])) return;
    const { items, categoryId, optionRequests, unknown } = this.now;
    const named = items !== null || categoryId !== null || unknown.length > 0;
    const next = this.words.optionAt(this.tokens, this.at + 1, null);
    // "One small, one medium", "two mediums, one pepperoni".
    const { quantity, sized } = this.now;
    const lists = number < (quantity ?? 0) && this.words.itemAt(this.tokens, this.at + 1) !== null;
    const another = sized && quantity !== null && (lists || (next?.found.group.min ?? 0) > 0);
    // "Two calzones, one classic, one spinach".
    const divides = this.joined || (this.segments[0]?.categoryId ?? null) !== null;
    if (named || another || this.now.another || (divides && optionRequests.length > 0)) this.cut();
    const open = !article && this.now.quantity !== null && this.isEither();
    this.now.open ||= open;
    // "Until six, and then a margherita": the number was about something else.
    const follows = numberOf(this.tokens[this.at - 1]) !== null;
    if (!article || !follows) this.now.quantity = number;
    this.now.counted ||= !article;
    const joint = this.food.joints.has(this.tokens[this.at - 1] ?? '');
    this.now.another = joint && this.food.turns.has(this.tokens[this.at + 1] ?? '');
    this.joined = false;
    this.mode = 'head';
  }

  /** "Three or four". */
  private isEither(): boolean {
    return this.food.either.has(this.tokens[this.at - 1] ?? '');
  }

  /** "Two orders of twelve wings": the second number is a portion on the menu. */
  private takePortion(number: number): boolean {
    const { quantity, items } = this.now;
    const item = this.words.itemAt(this.tokens, this.at + 1)?.found[0];
    if (quantity === null || items !== null || this.isEither()) return false;
    const words = String(number);
    if (!isPortion(words, this.words, item)) return false;
    this.now.optionRequests.push({ words, minus: false });
    return true;
  }

  /** "Add a large …", "add a margherita": what follows the article is a dish. */
  private beginsDish(): boolean {
    const next = this.at + 1;
    const option = this.words.optionAt(this.tokens, next, null);
    return this.words.itemAt(this.tokens, next) !== null || (option?.found.group.min ?? 0) > 0;
  }

  /** "One with olives", after "two margheritas": so many of them are a dish of their own. */
  private takePart(number: number): boolean {
    const whole = this.whole ?? this.now;
    // "Twenty-four buffalo wings and six plain" are two portions.
    const isPart = this.whole !== null && (whole.quantity ?? 1) >= number;
    const isMore = isPortion(String(number), this.words, whole.items?.[0]);
    if (!isPart && this.joined && number > 1 && isMore) return false;
    const option = this.putOnPart() ? whole.optionRequests.pop() : undefined;
    const told = option !== undefined || this.toldOfPart();
    const counted = whole.items !== null || whole.categoryId !== null;
    if (!told || !counted || (whole.quantity ?? 1) < number + (this.whole === null ? 1 : 0))
      return false;
    const { items, categoryId, unknown } = whole;
    const before = this.whole === null ? whole.optionRequests : this.shared;
    whole.quantity = (whole.quantity ?? 1) - number;
    this.cut();
    this.whole = whole;
    this.shared = before;
    this.now = {
      ...emptySegment(),
      quantity: number,
      items,
      categoryId,
      beforeKind: whole.beforeKind,
      optionRequests: [...before, ...(option ? [option] : [])],
      unknown: [...unknown],
      sized: whole.sized,
    };
    this.joined = false;
    return true;
  }

  /** "No basil on one of them": the option before it is that of so many. */
  private putOnPart(): boolean {
    if (!this.food.turns.has(this.tokens[this.at - 1] ?? '')) return false;
    const { items, quantity } = this.now;
    const [next, ...others] = this.tokens.slice(this.at + 1, this.at + 3);
    const rest = others.at(-1) ?? next;
    return (
      items !== null && (quantity ?? 1) > 1 && (rest === undefined || this.food.ofThem.has(rest))
    );
  }

  private toldOfPart(): boolean {
    const dish = (this.whole ?? this.now).items?.[0];
    const isSized = this.whole === null && this.now.sized;
    if (isSized && isSize(this.tokens, this.at + 1, this.words, dish)) return false;
    return tellsOfPart(this.tokens, this.at + 1, this.words, this.notes, dish);
  }

  private preferOption(itemLength: number, optionLength: number): boolean {
    if (namesPortion(this.tokens, this.at, itemLength, optionLength)) return false;
    if (this.now.items === null && this.mode === 'head') return optionLength > itemLength;
    return (this.mode !== 'head' || !this.joined) && optionLength >= itemLength;
  }

  /** "Calzone no ham", "a lasagna and no coke": what is not wanted is no dish. */
  private leaveOut(length: number): boolean {
    const { items, optionRequests } = this.now;
    const before = this.tokens[this.at - 1] ?? '';
    if (items === null || !this.food.minus.has(before)) return false;
    if (!this.joined) {
      const words = clipped(this.tokens.slice(this.at, this.at + length));
      optionRequests.push({ words, minus: true });
    }
    return true;
  }

  private takeItems(named: readonly CatalogueItem[], length: number): void {
    const { now } = this;
    const before = now.items === null ? this.segments.at(-1) : now;
    if (this.either && before?.items) {
      if (before !== now) this.now = this.segments.pop() ?? now;
      this.now.items = [...before.items, ...named];
      this.either = false;
      return;
    }
    const called = this.tokens.slice(this.at, this.at + length);
    const items = withinHead(this.segments[0], named, called, this.words);
    if (now.items && this.at === this.dishEnd) {
      // "Roasted veggies": two of its names are one dish.
      const same = now.items.filter((item) => items.includes(item));
      if (same.length > 0) {
        now.items = same;
        return;
      }
    }
    const { unknown, optionRequests, quantity } = now;
    if (now.items === null && unknown.length > 0 && !this.apart) {
      // What stands between the number and the dish is about the dish.
      now.lead = unknown.splice(0);
      now.leads = this.at === this.unknownEnd && quantity !== null;
    } else if (now.items === null && unknown.length > 0) {
      const later = optionRequests.splice(this.optionsBefore);
      this.cut();
      this.now.optionRequests.push(...later);
      this.now.sized = later.length > 0;
    } else if (now.items !== null || (now.categoryId && this.joined)) this.cut();
    this.whole = null;
    this.now.items = items;
    this.now.called = called;
    this.now.onto = this.onto;
    this.onto = false;
    this.joined = false;
    this.mode = 'head';
  }

  private takeOption(group: ModifierGroup, phrase: readonly string[]): void {
    const { items, unknown } = this.now;
    const item = items?.[0];
    const taken = this.now.optionRequests.some(({ words }) =>
      item
        ? this.words.optionsCalled(item, words, false).some((called) => called.group === group)
        : unknown.length > 0 &&
          this.words.optionAt(this.words.tokens(words), 0, null)?.found.group === group,
    );
    // "A large pepperoni and small margherita": the second size begins the second dish.
    const free = this.mode === 'head' || group.min > 0;
    if (this.joined && free && group.max === 1 && taken) this.cut();
    const heads = item === undefined && this.mode === 'head' && group.min === 0 && group.max > 1;
    const request = { words: clipped(phrase), minus: this.mode === 'minus' };
    this.now.optionRequests.push({ ...request, ...(heads && { heads }) });
    if (item !== undefined) this.either = false;
    this.now.sized ||= group.min > 0;
    // "Add large pepperoni": a size begins a dish.
    if (group.min > 0 && this.mode === 'plus' && item === undefined) this.mode = 'head';
    this.joined = false;
  }

  private takeWord(token: string): void {
    const { now } = this;
    const wish = wishBehind(token, this.notes);
    if (wish !== null) {
      now.optionRequests.push({ words: clipped([wish]), minus: false, note: true });
      this.joined = false;
      return;
    }
    if (this.food.onto.has(token)) this.onto = true;
    if (this.food.turns.has(token)) {
      this.mode = 'head';
      return;
    }
    if (token === this.food.sameSize) {
      now.optionRequests.push({ words: token, minus: false });
      now.sized = true;
      return;
    }
    const silent = [this.food.fillers, this.food.plainly].some((words) => words.has(token));
    if (silent || this.kinds.includes(token)) return;
    if (now.items?.some((item) => this.words.isKindOf(token, item))) return;
    if (namesGroup(this.tokens, this.at, this.words, this.now.items?.[0])) return;
    const size = this.food.sizes.get(token);
    if (size !== undefined) {
      now.optionRequests.push({ words: size, minus: false });
      this.joined = false;
      return;
    }
    if (this.words.isEveryday(token, this.tokens[this.at + 1])) return;
    const categoryId = this.words.categoryOf(token);
    const only = now.items === null || this.joined ? onlyCalled(this.words, token) : null;
    if (only && now.unknown.length === 0) return this.takeItems([only], 1);
    // An unwanted thing is an option request, never the name of a dish.
    if (this.mode === 'minus' || (now.items !== null && this.mode === 'plus' && !this.joined)) {
      now.optionRequests.push({ words: clipped([token]), minus: this.mode === 'minus' });
    } else if (now.items === null || this.joined) {
      if (now.items !== null) {
        const listed = this.mode === 'plus';
        this.cut();
        this.now.added = true;
        this.now.listed = listed;
      }
      if (categoryId !== null && this.now.unknown.length === 0) {
        this.now.categoryId ??= categoryId;
        this.now.beforeKind ??= this.now.optionRequests.length;
      } else if (this.now.unknown.length < MAX_UNKNOWN) this.now.unknown.push(token);
      this.unknownEnd = this.at + 1;
    }
    this.joined = false;
  }

  /** @param of "both with penne": what follows is about all dishes so far. */
  private cut(of: 'one' | 'all' = 'one'): void {
    const { items, categoryId, quantity, optionRequests, unknown } = this.now;
    const empty =
      !items && !categoryId && quantity === null && optionRequests.length + unknown.length === 0;
    if (!empty) this.segments.push(this.now);
    this.now = { ...emptySegment(), ofAll: of === 'all' };
    this.mode = 'head';
    this.kinds = [];
    this.apart = false;
  }
}

import { offerIn } from '../../menu/spoken/in-language.js';
import { changeLanguage } from '../language.js';
import { checkout, tellMinimum } from '../checkout.js';
import { warnOfPart } from '../diets.js';
import { tellBusiness } from '../information.js';
import type { Flow } from '../ivr-state.js';
import type { ItemRequest } from '../../understanding/item-request.js';
import { beginDish, homeStep, nextRequest, takeRequests } from '../ordering.js';
import { askWhatAddressLacks } from '../passing-address.js';
import { applyKeptOffer, applyOffer, privateCodeSaid, namedOffer, tellOffer } from '../offers.js';
import type { Turn } from '../turn.js';
import type { Utterance } from '../../understanding/utterance.js';
import { plain } from '../../understanding/words.js';
import { commandOf, isQuestion, statesAllergy } from '../../understanding/commands.js';
import { parseItemRequests } from '../../understanding/item-request-parser.js';
import { amendLast } from '../intents/amend-dishes.js';
import { optionChange } from '../line-changes.js';
import { parseOfKind } from '../own-kind.js';
import { changesOther, isTakenBack } from '../taken-back.js';
import { nameAmong } from './half-names.js';
import { toldApart } from './told-apart.js';
import { afterYes } from './offer-item-step.js';
import { chosen, counted, type Step } from './step.js';

const CATEGORIES = { kind: 'categories', page: 0 } as const;

/** The main menu. */
export const mainStep: Step<'main'> = {
  help: 'helpDish',
  back: () => ({ kind: 'main' }),
  ask(turn) {
    if (askWhatAddressLacks(turn)) return;
    turn.set({ choices: [] });
    if (!turn.keysOnly && !turn.hasSaid('askAgain')) turn.say('mainSay');
    turn.sayKeys('mainKeys');
    if (turn.context.otherLanguage !== null) turn.sayKeys('languageKey');
    if (turn.state.lastLineId !== null) turn.sayKeys('finishKey');
    if (turn.context.person) turn.sayKeys('personKey');
  },
  *hear(turn, _, { number, key, command }) {
    const { otherLanguage } = turn.context;
    // "Never mind", of nothing.
    if (command === 'no' && turn.state.lastLineId === null) return true;
    if (number === 1) turn.goTo(CATEGORIES);
    else if (number === 2) turn.goTo({ kind: 'order', page: 0 });
    else if (number === 3) yield* tellBusiness(turn);
    else if (number === 4) turn.goTo({ kind: 'offers' });
    else if (number === 5) yield* checkout(turn);
    else if (key === '8' && otherLanguage !== null && turn.context.sentence('languageKey') !== '')
      yield* changeLanguage(turn, otherLanguage);
    else return false;
    return true;
  },
};

/** Whether there shall be more, once something is in the order. */
export const moreStep: Step<'more'> = {
  help: 'helpDish',
  back: () => ({ kind: 'main' }),
  *ask(turn) {
    if (askWhatAddressLacks(turn)) return;
    turn.set({ choices: [] });
    yield* tellMinimum(turn);
    if (turn.hasSaid('added') || turn.hasSaid('changed')) yield* applyKeptOffer(turn);
    const isAsked = turn.hasSaid('askAgain') || (turn.byKey && turn.hasSaid('added'));
    if (!isAsked) turn.say('more');
    turn.sayKeys('moreKeys');
  },
  *hear(turn, _, { number, command, text, key }) {
    const { chat, answers } = turn.vocabulary;
    // "Three", said before any keys were told, is how many of the last dish there shall be. A model
    // that has just gone may have asked for another number.
    const isSpokenOf = turn.state.misses === 0 && turn.state.aboutItemId !== undefined;
    if (key === null && number !== null && number > 1 && isSpokenOf)
      return yield* amendLast(turn, null, optionChange(number));
    // "Perfect", after a change of what was read back.
    if (command === 'yes' && (turn.state.settled ? answers.affirms : answers.enough).test(text)) {
      yield* checkout(turn);
      return true;
    }
    if (command === 'yes' && (chat.test(text) || answers.affirms.test(text))) return true;
    if (command === 'yes') turn.goTo({ kind: 'main' });
    else if (number === 1) turn.goTo(CATEGORIES);
    else if (number === 2) turn.goTo({ kind: 'order', page: 0 });
    else if (number === 3 || command === 'no') yield* checkout(turn);
    else return false;
    return true;
  },
};

/** Which part of the menu. */
export const categoriesStep: Step<'categories'> = {
  help: 'helpChoice',
  back: homeStep,
  ask(turn, { page }) {
    turn.say('categories');
    const sold = turn.context.menu.categories.filter(({ id }) => turn.available(id).length > 0);
    turn.offer(
      sold.map(({ id, name }) => ({ id, name: turn.spoken.named(name) })),
      { page },
    );
  },
  hear(turn, { page }, utterance) {
    const categoryId = chosen(turn, utterance);
    if (categoryId !== null) turn.goTo({ kind: 'items', categoryId, page: 0, itemRequest: null });
    else if (utterance.command === 'next') turn.goTo({ kind: 'categories', page: page + 1 });
    else if (utterance.command === 'no') turn.goTo(homeStep(turn));
    else return false;
    return true;
  },
};

/** Which dish of a part of the menu. */
export const itemsStep: Step<'items'> = {
  help: 'helpChoice',
  back: () => CATEGORIES,
  *ask(turn, { categoryId, page }) {
    const items = turn.available(categoryId);
    const category = turn.spoken.named(turn.context.words.nameOf(categoryId));
    if (items.length === 0) {
      turn.say('notFound', { words: category });
      turn.goTo(CATEGORIES);
      return;
    }
    if (page === 0 && turn.state.misses === 0) yield* warnOfPart(turn, categoryId);
    turn.say('items', { category });
    turn.offer(items, { page });
  },
  *hear(turn, step, utterance) {
    const item = turn.context.menu.item(
      chosen(turn, utterance) ?? calledAmong(turn, step.categoryId, utterance) ?? '',
    );
    if (item) {
      turn.set({ aboutItemId: item.id });
      turn.say('item', { item: item.name, price: turn.spoken.cents(item.priceCents) });
      const one = { quantity: utterance.key === null ? 1 : null, optionRequests: [] };
      yield* beginDish(turn, item, step.itemRequest ?? one);
      return true;
    }
    if (utterance.command === 'next') {
      turn.goTo({ ...step, page: step.page + 1 });
      return true;
    }
    const { itemRequest } = step;
    if (itemRequest !== null && refuses(turn, utterance)) {
      turn.say('dropped', { item: itemRequest.words });
      turn.set({ removedLast: true });
      yield* nextRequest(turn);
      return true;
    }
    const asked = turn.available(step.categoryId).map(({ id }) => id);
    if (yield* changesOther(turn, utterance, asked)) return false;
    if (itemRequest !== null && (yield* completed(turn, itemRequest, utterance.raw))) return true;
    const named = turn.context.menu.item(nameAmong(turn, utterance.text) ?? '');
    if (!named || isQuestion(utterance.raw, turn.vocabulary)) return false;
    const { quantity = null, optionRequests = [] } = itemRequest ?? {};
    yield* beginDish(turn, named, { quantity: quantity ?? 1, optionRequests });
    return true;
  },
};

/** Which of the dishes that fit the caller's words. */
export const whichItemStep: Step<'which-item'> = {
  help: 'helpChoice',
  back: homeStep,
  ask(turn, { itemRequest, named }) {
    const items = itemRequest.itemIds.flatMap((id) => turn.context.menu.item(id) ?? []);
    const [only] = items;
    if (named && !turn.tellsKeys && !turn.repeats) {
      turn.say(turn.state.lastLineId === null ? 'mainSay' : 'more');
      turn.choose(items);
      return;
    }
    if (only && items.length === 1) {
      turn.set({ choices: [only.id] });
      turn.say('heardDish', { dish: only.name });
      return turn.sayKeys('yesNoKeys');
    }
    turn.say('which');
    turn.offer(items);
  },
  *hear(turn, { itemRequest }, utterance) {
    const only =
      itemRequest.itemIds.length === 1 && utterance.command === 'yes'
        ? itemRequest.itemIds[0]
        : null;
    const item = turn.context.menu.item(
      only ?? chosen(turn, utterance) ?? toldApart(turn, itemRequest.itemIds, utterance) ?? '',
    );
    const alone = itemRequest.itemIds.length === 1;
    const none = refuses(turn, utterance) || (alone && utterance.key === '2');
    if (item) yield* beginDish(turn, item, { ...itemRequest, quantity: itemRequest.quantity ?? 1 });
    else if (none) yield* nextRequest(turn);
    else if (yield* takeCounted(turn, itemRequest, utterance)) return true;
    else if (yield* changesOther(turn, utterance, itemRequest.itemIds)) return false;
    else return yield* completed(turn, itemRequest, utterance.raw);
    return true;
  },
};

/** "The second one, a medium, and a coke." */
function* takeCounted(turn: Turn, open: ItemRequest, utterance: Utterance): Flow<boolean> {
  const { id = '', rest = '' } = counted(turn, utterance) ?? {};
  const item = turn.context.menu.item(id);
  if (!item) return false;
  const { words, search } = turn.context;
  const said = parseItemRequests(rest, words, search);
  const others = said.itemRequests.filter(
    ({ itemIds, categoryId }) => itemIds.length > 0 || categoryId,
  );
  turn.set({ pending: [...others, ...turn.state.pending] });
  yield* beginDish(turn, item, {
    quantity: said.quantity ?? open.quantity ?? 1,
    optionRequests: [...open.optionRequests, ...said.optionRequests].slice(0, 10),
  });
  return true;
}

/** None of the dishes that are asked about. */
function refuses(turn: Turn, utterance: Utterance): boolean {
  return ['no', 'cancel'].includes(utterance.command ?? '') || isTakenBack(turn, utterance);
}

/** Whether dishes were heard right that recognition was not sure of; another one that is named replaces them. */
export const doubtStep: Step<'doubt'> = {
  help: 'helpYesNo',
  back: homeStep,
  ask(turn, { itemRequests }) {
    const [first] = itemRequests;
    turn.set({
      choices: [],
      ...(first?.itemIds.length === 1 && { aboutItemId: first.itemIds[0] }),
    });
    turn.say('heardDish', {
      dish: itemRequests.map((one) => requestInWords(turn, one)).join(', '),
    });
    turn.sayKeys('yesNoKeys');
  },
  *hear(turn, { itemRequests }, utterance) {
    const { key, command, raw } = utterance;
    const { vocabulary } = turn;
    const { words, search } = turn.context;
    if (key === '1' || command === 'yes') {
      yield* takeRequests(turn, itemRequests.map(assured));
      return true;
    }
    // "Nope, nothing else."
    const [first = ''] = plain(raw).split(' ');
    if (command === 'done' && commandOf(first, vocabulary) === 'no') {
      turn.say('dropped', { item: itemRequests.map(({ words: called }) => called).join(', ') });
      yield* checkout(turn);
      return true;
    }
    if (key === '2' || command === 'no' || isTakenBack(turn, utterance)) {
      turn.say('askAgain');
      turn.goTo(homeStep(turn));
      return true;
    }
    if (command === 'done') {
      turn.say('helpYesNo');
      return true;
    }
    const asked = itemRequests.flatMap(({ itemIds }) => itemIds);
    if (command !== null || isQuestion(raw, vocabulary)) return false;
    if (yield* changesOther(turn, utterance, asked)) return false;
    const named = parseItemRequests(raw, words, search).itemRequests.filter(
      ({ itemIds, unsure }) => itemIds.length > 0 && !unsure,
    );
    if (named.length === 0) return false;
    const { both } = afterYes(turn, plain(raw));
    yield* takeRequests(turn, both ? [...itemRequests, ...named] : named);
    return true;
  },
};

/** The one dish that a yes was said to. */
function assured(itemRequest: ItemRequest): ItemRequest {
  return itemRequest.itemIds.length === 1 ? { ...itemRequest, unsure: false } : itemRequest;
}

function requestInWords(
  { context, spoken }: Turn,
  { itemIds, words, quantity, optionRequests }: ItemRequest,
): string {
  const name = itemIds.length === 1 ? (context.menu.item(itemIds[0] ?? '')?.name ?? words) : words;
  const { food } = context.words.vocabulary;
  const wishes = optionRequests.map((one) => (one.minus ? food.without(one.words) : one.words));
  return [spoken.dishes(quantity ?? 1, name), ...wishes].join(', ');
}

/** The offers of the day. */
export const offersStep: Step<'offers'> = {
  help: 'helpChoice',
  back: homeStep,
  *ask(turn) {
    const result = yield* turn.run('get_promotions');
    const { promotions } = turn.context.menu;
    const running = result.ok && Array.isArray(result['promotions']) ? result['promotions'] : [];
    const codes = running.map((one: { code?: unknown }) => one?.code);
    const offers = promotions
      .filter(({ code }) => codes.includes(code))
      .slice(0, 8)
      .map((one) => offerIn(turn.spoken, one));
    if (offers.length === 0) {
      turn.say('noOffers');
      turn.goTo(homeStep(turn));
      return;
    }
    const choices = offers.map(({ code, name }) => ({ id: code, name }));
    // Asked again after something else, they are not read out once more.
    if (turn.hasSpoken && !turn.tellsKeys && choices[0]?.id === turn.state.choices[0]) {
      turn.choose(choices);
      return turn.say('offersSay');
    }
    const described = offers.map(({ name, description }) => `${name}: ${description}`);
    turn.say('offers', { offers: described.join(' ') });
    turn.offer(choices, { instead: 'offersSay' });
  },
  *hear(turn, _, utterance) {
    const { text, command } = utterance;
    const { choices } = turn.state;
    const only = command === 'yes' && choices.length === 1 ? choices[0] : null;
    // "So the third one is free?" counts no offers.
    const asks = utterance.key === null && isQuestion(utterance.raw, turn.vocabulary);
    const described = asks || text.split(' ').length > 3 ? namedOffer(turn, text) : null;
    const named =
      described ?? (asks ? null : chosen(turn, utterance)) ?? only ?? namedOffer(turn, text);
    const code = named ?? privateCodeSaid(turn, text);
    if (code === null && command !== 'no') return false;
    // "How does the family deal work" is no wish to have it.
    if (named !== null && asksAbout(turn, utterance.raw)) tellOffer(turn, named);
    else if (code !== null) yield* applyOffer(turn, code);
    turn.goTo(homeStep(turn));
    return true;
  },
};

/** Whether something is asked rather than ordered: "how does that work". */
function asksAbout({ vocabulary }: Turn, raw: string): boolean {
  if (isQuestion(raw, vocabulary)) return true;
  return /\?\s*$/.test(raw) && !vocabulary.questions.orders.test(plain(raw));
}

/** "The spinach one with marinara", by the name of the one dish of those in question that has it. */
function withNames({ context, state, vocabulary }: Turn, text: string): string {
  return plain(text).replace(vocabulary.questions.advice.kindOf, (said, kind: string) => {
    const named = state.choices.flatMap((id) => context.menu.item(id)?.name ?? []);
    const called = named.filter((name) => context.words.named(name).includes(kind));
    return called.length === 1 ? (called[0] ?? said) : said;
  });
}

/** "Pepperoni", after "a large pizza with olives": the dish with what was said before. */
function* completed(turn: Turn, itemRequest: ItemRequest, text: string): Flow<boolean> {
  if (isQuestion(text, turn.vocabulary) || statesAllergy(text, turn.vocabulary)) return false;
  const part = itemRequest.itemIds.length === 0 ? itemRequest.categoryId : null;
  const [named, ...others] = parseOfKind(turn, withNames(turn, text), part).itemRequests;
  const item = turn.context.menu.item(named?.itemIds[0] ?? '');
  if (!named || !item || named.unsure) return false;
  const fitting = named.itemIds.filter((id) => itemRequest.itemIds.includes(id));
  const itemId = named.itemIds.length === 1 ? item.id : fitting.length === 1 ? fitting[0] : null;
  const meant = turn.context.menu.item(itemId ?? '');
  if (!meant) return false;
  // A coke answers nothing about which pizza; that is asked for once more.
  const ofItems = itemRequest.itemIds.map((id) => turn.context.menu.item(id)?.category.id ?? null);
  const asked = ofItems.length > 0 ? ofItems : [itemRequest.categoryId];
  const isOther = asked[0] !== null && !asked.includes(meant.category.id);
  if (isOther && (itemRequest.itemIds.length === 0 || !itemRequest.unsure)) {
    const open = turn.vocabulary.answers.unsettles.test(plain(text)) ? [] : [itemRequest];
    turn.set({ pending: [named, ...others, ...open, ...turn.state.pending] });
    yield* nextRequest(turn);
    return true;
  }
  // "Five large pizzas", "two pepperoni and three veggie": all of them are large.
  const alike = others.map((one) => {
    const ofPart = turn.context.menu.item(one.itemIds[0] ?? '')?.category.id === part;
    const wishes = ofPart && part !== null ? itemRequest.optionRequests : [];
    return { ...one, optionRequests: [...wishes, ...one.optionRequests].slice(0, 10) };
  });
  turn.set({ pending: [...alike, ...turn.state.pending] });
  yield* beginDish(turn, meant, {
    quantity: named.quantity ?? itemRequest.quantity ?? 1,
    optionRequests: [...itemRequest.optionRequests, ...named.optionRequests].slice(0, 10),
  });
  return true;
}

/** "The classic one", of the dishes of a part of the menu: the one whose names have all that was said. */
function calledAmong(turn: Turn, categoryId: string, { raw, command }: Utterance): string | null {
  const { context, vocabulary } = turn;
  const { fillers, articles, determiners } = vocabulary.food;
  if (command !== null || isQuestion(raw, vocabulary)) return null;
  const said = context.words
    .tokens(raw)
    .filter((token) => ![fillers, articles, determiners].some((known) => known.has(token)));
  const fitting = turn
    .available(categoryId)
    .filter((item) => said.length > 0 && context.words.coverage(item, said).alike === said.length);
  return fitting.length === 1 ? (fitting[0]?.id ?? null) : null;
}

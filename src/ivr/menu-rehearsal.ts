import { Injectable } from '@nestjs/common';
import type { CatalogueItem, Menu } from '../menu/catalogue/menu.js';
import { deliveryTerms } from '../menu/delivery-area.js';
import { orderable, pricingRules } from '../menu/orderables.js';
import { orderView } from '../menu/tools/order-view.js';
import type { ToolResult } from '../menu/tools/tool.js';
import { addLine, newOrder } from '../orders/order-changes.js';
import { isFault } from '../orders/order-fault.js';
import type { Order } from '../orders/order.js';
import { answerKind } from './answer-kind.js';
import { ivrTurn } from './dialogue.js';
import { type DialogueContext, DialogueContexts } from './dialogue-context.js';
import { hintsFor } from './hints.js';
import { type IvrInput, type IvrState, type IvrStep, NEW_STATE } from './ivr-state.js';
import type { IvrTurn } from './ivr.service.js';

/** What a caller would be asked. */
export type RehearsedQuestion = Pick<
  IvrTurn,
  'prompt' | 'listensFrom' | 'hints' | 'answer' | 'expects' | 'asks'
>;

/** A question with words of the menu. */
export interface Rehearsal {
  /** Where in the dialogue it is asked. */
  readonly name: string;
  /** Works the question out; what a menu makes impossible is thrown. */
  readonly question: () => RehearsedQuestion;
}

/** Choices of one page, dishes of one question and lines of one order. */
const PORTION = 8;
const NOTHING: IvrInput = { nothing: true };

/** Goes through what the order line says of a menu before any caller hears it. */
@Injectable()
export class MenuRehearsal {
  constructor(private readonly contexts: DialogueContexts) {}

  /**
   * Each kind of question that has words of the menu, together with all its names: choices,
   * descriptions, offers, orders and their read-backs. Runs no tool and keeps nothing.
   */
  *questions(menu: Menu): Generator<Rehearsal> {
    for (const context of this.contexts.inAllLanguages(menu)) yield* this.questionsIn(context);
  }

  private *questionsIn(context: DialogueContext): Generator<Rehearsal> {
    const { menu } = context;
    const ask = (name: string, input: IvrInput, state: IvrState | null, order?: Order) => ({
      name,
      question: () => played(context, input, state, order),
    });
    const at = (name: string, step: IvrStep, order?: Order) =>
      ask(name, NOTHING, { ...NEW_STATE, step }, order);

    yield ask('first words', { start: true, resumed: false }, null);
    yield ask('opening hours', { digits: '3' }, NEW_STATE);
    yield at('offers', { kind: 'offers' });
    for (const page of portions(menu.categories).keys()) {
      yield at('categories', { kind: 'categories', page });
    }
    for (const { id: categoryId, name, items } of menu.categories) {
      for (const page of portions(items).keys()) {
        yield at(`dishes of ${name}`, { kind: 'items', categoryId, page, itemRequest: null });
      }
    }
    for (const item of menu.items)
      yield { name: `description of ${item.name}`, question: () => described(context, item) };
    yield* this.choices(menu, at);
    for (const order of sampleOrders(menu)) {
      const names = order.lines.map(({ name }) => name).join(', ');
      yield ask(`order of ${names}`, { start: true, resumed: true }, null, order);
      yield at(`change of ${names}`, { kind: 'order', page: 0 }, order);
      yield at(`read-back of ${names}`, { kind: 'confirm', confirmationId: null }, order);
    }
  }

  private *choices(
    menu: Menu,
    at: (name: string, step: IvrStep) => Rehearsal,
  ): Generator<Rehearsal> {
    for (const items of portions(menu.items)) {
      const itemIds = items.map(({ id }) => id);
      const itemRequest = {
        itemIds,
        unsure: true,
        categoryId: null,
        quantity: null,
        optionRequests: [],
        words: '',
      };
      yield at('dishes to choose from', { kind: 'which-item', itemRequest });
      const itemRequests = itemIds.map((id) => ({ ...itemRequest, itemIds: [id] }));
      yield at('dishes to make sure of', { kind: 'doubt', itemRequests });
    }
    for (const { id: groupId, name, options } of menu.modifierGroups) {
      const item = menu.items.find(({ groups }) => groups.some(({ id }) => id === groupId));
      if (item === undefined) continue;
      const draft = { itemId: item.id, quantity: null, optionIds: [], note: '' };
      yield at(`number of ${item.name}`, { kind: 'quantity', draft });
      const extras = { kind: 'extras', draft, groupId, list: 'new' } as const;
      for (const page of portions(options).keys()) {
        yield at(`options of ${name}`, { kind: 'option', draft, groupId, page });
        yield at(`extras of ${name}`, { ...extras, page });
      }
    }
  }
}

function described(context: DialogueContext, item: CatalogueItem): RehearsedQuestion {
  const { name, description, priceCents, allergens } = item;
  const { spoken } = context.words.vocabulary;
  const price = spoken.cents(priceCents);
  const info = context.sentence('itemInfo', { item: name, description, price });
  const prompt = `${info} ${spoken.allergens(name, allergens)}`;
  return { prompt, listensFrom: 0, hints: '', answer: 'yes-no', expects: 'speech dtmf', asks: 1 };
}

/** One turn whose tools answer as they would with this order. */
function played(
  context: DialogueContext,
  input: IvrInput,
  state: IvrState | null,
  order?: Order,
): RehearsedQuestion {
  const flow = ivrTurn(state, input, context);
  let next = flow.next();
  while (!next.done) next = flow.next(answer(next.value.name, context, order));
  const { state: after, prompt, listensFrom, expects } = next.value;
  const hints = hintsFor(after, context);
  return { prompt, listensFrom, hints, answer: answerKind(after.step), expects, asks: 1 };
}

function answer(name: string, { menu, words }: DialogueContext, order?: Order): ToolResult {
  const { spoken } = words.vocabulary;
  switch (name) {
    case 'view_order':
      return { ok: true, ...(order && orderView(order, spoken, new Date())) };
    case 'read_back_order':
      return {
        ok: true,
        confirmationId: 'rehearsal',
        ...(order && { spoken: spoken.order(order, new Date()) }),
      };
    case 'get_promotions':
      return { ok: true, promotions: menu.promotions };
    case 'get_business_info':
      return {
        ok: true,
        ...menu.business,
        delivery: deliveryTerms(menu.business.delivery, spoken),
      };
    default:
      return { ok: true };
  }
}

/** Orders that together have all dishes that can be had, each with the options that it needs. */
function sampleOrders(menu: Menu): readonly Order[] {
  const now = new Date();
  const rules = pricingRules(menu, now);
  return portions(menu.items).map((items) => {
    const empty = newOrder({ id: 'rehearsal', callSid: 'rehearsal', now });
    return items.reduce<Order>((order, item) => {
      const optionIds = item.groups.flatMap(({ min, options }) =>
        options
          .filter(({ soldOut }) => soldOut !== true)
          .slice(0, min)
          .map(({ id }) => id),
      );
      const choice = { quantity: 1, optionIds, note: null };
      const more = addLine(order, orderable(item, menu, now), choice, rules);
      return isFault(more) ? order : more;
    }, empty);
  });
}

function portions<T>(list: readonly T[]): readonly (readonly T[])[] {
  const count = Math.ceil(list.length / PORTION);
  return Array.from({ length: count }, (_, at) => list.slice(at * PORTION, (at + 1) * PORTION));
}

import type { ModifierGroup } from '../../menu/catalogue/menu-document.js';
import { amendCalled } from './amend-called.js';
import { amendLast } from './amend-dishes.js';
import { amend } from './amend-intents.js';
import { lastLine, optionChange } from '../line-changes.js';
import { checkout, farewell } from '../checkout.js';
import { noteFulfilment } from '../customer-details.js';
import { allergenQuestion, bare, isQuestion, statesAllergy } from './commands.js';
import { utteranceOf, type Utterance } from './utterance.js';
import { tellBusiness, tellItem } from '../information.js';
import type { Draft, Flow, IvrStep, ItemRequest, OptionRequest } from '../ivr-state.js';
import { applyOffer, privateCodeSaid } from '../offers.js';
import { dropDish, homeStep, nextRequest, takeRequests } from '../ordering.js';
import { browse, viewOrder } from '../browsing.js';
import { answerTalk } from '../talk.js';
import type { Turn } from '../turn.js';
import { parseItemRequests, type ItemRequests } from './item-request-parser.js';
import { plain } from './words.js';

/** More words than this that name nothing are not repeated to the caller. */
const MAX_UNKNOWN_WORDS = 3;

/** Steps at which callers rarely order: words that match nothing are not reported as an unknown dish. */
const DECIDING: readonly IvrStep['kind'][] = [
  'confirm',
  'offer-item',
  'cancel',
  'leave',
  'placed',
  'fulfilment',
  'doubt',
  'name',
  'address',
];

/** Questions beside which there may be an order. */
const ASIDES: readonly Utterance['command'][] = ['business', 'unknown', 'payment', 'ready'];

/** Between the parts of a sentence. */
const CLAUSES = /[,.;?!]\s+|\s+(?:and|but|y|pero)\s+/i;

/**
 * Handles what a caller may say at any step: commands, customer details, changes, dishes, questions.
 * False: not understood and nothing changed; a sentence may have been said about the reason.
 */
export function* understand(turn: Turn, heard: Utterance): Flow<boolean> {
  const utterance = withoutHalves(turn, heard);
  if (utterance !== heard && utterance.text === '') return true;
  if (ASIDES.includes(utterance.command)) return yield* understandAside(turn, utterance);
  const { further } = turn.vocabulary.changes;
  const clauses = utterance.command === null ? plain(utterance.raw).split(further) : [];
  if (clauses.length > 1) {
    let understood = false;
    for (const raw of clauses) {
      const clause = { ...utterance, raw, text: bare(raw, turn.vocabulary) };
      understood = (yield* understandClause(turn, clause)) || understood;
    }
    return understood;
  }
  return yield* understandClause(turn, utterance);
}

/** "A lasagna, and what time do you close?": the order beside the question is not lost. */
function* understandAside(turn: Turn, utterance: Utterance): Flow<boolean> {
  const clauses = utterance.raw
    .split(CLAUSES)
    .flatMap((speech) => utteranceOf({ speech }, turn.vocabulary) ?? []);
  const orders = clauses.filter(({ command, raw }) => {
    const named = command === null ? parse(turn, raw).itemRequests : [];
    const asks = turn.vocabulary.questions.requests.test(plain(raw));
    return named.some(
      ({ itemIds, unsure, quantity }) =>
        itemIds.length > 0 && !unsure && (asks || quantity !== null),
    );
  });
  const whole =
    orders.length === 0 || !clauses.some(({ command }) => command === utterance.command);
  if (whole) return yield* understandClause(turn, utterance);
  for (const clause of clauses) {
    if (clause.command === utterance.command || orders.includes(clause))
      yield* understandClause(turn, clause);
  }
  return true;
}

function* understandClause(turn: Turn, utterance: Utterance): Flow<boolean> {
  const draft = draftOf(turn);
  const { mentioned } = turn.state;
  if (draft && (utterance.command === 'no' || utterance.command === 'cancel')) {
    yield* dropDish(turn, draft);
    return true;
  }
  if (utterance.command !== null && (yield* runCommand(turn, utterance, draft !== null)))
    return true;
  if (utterance.text === '') return false;
  if (turn.vocabulary.chat.test(plain(utterance.raw))) return true;
  // "How much is delivery" chooses nothing.
  const asks = isQuestion(utterance.raw, turn.vocabulary);
  if (!asks && (yield* noteFulfilment(turn, utterance))) return true;
  if (utterance.command !== null) return false;
  const amended = yield* amend(turn, utterance, draft);
  if (amended === 'done') {
    if (turn.state.pending.length > 0 && draft === null) yield* nextRequest(turn);
    return true;
  }
  if (amended === 'failed') return false;
  // "For delivery, please" is enough to have been understood.
  return (yield* takeFood(turn, utterance, draft)) || turn.state.mentioned !== mentioned;
}

/** Two kinds on one dish cannot be had: says so, and goes on with what else was said. */
function withoutHalves(turn: Turn, utterance: Utterance): Utterance {
  const { halves } = turn.vocabulary.food;
  const said = plain(utterance.raw);
  const rest = said.replace(halves, ' ');
  if (rest === said) return utterance;
  turn.say('halves');
  return { ...utterance, raw: rest, text: utterance.text.replace(halves, ' ').trim() };
}

/** Runs a command that means the same at every step. Some are refused while a dish is being put together. */
function* runCommand(turn: Turn, { command, text }: Utterance, drafting: boolean): Flow<boolean> {
  switch (command) {
    case 'business':
      yield* tellBusiness(turn, text);
      return true;
    case 'wait':
    case 'hearing':
    case 'who':
    case 'robot':
    case 'payment':
    case 'ready':
    case 'unknown':
    case 'upset':
    case 'complaint':
      yield* answerTalk(turn, command);
      return true;
    case 'cancel':
      turn.set({ pending: [] });
      turn.goTo(turn.state.lastLineId === null ? homeStep(turn) : { kind: 'cancel' });
      return true;
    case 'main':
      turn.set({ pending: [] });
      turn.goTo({ kind: 'main' });
      return true;
    case 'goodbye':
      if (turn.state.lastLineId === null) yield* farewell(turn);
      else turn.goTo({ kind: 'leave' });
      return true;
    case 'view':
    case 'offers':
    case 'browse':
    case 'done':
      if (drafting) return false;
      if (command === 'view') yield* viewOrder(turn, text);
      else if (command === 'offers') yield* offers(turn, text);
      else if (command === 'browse') browse(turn, text);
      else yield* checkout(turn);
      return true;
    default:
      return false;
  }
}

/** "I have a coupon, FRIENDS25" names an offer that is not read out; otherwise they are. */
function* offers(turn: Turn, text: string): Flow {
  const code = privateCodeSaid(turn, text);
  if (code === null) return turn.goTo({ kind: 'offers' });
  yield* applyOffer(turn, code);
  turn.goTo(homeStep(turn));
}

/** Dishes, options for the last one, or a question. */
function* takeFood(turn: Turn, { raw, doubtful }: Utterance, draft: Draft | null): Flow<boolean> {
  const { itemRequests, optionRequests, quantity } = parse(turn, raw);
  const orders =
    turn.vocabulary.questions.orders.test(plain(raw)) &&
    itemRequests.some(({ itemIds, unsure }) => itemIds.length === 1 && !unsure);
  if ((isQuestion(raw, turn.vocabulary) && !orders) || statesAllergy(raw, turn.vocabulary))
    return yield* answerQuestion(turn, { itemRequests, optionRequests, quantity }, raw, draft);
  const known = itemRequests.filter(({ itemIds, categoryId }) => itemIds.length > 0 || categoryId);
  const [first] = itemRequests;
  if (first && known.length === 0 && optionRequests.length === 0) return notFound(turn, first, raw);
  if (!draft && (yield* refusesExtra(turn, raw, itemRequests))) return true;
  if (doubtful && draft === null && known.length > 0) {
    turn.goTo({ kind: 'doubt', itemRequests: known });
    return true;
  }
  // What else was named waits until the dish half chosen is complete.
  if (draft) turn.set({ pending: [...turn.state.pending, ...known] });
  const { step } = turn.state;
  if (
    'itemRequest' in step &&
    step.itemRequest &&
    known.length === 0 &&
    optionRequests.length > 0
  ) {
    // The dish is still in question: what it shall be like is about that one.
    const { itemRequest } = step;
    const wanted = [...itemRequest.optionRequests, ...optionRequests].slice(-10);
    turn.set({ step: { ...step, itemRequest: { ...itemRequest, optionRequests: wanted } } });
    return true;
  }
  if (!draft && (yield* amendCalled(turn, raw, { itemRequests, optionRequests, quantity }))) {
    if (turn.state.pending.length > 0) yield* nextRequest(turn);
    return true;
  }
  const counted = !draft && known.length === 0 && quantity !== null;
  if (counted && (yield* likeLast(turn, raw, quantity, optionRequests))) return true;
  const amended =
    optionRequests.length > 0 &&
    (yield* amendLast(turn, draft, optionChange(null, optionRequests)));
  if (!draft && known.length > 0) yield* takeRequests(turn, itemRequests);
  return amended || known.length > 0;
}

function* answerQuestion(
  turn: Turn,
  { itemRequests, optionRequests }: ItemRequests,
  raw: string,
  draft: Draft | null,
): Flow<boolean> {
  // "How much is the large?" is about the dish spoken of last.
  const { menu, words } = turn.context;
  const about = menu.item(draft?.itemId ?? turn.state.aboutItemId ?? '');
  const ofIt = optionRequests.filter(
    (one) => about && words.optionsCalled(about, one.words, one.minus).length > 0,
  );
  if (
    about &&
    itemRequests.length === 0 &&
    ofIt.length > 0 &&
    allergenQuestion(raw, turn.vocabulary) === null
  ) {
    yield* tellItem(turn, about, false, ofIt);
    return true;
  }
  const group = choicesAskedFor(turn, raw, draft, itemRequests);
  if (group) {
    const names = group.options.filter(({ soldOut }) => soldOut !== true).map(({ name }) => name);
    turn.say('groupChoices', { group: group.name, choices: names.join(', ') });
    return true;
  }
  if (draft === null && (yield* answerOfThat(turn, raw, itemRequests))) return true;
  const dish = allergenQuestion(raw, turn.vocabulary);
  const asked = dish === null ? itemRequests : parse(turn, dish).itemRequests;
  const itemRequest =
    asked.find(({ itemIds, unsure }) => itemIds.length === 1 && !unsure) ?? itemRequests[0];
  const item = turn.context.menu.item(itemRequest?.itemIds[0] ?? '');
  if (itemRequest && item && itemRequest.itemIds.length === 1 && !itemRequest.unsure) {
    yield* tellItem(turn, item, dish !== null, itemRequest.optionRequests);
    return true;
  }
  if (draft) return false;
  if (dish !== null) {
    turn.tell(turn.context.menu.business.allergenNotice);
    return true;
  }
  if (!itemRequest) return false;
  if (itemRequest.itemIds.length === 0 && itemRequest.categoryId === null)
    return notFound(turn, itemRequest, raw);
  yield* takeRequests(turn, [itemRequest]);
  return true;
}

/** "The diavola, is that spicy", "is it spicy": about the dish named before it or spoken of last. */
function* answerOfThat(
  turn: Turn,
  raw: string,
  itemRequests: readonly ItemRequest[],
): Flow<boolean> {
  const before = turn.vocabulary.questions.ofThat.exec(plain(raw))?.[1];
  if (before === undefined || itemRequests.length === 0) return false;
  const { itemIds = [] } = parse(turn, before).itemRequests[0] ?? {};
  const named = itemIds.length === 1 ? itemIds[0] : undefined;
  const item = turn.context.menu.item(named ?? turn.state.aboutItemId ?? '');
  if (!item) return false;
  yield* tellItem(turn, item, false);
  const { lines } = yield* turn.order();
  if (lines.some(({ itemId }) => itemId === item.id)) turn.goTo(homeStep(turn));
  return true;
}

/** The group of choices that a question is about: "what toppings do you have". */
function choicesAskedFor(
  turn: Turn,
  raw: string,
  draft: Draft | null,
  itemRequests: readonly ItemRequest[],
): ModifierGroup | null {
  const { menu, words } = turn.context;
  const tokens = words.tokens(raw);
  const dishes = itemRequests.flatMap(({ itemIds }) =>
    itemIds.map((id) => menu.item(id)?.name ?? ''),
  );
  const ofDish = dishes.flatMap((name) => words.named(name));
  const groups = menu.item(draft?.itemId ?? '')?.groups ?? menu.modifierGroups;
  const named = groups.find(({ name }) => {
    const kind = words.tokens(name).at(-1) ?? '';
    // "Do you have wings" asks for the dish.
    const asked = words
      .named(kind)
      .some((token) => tokens.includes(token) && !ofDish.includes(token));
    return asked && words.categoryOf(kind) === null;
  });
  if (named || itemRequests.some(({ itemIds, categoryId }) => itemIds.length > 0 || categoryId))
    return named ?? null;
  // "How big is a large" is about all sizes.
  const sized = groups.find(
    ({ min, options }) =>
      min > 0 && options.some(({ name }) => tokens.includes(words.tokens(name)[0] ?? '')),
  );
  return sized ?? null;
}

/** "Add bacon", which neither the dish spoken of last nor the menu has. */
function* refusesExtra(
  turn: Turn,
  raw: string,
  [itemRequest, ...others]: readonly ItemRequest[],
): Flow<boolean> {
  if (!itemRequest || others.length > 0 || itemRequest.quantity !== null) return false;
  const several = itemRequest.itemIds.length > 1;
  if (!itemRequest.unsure && !(several && turn.vocabulary.changes.extras.test(plain(raw))))
    return false;
  const line = lastLine(turn, yield* turn.order());
  if (!line || !turn.vocabulary.changes.puts.test(plain(raw))) return false;
  turn.say('notPossible', { words: itemRequest.words, item: line.name });
  return true;
}

/** "And a small one with ham", after a margherita: one more of them. */
function* likeLast(
  turn: Turn,
  raw: string,
  quantity: number,
  optionRequests: readonly OptionRequest[],
): Flow<boolean> {
  if (!turn.vocabulary.changes.adds.test(plain(raw))) return false;
  const item = turn.context.menu.item(lastLine(turn, yield* turn.order())?.itemId ?? '');
  const { words } = turn.context;
  const sized =
    item !== undefined &&
    optionRequests.some(
      (one) =>
        one.note !== true &&
        words.optionsCalled(item, one.words, one.minus).some(({ group }) => group.min > 0),
    );
  if (!sized) return false;
  yield* takeRequests(turn, [
    {
      itemIds: [item.id],
      unsure: false,
      categoryId: null,
      quantity,
      optionRequests,
      words: item.name,
    },
  ]);
  return true;
}

/**
 * Says that a dish could not be found; false, since nothing was understood. What is asked of the
 * restaurant instead is said to be unknown.
 */
function notFound(turn: Turn, { words, quantity }: ItemRequest, raw: string): boolean {
  const few = words.split(' ').length <= MAX_UNKNOWN_WORDS;
  const said = plain(raw);
  const { questions } = turn.vocabulary;
  const asks = isQuestion(raw, turn.vocabulary);
  if (asks && said.includes(plain(turn.context.menu.business.name))) {
    turn.say('welcome');
    return true;
  }
  if (asks && !questions.forFood.test(said)) {
    turn.say('unknown');
    if (turn.context.person) turn.say('personKey');
    return true;
  }
  // What is said to others, or names nothing at all, is no dish.
  const wanted =
    said.split(' ').length === 1 || asks || questions.requests.test(said) || quantity !== null;
  if (few && wanted && !DECIDING.includes(turn.state.step.kind)) turn.say('notFound', { words });
  return false;
}

function parse(turn: Turn, text: string): ItemRequests {
  return parseItemRequests(text, turn.context.words, turn.context.search);
}

/** The dish that the present question is about; null when it is about something else. */
function draftOf(turn: Turn): Draft | null {
  const { step } = turn.state;
  return 'draft' in step ? step.draft : null;
}

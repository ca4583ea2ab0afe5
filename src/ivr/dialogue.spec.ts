import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadVoiceScript } from '../config/voice-script.js';
import type { Menu } from '../menu/catalogue/menu.js';
import { parseMenu } from '../menu/catalogue/parse-menu.js';
import { MenuSearch } from '../menu/menu-search.js';
import type { ToolResult } from '../menu/tools/tool.js';
import { ivrTurn } from './dialogue.js';
import { hintsFor, MAX_HINT_LENGTH, MAX_HINTS } from './hints.js';
import {
  NEW_STATE,
  type IvrInput,
  type IvrReply,
  type IvrState,
  type ToolRequest,
} from './ivr-state.js';
import type { DialogueContext } from './dialogue-context.js';
import { menuWords } from '../understanding/menu-words.js';
import { ENGLISH } from '../understanding/vocabulary/english.js';

function menuOf(text: string): Menu {
  const parsed = parseMenu(text);
  if (!parsed.ok) throw new Error(parsed.faults.join('\n'));
  return parsed.menu;
}

const text = readFileSync('test/fixtures/menu.json', 'utf8');
const menu = menuOf(text);
/** Ids and names that are also those of an object's own machinery, or no words at all. */
const oddMenu = menuOf(
  text
    .replaceAll('"margherita"', '"constructor"')
    .replaceAll('"large"', '"constructor"')
    .replaceAll('"pizzas"', '"prototype"')
    .replaceAll('"Margherita"', '"constructor"')
    .replaceAll('"Pepperoni"', '"🍕"')
    .replaceAll('"Hawaiian"', '"…"')
    .replaceAll('"Tiramisu"', '"披萨"'),
);
const script = loadVoiceScript('data/voice.json');
const MAX_STATE_BYTES = 8 * 1024;

const searches = new Map([menu, oddMenu].map((one) => [one, new MenuSearch(one)]));

const contextOf = (person: boolean, menu: Menu): DialogueContext => ({
  language: 'en',
  otherLanguage: null,
  speaking: () => null,
  menu,
  words: menuWords(menu, ENGLISH),
  search: (query) => searches.get(menu)?.search({ query }).items ?? [],
  unavailable: (item) => (item.soldOut ? `The ${item.name} is sold out.` : null),
  person,
  sentence: (name, values = {}) => {
    const shared = name === 'goodbye' || name === 'noHuman' || name === 'transferring';
    const text = shared ? script[name] : (script.ivr[name] ?? '');
    return script.render(text, { ...values, restaurant: menu.business.name });
  },
});

/** Runs a turn with a tool that answers from `results`, over and over. */
function take(
  state: IvrState | null,
  input: IvrInput,
  results: readonly ToolResult[],
  person: boolean,
  of = menu,
): { reply: IvrReply; calls: readonly ToolRequest[] } {
  const calls: ToolRequest[] = [];
  const flow = ivrTurn(state, input, contextOf(person, of));
  let next = flow.next();
  while (!next.done) {
    calls.push(next.value);
    expect(calls.length).toBeLessThan(80);
    const result = results[calls.length % results.length];
    next = flow.next(result ?? { ok: false, error: 'internal', message: 'It failed.' });
  }
  return { reply: next.value, calls };
}

const itemId = fc.constantFrom(...menu.items.map(({ id }) => id), 'constructor');
const optionId = fc.constantFrom(
  ...menu.modifierGroups.flatMap(({ options }) => options.map(({ id }) => id)),
);
const line = fc.record({
  lineId: fc.constantFrom('L1', 'L2', 'L3', 'L4'),
  itemId: fc.oneof(itemId, fc.constant('gone')),
  name: fc.constantFrom('Margherita', 'Coca-Cola'),
  quantity: fc.integer({ min: 1, max: 50 }),
  options: fc.array(optionId, { maxLength: 6 }),
});
/** Every field that any tool answers with, right and wrong ones among them. */
const okResult = fc
  .record({
    state: fc.constantFrom('draft', 'placed'),
    number: fc.option(fc.constantFrom('427', '12345'), { nil: undefined }),
    lines: fc.array(line, { maxLength: 50 }),
    added: fc.option(line, { nil: undefined }),
    customer: fc.record({
      name: fc.option(fc.constant('Anna'), { nil: undefined }),
      fulfilment: fc.constantFrom('pickup', 'delivery'),
    }),
    spoken: fc.constant('twelve dollars'),
    confirmationId: fc.constant('abc'),
    open: fc.boolean(),
    promotions: fc.constant([{ code: 'WELCOME10' }]),
  })
  .map((fields): ToolResult => ({ ok: true, ...fields }));
const failure = fc.constantFrom(
  'name_missing',
  'address_missing',
  'empty_order',
  'not_confirmed',
  'already_placed',
  'timeout',
);
const result = fc.oneof(
  { weight: 4, arbitrary: okResult },
  fc.constant<ToolResult>({ ok: true }),
  fc.dictionary(fc.string(), fc.jsonValue()).map((junk): ToolResult => ({ ...junk, ok: true })),
  failure.map((error): ToolResult => ({ ok: false, error, message: 'That did not work.' })),
);

const phrase = fc.constantFrom(
  ...menu.items.map(({ name }) => name),
  ...menu.modifierGroups.flatMap(({ options }) => options.map(({ name }) => name)),
  ...'yes|no|that’s all|make that two|no onions|remove the|change the cola to a|a|two|and|with'.split(
    '|',
  ),
  ...'delivery|pickup|my name is|5 Spring Street|menu|my order|offers|hours|operator'.split('|'),
  ...'go back|repeat|help|cancel|goodbye|more|how much is|4111 1111 1111 1111'.split('|'),
);
/** Up to 4,000 UTF-16 units of any kind. */
const oddWords = fc
  .array(
    fc.oneof(
      fc.constantFrom('constructor ', '__proto__ ', 'toString', 'hasOwnProperty ', 'valueOf '),
      fc.constantFrom('🍕', '\uD83C', '\uDF55', '\u0000', '. ', 'пицца ', '披萨 ', 'two ', ' and '),
      fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
    ),
    { minLength: 1, maxLength: 20 },
  )
  .chain((units) => fc.constantFrom(units.join(''), units.join('').repeat(4_000).slice(0, 4_000)));
const input: fc.Arbitrary<IvrInput> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', 'the constructor')
      .map((speech) => ({ speech })),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom(...'0123456789*#'.split('')).map((digits) => ({ digits })),
  },
  {
    weight: 5,
    arbitrary: fc.array(phrase, { maxLength: 8 }).map((words) => ({ speech: words.join(' ') })),
  },
  fc.string({ maxLength: 2_000 }).map((speech) => ({ speech })),
  fc.string({ maxLength: 40 }).map((digits) => ({ digits })),
  fc.constant<IvrInput>({ nothing: true }),
  fc.boolean().map((resumed) => ({ start: true as const, resumed })),
  fc.constant<IvrInput>({}),
);

describe('ivrTurn', () => {
  it('always has something to say, whatever is done to it', () => {
    const turns = fc.array(fc.tuple(input, fc.array(result, { minLength: 1, maxLength: 4 })), {
      minLength: 1,
      maxLength: 25,
    });
    fc.assert(
      fc.property(turns, fc.boolean(), fc.boolean(), (sequence, person, odd) => {
        const of = odd ? oddMenu : menu;
        let state: IvrState | null = null;
        for (const [given, results] of sequence) {
          const { reply } = take(state, given, results, person, of);
          expect(reply.prompt.trim()).not.toBe('');
          expect(reply.prompt).not.toMatch(/undefined|\[object|NaN|native code/);
          expect(reply.prompt).not.toContain('4111');
          const json = JSON.stringify(reply.state);
          expect(json.length).toBeLessThan(MAX_STATE_BYTES);
          expect(json).not.toContain('4111');
          expect(JSON.parse(json)).toEqual(reply.state);
          expect(reply.state.choices.length).toBeLessThanOrEqual(8);
          const hints = hintsFor(reply.state, contextOf(person, of)).split(',');
          expect(hints.length).toBeLessThanOrEqual(MAX_HINTS);
          expect(Math.max(...hints.map(({ length }) => length))).toBeLessThanOrEqual(
            MAX_HINT_LENGTH,
          );
          if (reply.end === 'transfer') expect(person).toBe(true);
          ({ state } = reply);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('answers 4,000 characters of anything within a second, at any question', () => {
    const answers = fc.array(okResult, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(input, oddWords, answers, fc.boolean(), (first, speech, results, odd) => {
        const of = odd ? oddMenu : menu;
        const { reply: before } = take(null, first, results, false, of);
        const begun = process.cpuUsage();
        const { reply } = take(before.state, { speech }, results, false, of);
        expect(process.cpuUsage(begun).user).toBeLessThan(1_000_000);
        expect(reply.prompt).not.toMatch(/undefined|\[object|NaN|native code/);
        expect(JSON.stringify(reply.state).length).toBeLessThan(MAX_STATE_BYTES);
      }),
    );
  });

  it('reads an order back to its end again when it cannot be placed as it was heard', () => {
    const step = { kind: 'confirm', confirmationId: 'c1' } as const;
    const answers: readonly ToolResult[] = [
      { ok: true, confirmationId: 'c1', spoken: 'You have one Margherita. Is that right?' },
      { ok: false, error: 'misread', message: 'Let me read it again.' },
    ];
    const { reply, calls } = take({ ...NEW_STATE, step }, { digits: '1' }, answers, false);
    expect(calls.map(({ name }) => name)).toEqual(['place_order', 'read_back_order', 'view_order']);
    expect(reply.prompt.slice(0, reply.listensFrom)).toMatch(/^You have one .* right\?$/);
    const silent = take(reply.state, { nothing: true }, answers.slice(0, 1), false).reply;
    expect(silent).toMatchObject({
      prompt: expect.stringContaining(script.ivr.confirmAgain) as string,
      listensFrom: 0,
    });
    expect(silent.prompt).not.toContain('Margherita');
  });

  it('gives star, pound, 0 and 9 the same meaning at any question', () => {
    const sequence = fc.array(fc.tuple(input, fc.array(result, { minLength: 1, maxLength: 3 })), {
      maxLength: 15,
    });
    const changing =
      'add_item change_item remove_item set_customer place_order apply_promotion end_call';
    fc.assert(
      fc.property(sequence, (turns) => {
        let state: IvrState | null = null;
        for (const [given, results] of turns) ({ state } = take(state, given, results, true).reply);
        const answers: readonly ToolResult[] = [{ ok: true }];
        // "Press a number from 1 to 9" is a question that nine answers.
        const counts = ['quantity', 'line-quantity'].includes(state?.step.kind ?? '');
        for (const digits of counts ? ['*', '#'] : ['*', '#', '9']) {
          const { calls } = take(state ?? NEW_STATE, { digits }, answers, true);
          const names = calls.map(({ name }) => name);
          expect(names.filter((name) => changing.split(' ').includes(name))).toEqual([]);
        }
        const back = take(state ?? NEW_STATE, { digits: '*' }, answers, true).reply;
        expect(back.state.misses).toBe(0);
        expect(take(state ?? NEW_STATE, { digits: '0' }, answers, true).reply.end).toBe('transfer');
      }),
    );
  });

  it('changes nothing in the state it was given', () => {
    fc.assert(
      fc.property(
        fc.array(input, { maxLength: 10 }),
        fc.array(result, { minLength: 1 }),
        (inputs, results) => {
          let state: IvrState | null = null;
          for (const given of inputs) {
            const before: IvrState | null = state && structuredClone(state);
            const { reply } = take(state, given, results, false);
            expect(state).toEqual(before);
            ({ state } = reply);
          }
        },
      ),
    );
  });

  it('places nothing but after a yes to what was read back in the turn before', () => {
    const steps = fc.array(fc.tuple(input, fc.array(okResult, { minLength: 1, maxLength: 3 })), {
      maxLength: 25,
    });
    fc.assert(
      fc.property(steps, (sequence) => {
        let state: IvrState | null = null;
        let readBack = false;
        for (const [given, results] of sequence) {
          const { reply, calls } = take(state, given, results, false);
          if (calls.some(({ name }) => name === 'place_order')) expect(readBack).toBe(true);
          readBack =
            calls.some(({ name }) => name === 'read_back_order') ||
            (readBack && reply.state.step.kind === 'confirm');
          ({ state } = reply);
        }
      }),
    );
  });

  it('gives up after four turns without an answer, but never on an open order', () => {
    fc.assert(
      fc.property(
        fc.array(input, { maxLength: 12 }),
        fc.array(okResult, { minLength: 1 }),
        (inputs, results) => {
          let state: IvrState | null = null;
          for (const given of inputs) ({ state } = take(state, given, results, false).reply);
          const open = state !== null && (state.lastLineId !== null || 'draft' in state.step);
          let end: IvrReply['end'] = null;
          for (let turn = 0; turn < 4 && end === null; turn++) {
            const { reply } = take(state, { nothing: true }, results, false);
            ({ end, state } = reply);
          }
          expect(end).toBe(open ? null : 'hang-up');
        },
      ),
    );
  });
});

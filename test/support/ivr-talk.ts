import { readFileSync } from 'node:fs';
import { ivrTurn } from '../../src/ivr/dialogue.js';
import type { IvrInput, IvrReply, IvrState, ToolRequest } from '../../src/ivr/ivr-state.js';
import { runTurn } from '../../src/ivr/run-turn.js';
import type { MenuDocument } from '../../src/menu/catalogue/menu-document.js';
import { CALLER, type Restaurant } from './restaurant.js';

/** Tools that only look. */
const LOOKING = ['view_order', 'get_business_info', 'get_promotions', 'get_item'];

/** What a good human would do about an utterance. */
export interface TalkExpectation {
  readonly says: readonly string[];
  readonly saysNot: readonly string[];
  /** Each tool that changes something, by its name and parts of its arguments. */
  readonly tools: readonly (readonly string[])[];
  /** The question that follows; null: the same again. */
  readonly next: string | null;
  readonly end: string | null;
  /** It counts as not understood. */
  readonly missed: boolean;
}

/** One utterance at one question. */
export interface TalkRow {
  /** What the caller said before, up to the question. */
  readonly scene: readonly string[];
  readonly said: string;
  readonly expected: TalkExpectation;
}

/** What came of a row. */
export interface TalkOutcome {
  readonly prompt: string;
  readonly tools: readonly string[];
  readonly before: string;
  readonly after: string;
  readonly end: string | null;
  readonly missed: boolean;
}

/**
 * Reads a table. `==` begins a scene: what was said before, separated by ` / `. `--` says what is
 * expected of the lines below it, separated by ` ; `: `"words"`, `-"no such words"`, `!tool "a part
 * of its arguments"`, `>the next question`, `=end`, `?` for what is not understood. Without `!`
 * nothing is changed, and without `>` the question stays.
 */
export function readTalk(file: URL): readonly TalkRow[] {
  let scene: readonly string[] = [];
  let expected = expectation('');
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      if (line.startsWith('== ')) scene = line.slice(3).split(' / ');
      else if (line.startsWith('-- ')) expected = expectation(line.slice(3));
      else if (line.trim() !== '' && !line.startsWith('#')) {
        return [{ scene, said: line.trim(), expected }];
      }
      return [];
    });
}

function expectation(text: string): TalkExpectation {
  const parts = text.split(' ; ');
  const marked = (mark: string): readonly string[] =>
    parts.filter((part) => part.startsWith(mark)).map((part) => part.slice(mark.length));
  const quoted = (mark: string): readonly string[] =>
    marked(`${mark}"`).map((part) => part.slice(0, -1));
  return {
    says: quoted(''),
    saysNot: quoted('-'),
    tools: marked('!').map((call) => [
      call.split(' ', 1)[0] ?? '',
      ...[...call.matchAll(/"([^"]+)"/g)].map(([, words = '']) => words),
    ]),
    next: marked('>')[0] ?? null,
    end: marked('=')[0] ?? null,
    missed: parts.includes('?'),
  };
}

/** Plays a row in a call of its own. */
export async function playTalk(
  restaurant: Restaurant,
  { scene, said }: TalkRow,
  menu?: MenuDocument,
): Promise<TalkOutcome> {
  await restaurant.ring();
  if (menu) await restaurant.changeMenu(() => menu);
  let state: IvrState | null = null;
  for (const words of scene) ({ state } = (await take(restaurant, state, words)).reply);
  const before = state?.step.kind ?? '';
  const { reply, tools } = await take(restaurant, state, said);
  const { prompt, end } = reply;
  const { step, misses } = reply.state;
  return { prompt, tools, before, after: step.kind, end, missed: misses > 0 };
}

async function take(
  restaurant: Restaurant,
  state: IvrState | null,
  words: string,
): Promise<{ readonly reply: IvrReply; readonly tools: readonly string[] }> {
  const ran: ToolRequest[] = [];
  const reply = await runTurn(ivrTurn(state, inputOf(words), restaurant.world), (name, args) => {
    ran.push({ name, args: args as ToolRequest['args'] });
    return restaurant.run(name, args, { callerNumber: CALLER });
  });
  const changing = ran.filter(({ name }) => !LOOKING.includes(name));
  return { reply, tools: changing.map(({ name, args }) => `${name} ${JSON.stringify(args)}`) };
}

function inputOf(words: string): IvrInput {
  if (words === '(calls)') return { start: true, resumed: false };
  if (words === '(silence)') return { nothing: true };
  return { speech: words };
}

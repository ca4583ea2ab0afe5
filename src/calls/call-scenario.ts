import { isRecord } from '../common/is-record.js';
import { keysIn, isKeysNote } from '../common/keys-note.js';
import type { CallSnapshot } from './call/call.js';
import type { Ran, Spoken } from './call/conversation-entry.js';
import type { SpeechSpan } from './call/talk-log.js';
import type { ScenarioDto, ScenarioTurnDto } from './scenario.dto.js';

/** Longer pauses are played as this, ms: the silent caller of the recording is not waited for. */
const LONGEST_PAUSE_MS = 10_000;
/** Shorter ones are no pause, ms: a simulated caller has to hear that the assistant has ended. */
const SHORTEST_PAUSE_MS = 200;
/** Arguments that name something which is made anew in every call. */
const MADE_IN_CALL = /^(confirmation|line|order)Id$/;
/** The ids of turns on the order line begin so. */
const LINE = 'line-';

/** What tools have answered last, by their names, the newest last. */
type Results = Map<string, unknown>;

/**
 * A call as a scenario for the simulators: the caller's words, keys, pauses and interruptions, and
 * the assistant's answers. What is made anew in every call is written as a field of a tool's result.
 * Turns that the order line has answered have no steps.
 */
export function scenarioOf(call: CallSnapshot): ScenarioDto {
  const { callSid, startedAt, conversation, talk } = call;
  const spans = talk?.spans ?? [];
  const results: Results = new Map();
  const greeting: string[] = [];
  const turns: ScenarioTurnDto[] = [];
  for (const [index, entry] of conversation.entries.entries()) {
    const steps = turns.at(-1)?.steps ?? null;
    if (entry.kind === 'ran') {
      if (steps) addTool(steps, entry, results);
      if (entry.output !== null) {
        results.delete(entry.name);
        results.set(entry.name, parsed(entry.output));
      }
    } else if (entry.role === 'caller') {
      const turn = turnOf(entry, spans, heardBefore(conversation.entries.slice(0, index)));
      if (turn !== null) turns.push(turn);
    } else if (entry.text !== '' && !entry.id.startsWith(LINE)) {
      if (steps === null) greeting.push(entry.text);
      else steps.push({ say: withFields(entry.text, results) });
    }
  }
  return { name: `${callSid}, ${startedAt}`, greeting: greeting.join(' '), turns };
}

/** Null for a turn without words or keys to play again. */
function turnOf(
  { id, text }: Spoken,
  spans: readonly SpeechSpan[],
  cutAfterMs: number | null,
): ScenarioTurnDto | null {
  const keys = keysIn(text);
  if (text === '' || (keys === null && isKeysNote(text))) return null;
  const bargeIn = cutAfterMs === null ? {} : { bargeIn: { afterMs: cutAfterMs } };
  const pauseMs = cutAfterMs === null ? pauseBefore(id, spans) : null;
  const pause = pauseMs === null ? {} : { pauseMs };
  const said = keys === null ? { caller: text } : { caller: '', keys };
  return { ...said, ...bargeIn, ...pause, steps: [] };
}

/** How much of the answer before was heard when the caller cut it off; null when they did not. */
function heardBefore(entries: CallSnapshot['conversation']['entries']): number | null {
  const from = entries.findLastIndex((entry) => entry.kind === 'spoken' && entry.role === 'caller');
  const answer = entries.slice(from + 1).filter((entry) => entry.kind === 'spoken');
  if (!answer.some(({ interrupted }) => interrupted)) return null;
  return answer.reduce((sum, { heardMs }) => sum + heardMs, 0);
}

function pauseBefore(id: string, spans: readonly SpeechSpan[]): number | null {
  const index = spans.findIndex((span) => span.id === id && span.generatedMs === null);
  const span = spans[index];
  const heard = spans.slice(0, Math.max(0, index)).filter(({ heardMs }) => heardMs !== null);
  const { toMs = null } = heard.at(-1) ?? {};
  if (!span || toMs === null) return null;
  const pauseMs = span.fromMs - toMs;
  return Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, pauseMs));
}

/** A tool that follows words of the same answer belongs to it; another one follows a result. */
function addTool(steps: ScenarioTurnDto['steps'], ran: Ran, results: Results): void {
  const args = parsed(ran.arguments);
  const named = Object.entries(isRecord(args) ? args : {}).map(([key, value]) => {
    const field = MADE_IN_CALL.test(key) ? fieldWith(value, results) : null;
    return [key, field === null ? value : `{{${field}}}`];
  });
  const tool = { name: ran.name, arguments: Object.fromEntries(named) as Record<string, unknown> };
  const last = steps.at(-1);
  if (last && last.tools === undefined) last.tools = [tool];
  else steps.push({ tools: [tool] });
}

/** A text with the sentences that tools have given as `spoken` written as fields. */
function withFields(text: string, results: Results): string {
  let said = text;
  for (const [name, result] of results) {
    const spoken = isRecord(result) ? result['spoken'] : undefined;
    if (typeof spoken !== 'string' || spoken === '') continue;
    said = said.replaceAll(spoken, () => `{{${name}.spoken}}`);
  }
  return said;
}

/** The way to a value in the newest result that has it, as `tool.field[0].field`. */
function fieldWith(value: unknown, results: Results): string | null {
  for (const [name, result] of [...results].toReversed()) {
    const path = pathTo(value, result);
    if (path !== null) return name + path;
  }
  return null;
}

function pathTo(value: unknown, within: unknown): string | null {
  if (within === value) return '';
  if (typeof within !== 'object' || within === null) return null;
  for (const [key, part] of Object.entries(within)) {
    const path = pathTo(value, part);
    if (path !== null) return (Array.isArray(within) ? `[${key}]` : `.${key}`) + path;
  }
  return null;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

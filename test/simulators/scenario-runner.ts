import type { SimulatedCall } from './phone/simulated-call.js';
import type { CallOutcome } from './phone/call-record.js';
import { answerNeeded, type Scenario, type ScenarioTurn } from './scenario.js';
import { speak } from './speech/speak.js';

/** A polite caller waits for so long a pause before answering. */
const PAUSE_MS = 400;
/** Nobody listens to one answer for longer, real milliseconds. */
const QUIET_LIMIT_MS = 40_000;
/** The tools after which the restaurant ends the call. */
const LAST_TOOLS = new Set(['end_call', 'transfer_to_human']);

/** One turn as the caller lived it. Times are the phone's clock. */
export interface TurnMeasure {
  /** What the caller said or pressed. */
  readonly caller: string;
  readonly bargedIn: boolean;
  readonly spokeFrom: number;
  readonly spokeUntil: number;
  /** When the answer was first heard; null when nothing was. */
  readonly answeredAt: number | null;
  /** From the end of the caller's words to the first audio heard of the answer. */
  readonly latencyMs: number | null;
  /** How much was heard before the next turn, or the end. */
  readonly heardMs: number;
}

/** A call that was played to its end. */
export interface ScenarioMeasures {
  readonly outcome: CallOutcome;
  readonly durationMs: number;
  readonly heardMs: number;
  readonly turns: readonly TurnMeasure[];
}

/** What a play may report while it goes on. */
export interface ScenarioListener {
  /** The caller begins to speak or press keys. */
  readonly callerSpeaks?: (turn: ScenarioTurn) => void;
}

/** Makes all of the caller's speech beforehand, so that nobody waits for it during a call. */
export async function rehearse(scenario: Scenario): Promise<void> {
  const spoken = scenario.turns.filter(({ caller }) => caller !== '');
  await Promise.all(spoken.map(({ caller }) => speak(caller, 'caller')));
}

/**
 * Plays the caller's half of a scenario on a call that was dialled: listens to the greeting,
 * speaks each turn once the assistant has finished (or into its words), and stays until the
 * restaurant hangs up, or hangs up itself when the script ends without a farewell. Rejects
 * when the assistant stays silent or the call is over too soon.
 */
export async function playScenario(
  call: SimulatedCall,
  scenario: Scenario,
  listener: ScenarioListener = {},
): Promise<ScenarioMeasures> {
  await rehearse(scenario);
  const marks: Omit<TurnMeasure, 'answeredAt' | 'latencyMs' | 'heardMs'>[] = [];
  for (const [index, turn] of scenario.turns.entries()) {
    await told(afterTurn(scenario, index), async () => {
      await call.untilAnswered();
      const bargesIn = turn.bargeIn !== undefined && !call.gathering;
      if (bargesIn) await call.untilHearing(turn.bargeIn.afterMs);
      else await call.untilQuiet(turn.pauseMs ?? PAUSE_MS, { limitMs: QUIET_LIMIT_MS });
      listener.callerSpeaks?.(turn);
      const spokeFrom = call.clock.now();
      if (turn.caller !== '') await call.say(turn.caller);
      if (turn.keys !== undefined) await call.press(turn.keys);
      const spokeUntil = call.clock.now();
      marks.push({ caller: wordsOf(turn), bargedIn: bargesIn, spokeFrom, spokeUntil });
    });
  }
  await told(afterTurn(scenario, scenario.turns.length), async () => {
    if (endsCall(scenario.turns.at(-1))) {
      await call.untilEnded();
    } else if (answerNeeded(scenario) === 'gather') {
      // A line without AI hangs up once the order is placed; until then it asks on.
      await call.until(
        'the caller was answered',
        () => call.gathering || call.endedAt !== undefined,
      );
      if (call.endedAt === undefined) await call.hangUp();
    } else {
      await call.untilAnswered();
      await call.untilQuiet(PAUSE_MS, { limitMs: QUIET_LIMIT_MS });
      await call.hangUp();
    }
  });
  const endedAt = call.clock.now();
  const turns = marks.map((mark, index): TurnMeasure => {
    const until = marks[index + 1]?.spokeFrom ?? endedAt;
    const first = call.heard.firstAfter(mark.spokeUntil);
    const answeredAt = first === undefined || first >= until ? null : first;
    return {
      ...mark,
      answeredAt,
      latencyMs: answeredAt === null ? null : answeredAt - mark.spokeUntil,
      heardMs: call.heardMsBetween(mark.spokeUntil, until),
    };
  });
  return {
    outcome: await call.untilEnded(),
    durationMs: endedAt - call.startedAt,
    heardMs: call.playedMs,
    turns,
  };
}

function endsCall(turn: ScenarioTurn | undefined): boolean {
  const tools = turn?.steps.flatMap((step) => step.tools ?? []) ?? [];
  return tools.some(({ name }) => LAST_TOOLS.has(name));
}

function wordsOf({ caller, keys = '' }: ScenarioTurn): string {
  return caller || `keys ${keys}`;
}

function afterTurn({ turns }: Scenario, count: number): string {
  const turn = turns[count - 1];
  return turn === undefined ? 'Before the first turn' : `After turn ${count}, "${wordsOf(turn)}"`;
}

/** Says of a failure when it happened. */
async function told(when: string, play: () => Promise<void>): Promise<void> {
  try {
    await play();
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`${when}: ${message}`, { cause: error });
  }
}

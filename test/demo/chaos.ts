import type { OpenAiStandIn } from '../simulators/openai/open-ai-stand-in.js';
import { SERVER_ERROR } from '../simulators/openai/rest/rest-knobs.js';
import type { SimulatedCall } from '../simulators/phone/simulated-call.js';
import type { CallReport, OpsClient } from '../simulators/print/ops-client.js';
import {
  rehearse,
  type ScenarioListener,
  type ScenarioMeasures,
  type TurnMeasure,
} from '../simulators/scenario-runner.js';
import type { Scenario, ScenarioTurn } from '../simulators/scenario.js';

/** A polite caller waits for so long a pause before answering. */
const PAUSE_MS = 400;
const TURN_LIMIT_MS = 30_000;
const POLL_MS = 100;
/** Contract: whatever fails, the caller hears speech or a tone within this. */
const MAX_SILENCE_MS = 3_000;
/** More requests than one call can make. */
const FOR_GOOD = 1_000;

/** What goes wrong around a turn; set before the caller speaks. */
interface Strike {
  /** Index of the turn. */
  readonly turn: number;
  readonly news: string;
  readonly strike: (openAi: OpenAiStandIn) => void;
}

const STRIKES: readonly Strike[] = [
  {
    turn: 0,
    news: 'the realtime connection is going to drop in the middle of the answer',
    strike: ({ talking }) => {
      if (talking) talking.knobs.dropAt = 'during-answer';
    },
  },
  {
    turn: 1,
    news: 'the realtime connection is going to drop while a tool runs; the key is refused from now on',
    strike: ({ talking, connections, knobs }) => {
      knobs.refuseUpgrade = 401;
      for (const connection of connections) if (connection !== talking) connection.drop();
      if (talking) talking.knobs.dropAt = 'tool-running';
    },
  },
  {
    turn: 3,
    news: 'every request to OpenAI fails with 500 from now on',
    strike: ({ rest }) => {
      for (const { failures } of Object.values(rest.knobs)) {
        failures.push(...Array.from({ length: FOR_GOOD }, () => SERVER_ERROR));
      }
    },
  },
];

/** The rungs that a call has to have gone down, and back up on, in this order. */
const JOURNEY: readonly Readonly<Record<string, unknown>>[] = [
  { event: 'stream-started', provider: 'openai-realtime' },
  { event: 'reconnect', provider: 'openai-realtime' },
  { event: 'recovered', provider: 'openai-realtime' },
  { event: 'next-provider', provider: 'openai-pipeline' },
  { event: 'recovered', provider: 'openai-pipeline' },
  { event: 'next-provider', provider: 'openai-chat' },
  { event: 'openai-chat' },
  { event: 'provider-lost', provider: 'openai-chat' },
  { event: 'ivr' },
];

/** The world around a call that is going to suffer. */
export interface ChaosSetup {
  readonly openAi: OpenAiStandIn;
  readonly ops: OpsClient;
  readonly listener: ScenarioListener & { readonly strikes: (news: string) => void };
}

/**
 * Plays one call through every rung: turns with steps on the stream while its providers fail
 * one after the other, those without steps on the keypad and speech line. Rejects when a turn
 * is not completed in time or the call is over too soon.
 */
export async function playChaos(
  call: SimulatedCall,
  scenario: Scenario,
  { openAi, ops, listener }: ChaosSetup,
): Promise<ScenarioMeasures> {
  await rehearse(scenario);
  const turns: TurnMeasure[] = [];
  for (const [index, turn] of scenario.turns.entries()) {
    const onLine = turn.steps.length === 0;
    if (onLine) await call.untilGathering({ limitMs: TURN_LIMIT_MS });
    else await untilCompleted(call, ops, index + 1);
    await call.untilQuiet(PAUSE_MS, { limitMs: TURN_LIMIT_MS });
    for (const { news, strike } of STRIKES.filter((each) => each.turn === index)) {
      strike(openAi);
      listener.strikes(news);
    }
    listener.callerSpeaks?.(turn);
    turns.push(await speakTurn(call, turn, onLine));
  }
  const outcome = await call.untilEnded();
  const durationMs = call.clock.now() - call.startedAt;
  return { outcome, durationMs, heardMs: call.playedMs, turns };
}

/** What is wrong with a call that was played to its end. */
export function chaosProblems(call: SimulatedCall, report: CallReport | null): string[] {
  const silenceMs = Math.round(call.longestSilenceMs());
  const timeline = report?.timeline ?? [];
  let at = 0;
  const missing = JOURNEY.find((wanted) => {
    const found = timeline.findIndex(
      (entry, index) =>
        index >= at && Object.entries(wanted).every(([key, value]) => entry[key] === value),
    );
    at = found + 1;
    return found === -1;
  });
  return [
    ...(silenceMs > MAX_SILENCE_MS ? [`the caller heard nothing for ${silenceMs} ms`] : []),
    ...(missing ? [`the call did not go by ${JSON.stringify(missing)}`] : []),
    ...(call.outcome === 'server-hung-up' ? [] : [`the call ended by ${String(call.outcome)}`]),
  ];
}

/** Resolves when `count` turns of the assistant were heard to their end. */
async function untilCompleted(call: SimulatedCall, ops: OpsClient, count: number): Promise<void> {
  const deadline = Date.now() + TURN_LIMIT_MS;
  while (((await ops.call(call.callSid))?.turns ?? 0) < count) {
    if (Date.now() > deadline) throw new Error(`turn ${count} was never answered`);
    if (call.outcome !== undefined) throw new Error(`the call was over before turn ${count}`);
    await call.clock.sleep(POLL_MS);
  }
}

async function speakTurn(
  call: SimulatedCall,
  turn: ScenarioTurn,
  onLine: boolean,
): Promise<TurnMeasure> {
  const { keys = '' } = turn;
  const said = turn.caller === '' ? call.press(keys) : call.say(turn.caller);
  const { startedAt: spokeFrom, endedAt: spokeUntil } = await said;
  const answeredAt = await firstAnswer(call, spokeUntil, onLine);
  return {
    caller: turn.caller || `keys ${keys}`,
    bargedIn: false,
    spokeFrom,
    spokeUntil,
    answeredAt,
    latencyMs: answeredAt - spokeUntil,
    heardMs: call.heardMsBetween(spokeUntil, answeredAt),
  };
}

/** On the line a new document is the answer, since `<Say>` takes no time here. */
async function firstAnswer(call: SimulatedCall, since: number, onLine: boolean): Promise<number> {
  if (!onLine) return (await call.hearsSpeech({ since, limitMs: TURN_LIMIT_MS })).startedAt;
  await call.until('the line answered', ({ gathering, outcome }) => gathering || outcome);
  return call.clock.now();
}

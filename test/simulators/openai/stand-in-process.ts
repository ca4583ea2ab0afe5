/**
 * The stand-in for OpenAI as a process of its own, for calls so many that its work would hold
 * up the simulated phones. Told over IPC what to play, asked over IPC how it went.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Scenario } from '../scenario.js';
import { speak } from '../speech/speak.js';
import { ATTENTIVE_WORDS, attentiveBrain } from './attentive-brain.js';
import { OpenAiStandIn } from './open-ai-stand-in.js';

/** What the parent asks. */
export type StandInQuestion =
  { readonly ask: 'start'; readonly scenario: Scenario } | { readonly ask: 'report' };

/** What it is told. */
export type StandInAnswer =
  { readonly url: string; readonly baseUrl: string; readonly key: string } | StandInReport;

/** How the stand-in fared since the last report. */
export interface StandInReport {
  /** What the client did against the protocol, since the start. */
  readonly violations: readonly string[];
  /** Caller turns since the start, and those in which no words were understood. */
  readonly turns: number;
  readonly notUnderstood: number;
  /** Caller audio that came so late after the audio before it on its connection, since the last report. */
  readonly appends: { readonly count: number; readonly late: number; readonly maxGapMs: number };
  /** How late this process ran its timers, 99 in 100. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
}

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
/** Twilio's frames are 20 ms apart; a gap of more than three is late. */
const LATE_MS = 80;
let reportedAt = performance.now();
let standIn: OpenAiStandIn | null = null;

async function answer(question: StandInQuestion): Promise<StandInAnswer> {
  if (question.ask === 'start') {
    const { scenario } = question;
    await Promise.all(Object.values(ATTENTIVE_WORDS).map((text) => speak(text, 'assistant')));
    standIn = await OpenAiStandIn.start({
      scenario,
      brain: attentiveBrain(scenario),
    });
    return { url: standIn.url, baseUrl: standIn.baseUrl, key: standIn.knobs.acceptedKey };
  }
  const { violations = [], recognised = [] } = standIn?.ears ?? {};
  const report = {
    violations,
    turns: recognised.length,
    notUnderstood: recognised.filter(({ text }) => text === null).length,
    appends: appendsSince(reportedAt),
    delayP99Ms: delay.percentile(99) / 1e6,
    delayMaxMs: delay.max / 1e6,
  };
  delay.reset();
  reportedAt = performance.now();
  return report;
}

function appendsSince(since: number): StandInReport['appends'] {
  let [count, late, maxGapMs] = [0, 0, 0];
  for (const { events } of standIn?.ears.connections ?? []) {
    let last = Number.NaN;
    for (const { at, type } of events) {
      if (type !== 'input_audio_buffer.append' || at < since) continue;
      const gapMs = Number.isNaN(last) ? 0 : at - last;
      count += 1;
      if (gapMs > LATE_MS) late += 1;
      maxGapMs = Math.max(maxGapMs, gapMs);
      last = at;
    }
  }
  return { count, late, maxGapMs };
}

process.on('message', (question: StandInQuestion) => {
  void answer(question).then((value) => process.send?.(value));
});
process.once('disconnect', () => process.exit());

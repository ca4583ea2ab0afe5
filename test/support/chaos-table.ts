import type { ChaosResult } from './chaos-run.js';
import type { CallersTale } from './persistent-caller.js';

/** Stories of so many of the worst silences are told. */
const STORIES = 3;

/** What happened on the line around a caller's worst silence, in its own milliseconds. */
export function silenceStory({ call, worstSilenceMs, worstSilenceAt }: CallersTale): string {
  const spoke = call.spoken.flatMap(({ startedAt, endedAt }) => [
    { at: startedAt, what: 'caller speaks' },
    { at: endedAt, what: 'caller is done' },
  ]);
  const streams = call.streams.flatMap(({ startedAt, endedAt, end }) => [
    { at: startedAt ?? -1, what: 'stream starts' },
    {
      at: endedAt ?? -1,
      what: `stream ends (${end?.error ?? (end?.closeReason || end?.by) ?? ''})`,
    },
  ]);
  const documents = call.twiml.map(({ at, source }) => ({ at, what: `TwiML of ${source}` }));
  const events = [...spoke, ...streams, ...documents]
    .filter(({ at }) => at >= worstSilenceAt - 50 && at <= worstSilenceAt + worstSilenceMs + 50)
    .sort((a, b) => a.at - b.at)
    .map(({ at, what }) => `${Math.round(at - worstSilenceAt)}: ${what}`);
  return `${call.callSid} silent for ${Math.round(worstSilenceMs)} ms; ${events.join(', ')}`;
}

/** For every stream that was followed by another: from its end until something was heard again. */
function resumesMs(tales: readonly CallersTale[]): number[] {
  return tales
    .flatMap(({ call }) =>
      call.streams.slice(0, -1).flatMap(({ endedAt }) => {
        const heardAt = endedAt === undefined ? undefined : call.heard.firstAfter(endedAt);
        return endedAt === undefined || heardAt === undefined ? [] : [heardAt - endedAt];
      }),
    )
    .sort((a, b) => a - b);
}

function ms(value: number): string {
  return `${Math.round(value)} ms`;
}

/** The table of one run, for people. */
export function chaosTable(result: ChaosResult): string {
  const { silencesMs, delayMs, cores, tales, marks } = result;
  const median = silencesMs[Math.floor(silencesMs.length / 2)] ?? 0;
  const resumes = resumesMs(tales);
  const total = Object.values(cores).reduce((sum, value) => sum + value, 0);
  const durations = tales.map(({ durationMs }) => durationMs / 1000);
  const worst = tales.toSorted((a, b) => b.worstSilenceMs - a.worstSilenceMs)[0];
  const first = marks[0]?.at ?? 0;
  const since = (at: number): string => `${((at - first) / 1000).toFixed(1)} s`;
  return [
    `\n${result.name}`,
    `  calls                     ${result.calls}, ${Math.min(...durations).toFixed(0)} to ${Math.max(...durations).toFixed(0)} s long`,
    `  dropped                   ${result.dropped.length}`,
    `  orders lost, doubled      ${result.lost.length}, ${result.doubled.length}`,
    `  worst silence             ${ms(result.worstSilenceMs)} (median of calls ${ms(median)}), begun ${since(worst?.worstSilenceAt ?? first)} after the first strike`,
    ...tales
      .toSorted((a, b) => b.worstSilenceMs - a.worstSilenceMs)
      .slice(0, STORIES)
      .map((tale) => `      ${silenceStory(tale)}`),
    `  streams resumed           ${resumes.length}, assistant heard after ${ms(resumes[Math.floor(resumes.length / 2)] ?? 0)} (median), ${ms(resumes.at(-1) ?? 0)} (worst)`,
    `  all calls talk again      ${ms(result.allTalkAfterMs)} after a strike at most`,
    `  strikes                   ${marks.map(({ at, news }) => `${news} at ${since(at)}`).join(', ') || 'none'}; ${(result.strikeMs / 1000).toFixed(1)} s in all`,
    `  orders placed meanwhile   ${result.agreedMeanwhile}`,
    `  words said again          ${result.repeats}`,
    `  violations                ${result.violations.length}`,
    `  timers late, p99 and max  phones ${delayMs.phones.map(ms).join(', ')}; OpenAI ${delayMs.openai.map(ms).join(', ')}; p99 of replicas ${delayMs.replicas.map(ms).join(', ')}`,
    `  processors busy           ${result.machineCores.toFixed(2)} by all of the machine, ${total.toFixed(2)} by these: ${Object.entries(
      cores,
    )
      .map(([who, value]) => `${who} ${value.toFixed(2)}`)
      .join(', ')}`,
    '',
  ].join('\n');
}

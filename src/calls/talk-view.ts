import type { CallSnapshot } from './call/call.js';
import { heardText, type Spoken } from './call/conversation-entry.js';
import type { SpeechSpan } from './call/talk-log.js';
import type { CallDetailDto } from './calls.dto.js';
import type { SpeechDto } from './talk.dto.js';

/** Who spoke when, how long the caller waited and how the cost grew, with words and times of day. */
export function talkOf(
  call: CallSnapshot,
): Pick<CallDetailDto, 'speech' | 'waits' | 'worstTurn' | 'costs'> {
  const { spans, waits } = call.talk ?? { spans: [], waits: [] };
  const spoken = new Map<string, Spoken>();
  for (const entry of call.conversation.entries) {
    if (entry.kind === 'spoken') spoken.set(`${entry.role} ${entry.id}`, entry);
  }
  const startedAt = Date.parse(call.startedAt);
  const at = (ms: number): string => new Date(startedAt + ms).toISOString();
  const worst = waits.reduce<(typeof waits)[number] | null>(
    (most, wait) => ((wait.silentMs ?? -1) > (most?.silentMs ?? -1) ? wait : most),
    null,
  );
  return {
    speech: spans.map((span) => speechOf(span, spoken.get(entryKey(span)), at)),
    waits: waits.map(({ id, fromMs, silentMs, first, ...wait }) => ({
      at: at(fromMs),
      text: id === null ? null : (spoken.get(`caller ${id}`)?.text ?? null),
      waitMs: silentMs,
      firstSound: first,
      ...wait,
    })),
    worstTurn: worst?.turn ?? null,
    costs: (call.costs ?? []).map(({ atMs, costUsd }) => ({ at: at(atMs), costUsd })),
  };
}

function speechOf(
  { who, rung, fromMs, toMs, generatedMs, heardMs, state }: SpeechSpan,
  entry: Spoken | undefined,
  at: (ms: number) => string,
): SpeechDto {
  const settled = generatedMs !== null && heardMs !== null && state !== 'open';
  return {
    at: at(fromMs),
    endedAt: toMs === null ? null : at(toMs),
    who,
    rung,
    text: entry?.text ?? null,
    heardText: entry && settled ? heardText(entry) : null,
    generatedMs: generatedMs === null ? null : Math.round(generatedMs),
    heardMs: settled ? heardMs : null,
    cutMs: settled ? Math.max(0, Math.round(generatedMs - heardMs)) : null,
    state,
  };
}

/** The key of a span's entry in the conversation. */
function entryKey({ who, id }: SpeechSpan): string {
  return `${who === 'keys' ? 'caller' : who} ${id}`;
}

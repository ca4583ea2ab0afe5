import { isNestedTooDeeply } from '../../common/nesting.js';
import { readAudio } from './call-audio.js';
import { readUsage } from './call-usage.js';
import type { CallSnapshot } from './call.js';
import { isSnapshot } from './snapshot-schema.js';

/** Raised when an older replica could misread what a newer one has written. */
const SNAPSHOT_VERSION = 1;
/** Larger ones lose their oldest parts: a call of half an hour has about 100 kB. */
const MAX_SNAPSHOT_CHARACTERS = 256 * 1024;
/** What is left of timeline, latencies, talk and costs when a snapshot is too large. */
const KEPT_EVENTS = 50;

/** A snapshot as text for the replicas, capped in size. */
export function packSnapshot(call: CallSnapshot): string {
  const text = pack(call);
  if (text.length <= MAX_SNAPSHOT_CHARACTERS) return text;
  let slim: CallSnapshot = {
    ...call,
    timeline: call.timeline.slice(-KEPT_EVENTS),
    latency: call.latency.slice(-KEPT_EVENTS),
    ...(call.talk && {
      talk: {
        spans: call.talk.spans.slice(-KEPT_EVENTS),
        waits: call.talk.waits.slice(-KEPT_EVENTS),
      },
    }),
    ...(call.costs && { costs: call.costs.slice(-KEPT_EVENTS) }),
  };
  for (;;) {
    const packed = pack(slim);
    const { entries } = slim.conversation;
    if (packed.length <= MAX_SNAPSHOT_CHARACTERS || entries.length <= 1) return packed;
    slim = { ...slim, conversation: { entries: entries.slice(Math.ceil(entries.length / 4)) } };
  }
}

/** Null for what this version cannot read, however it came about. */
export function unpackSnapshot(text: string): CallSnapshot | null {
  try {
    const { version, ...call } = JSON.parse(text) as { readonly version?: unknown };
    if (version !== SNAPSHOT_VERSION || isNestedTooDeeply(call) || !isSnapshot(call)) return null;
    return { ...call, audio: readAudio(call.audio), usage: readUsage(call.usage) };
  } catch {
    return null;
  }
}

function pack(call: CallSnapshot): string {
  return JSON.stringify({ version: SNAPSHOT_VERSION, ...call });
}

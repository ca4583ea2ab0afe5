import { isNestedTooDeeply } from '../../common/nesting.js';
import { readAudio } from './call-audio.js';
import { readUsage } from './call-usage.js';
import type { CallSnapshot } from './call.js';
import { textOf } from './changing-text.js';
import { isSnapshot } from './snapshot-schema.js';
import { SNAPSHOT_VERSION, SnapshotText } from './snapshot-text.js';

/** A snapshot as text for the replicas, capped in size. */
export function packSnapshot(call: CallSnapshot): string {
  return textOf(new SnapshotText().change(call).pieces);
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

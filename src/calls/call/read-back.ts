import { fieldsIn } from '../../common/json-fields.js';
import type { ReadBackReport } from '../../menu/tools/tool.js';
import type { HeardPart } from '../../realtime/voice-provider.js';
import {
  heardText,
  unsaid,
  type ConversationEntry,
  type Ran,
  type Spoken,
} from './conversation-entry.js';

/** Refusals of `place_order` that count as a read-back which said something else. */
const MISREAD: readonly unknown[] = ['misread', 'read_aloud'];

/**
 * An item of which no more than this is missing was heard: its mark may be on its way, and it ends
 * with silence. Milliseconds.
 */
const END_MS = 200;

/**
 * What the caller has heard since a confirmation was given, and what of it when they answered last.
 * Read from what was said and done alone, so that it is the same after a new connection, on another
 * provider and on another replica.
 */
export function readBackReport(
  entries: readonly ConversationEntry[],
  confirmationId: string,
): ReadBackReport {
  const misread = misreadIn(entries);
  const given = givenAt(entries, confirmationId);
  if (given < 0) return { heard: '', answered: null, cut: false, misread };
  const since = entries.slice(given + 1);
  const begun = since.findIndex((entry) => isAssistant(entry) && !unsaid(entry));
  const answer = since.findLastIndex(
    (entry, index) => begun >= 0 && index > begun && isAnswer(entry),
  );
  const answering = since[answer];
  const over = (answering?.kind === 'spoken' ? answering.over : undefined) ?? [];
  const before = since.slice(0, Math.max(0, answer));
  const asked = before.slice(before.findLastIndex((entry) => wasRun(entry, 'place_order')) + 1);
  return {
    heard: wordsOf(since, []),
    answered: answer < 0 ? null : wordsOf(before, over),
    cut: asked.filter(isAssistant).some((entry) => asHeard(entry, over).interrupted),
    misread,
  };
}

/** How often an order was not placed because the read-back had said something else. */
export function misreadIn(entries: readonly ConversationEntry[]): number {
  return entries.filter(
    (entry) => wasRun(entry, 'place_order') && MISREAD.includes(fieldsIn(entry.output)['error']),
  ).length;
}

/**
 * Where the last read-back begins that was not followed by its order: what is said from there on
 * decides whether that may be placed. Their number when there is none.
 */
export function openReadBackAt(entries: readonly ConversationEntry[]): number {
  const last = entries.findLastIndex(
    (entry) =>
      (wasRun(entry, 'place_order') && fieldsIn(entry.output)['ok'] === true) ||
      confirmationOf(entry) !== null,
  );
  const entry = entries[last];
  const confirmationId = entry ? confirmationOf(entry) : null;
  return confirmationId === null ? entries.length : givenAt(entries, confirmationId);
}

function givenAt(entries: readonly ConversationEntry[], confirmationId: string): number {
  return entries.findIndex((entry) => confirmationOf(entry) === confirmationId);
}

/** What a read-back has given to place the order by; null for another entry. */
function confirmationOf(entry: ConversationEntry): string | null {
  if (!wasRun(entry, 'read_back_order')) return null;
  const { confirmationId } = fieldsIn(entry.output);
  return typeof confirmationId === 'string' ? confirmationId : null;
}

function wasRun(entry: ConversationEntry, name: string): entry is Ran {
  return entry.kind === 'ran' && entry.name === name;
}

function isAssistant(entry: ConversationEntry): entry is Spoken {
  return entry.kind === 'spoken' && entry.role === 'assistant';
}

/** A turn of the caller, unless it is known to be a noise. */
function isAnswer(entry: ConversationEntry): boolean {
  return entry.kind === 'spoken' && entry.role === 'caller' && entry.noWords !== 'noise';
}

function wordsOf(entries: readonly ConversationEntry[], over: readonly HeardPart[]): string {
  const texts = entries.filter(isAssistant).map((entry) => heardText(asHeard(entry, over)));
  return texts.filter((text) => text !== '').join(' ');
}

/**
 * An item with what was surely heard of it. Of one that broke off with its session that is nothing;
 * while keys were pressed it was played on.
 */
function asHeard(entry: Spoken, over: readonly HeardPart[]): Spoken {
  if (entry.brokenOff) return { ...entry, heardMs: 0, interrupted: true };
  const part = over.find(({ itemId }) => itemId === entry.id);
  const heardMs = part?.heardMs ?? entry.heardMs;
  const cut = part !== undefined || entry.interrupted;
  return { ...entry, heardMs, interrupted: cut && heardMs < entry.sentMs - END_MS };
}

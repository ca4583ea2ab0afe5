import { Ajv } from 'ajv';
import { CHECKED_SCHEMA } from '../../common/checked-schema.js';
import { isOrder } from '../../orders/order.js';
import type { ListName } from './call-parts.js';
import type { CallSnapshot, CallSummary } from './call.js';

/**
 * What may be missing or added in the parts of a snapshot, from Redis, the disk or the database,
 * without the code that reads them failing. Fields that are not named are taken as they are.
 */
const TEXT = { type: 'string' };
const TEXT_OR_NULL = { type: ['string', 'null'] };
const NUMBER = { type: 'number' };
const TIME = { type: 'string', time: true };
const OBJECT_OR_NULL = { type: ['object', 'null'] };
/** ms; within what can be taken from a time of the clock. */
const SPAN = { type: 'number', minimum: -1e12, maximum: 1e12 };

const TALK = {
  type: 'object',
  required: ['spans', 'waits'],
  properties: {
    spans: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'who', 'fromMs', 'state', 'heardMs', 'generatedMs'],
        properties: { id: TEXT, who: TEXT, fromMs: SPAN, state: TEXT },
      },
    },
    waits: {
      type: 'array',
      items: {
        type: 'object',
        required: ['turn', 'fromMs', 'silentMs', 'answerMs'],
        properties: { turn: NUMBER, fromMs: SPAN },
      },
    },
  },
};

const COSTS = {
  type: 'array',
  items: {
    type: 'object',
    required: ['atMs', 'costUsd'],
    properties: { atMs: SPAN, costUsd: NUMBER },
  },
};

const EARLIER = {
  type: 'object',
  required: ['items', 'lost', 'misread', 'lastEnd', 'lastEndAlone'],
  properties: {
    items: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
    lost: NUMBER,
    misread: NUMBER,
    lastEnd: TEXT_OR_NULL,
    lastEndAlone: TEXT_OR_NULL,
  },
};

/** What snapshots of earlier versions do not have. */
const NEWER = {
  transfer: OBJECT_OR_NULL,
  wayOut: OBJECT_OR_NULL,
  language: TEXT_OR_NULL,
  silentMs: SPAN,
  ageMs: SPAN,
  traceparent: TEXT_OR_NULL,
  talk: TALK,
  costs: COSTS,
  earlier: EARLIER,
};

const SUMMARY = {
  callSid: TEXT,
  from: TEXT,
  to: TEXT,
  instance: TEXT,
  state: { enum: ['ringing', 'active', 'resuming', 'ended'] },
  outcome: TEXT_OR_NULL,
  provider: TEXT_OR_NULL,
  startedAt: TIME,
  endedAt: { type: ['string', 'null'] },
  turns: NUMBER,
  order: OBJECT_OR_NULL,
};

const ENTRIES = {
  type: 'array',
  items: {
    type: 'object',
    required: ['kind', 'at'],
    properties: { at: TEXT },
    oneOf: [
      {
        required: ['id', 'role', 'text', 'sentMs', 'heardMs'],
        properties: {
          kind: { const: 'spoken' },
          id: TEXT,
          role: { enum: ['caller', 'assistant'] },
          text: TEXT,
          sentMs: NUMBER,
          heardMs: NUMBER,
        },
      },
      {
        required: ['callId', 'name', 'arguments', 'output'],
        properties: {
          kind: { const: 'ran' },
          callId: TEXT,
          name: TEXT,
          arguments: TEXT,
          output: TEXT_OR_NULL,
        },
      },
    ],
  },
};

const TIMELINE = {
  type: 'array',
  items: { type: 'object', required: ['at', 'event'], properties: { at: TEXT, event: TEXT } },
};

const LATENCY = { type: 'array', items: { type: 'object' } };

const AUDIO = {
  type: ['object', 'null'],
  properties: { faults: { type: 'array', items: TEXT } },
};

const SNAPSHOT = {
  ...SUMMARY,
  resumes: NUMBER,
  leaving: TEXT_OR_NULL,
  callerActiveAt: TIME,
  conversation: { type: 'object', required: ['entries'], properties: { entries: ENTRIES } },
  timeline: TIMELINE,
  latency: LATENCY,
  audio: AUDIO,
  usage: { type: 'object' },
  unsavedOrders: { type: 'array', items: { type: 'object', order: true } },
};

const ajv = new Ajv({
  allowUnionTypes: true,
  strictRequired: false,
  strictTypes: false,
  ...CHECKED_SCHEMA,
  // A start waits longer for the optimizer than all checks of a process gain by it.
  code: { optimize: false },
})
  .addKeyword({
    keyword: 'time',
    type: 'string',
    // Without years of more than four digits, near which the range of times ends.
    validate: (_: unknown, text: string) => /^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text)),
  })
  .addKeyword({ keyword: 'order', validate: (_: unknown, value: unknown) => isOrder(value) });

/** The schema of an object that must have all of these fields, and may have others. */
function whole(
  fields: Readonly<Record<string, unknown>>,
  others: Readonly<Record<string, unknown>> = {},
) {
  const properties = { ...fields, ...others };
  return { type: 'object', required: Object.keys(fields), properties };
}

/** What is read of calls that another process has put down. */
export const CALL_SCHEMAS = {
  snapshot: whole(SNAPSHOT, NEWER),
  summary: whole({ ...SUMMARY, putAt: NUMBER }),
};

const snapshot = ajv.compile(CALL_SCHEMAS.snapshot);
const summary = ajv.compile(CALL_SCHEMAS.summary);

/** Whether a value can be read as a call's snapshot. */
export function isSnapshot(value: unknown): value is CallSnapshot {
  return snapshot(value);
}

/** Whether a value can be read as the summary of a live call. */
export function isLiveSummary(value: unknown): value is CallSummary & { readonly putAt: number } {
  return summary(value);
}

/** Checks of the columns of a call's row that hold JSON. */
export const isColumn = {
  transcript: ajv.compile(ENTRIES),
  timeline: ajv.compile(TIMELINE),
  latency: ajv.compile(LATENCY),
  usage: ajv.compile({ type: 'object' }),
  audio: ajv.compile({
    type: ['object', 'null'],
    properties: {
      audio: AUDIO,
      order: OBJECT_OR_NULL,
      resumes: NUMBER,
      leaving: TEXT_OR_NULL,
      callerActiveAt: TIME,
      ...NEWER,
    },
  }),
};

/** Checks of the items of a part, by their list. */
export const isPart: Readonly<Record<ListName, (items: unknown) => boolean>> = {
  entries: isColumn.transcript,
  timeline: isColumn.timeline,
  latency: isColumn.latency,
  spans: ajv.compile(TALK.properties.spans),
  waits: ajv.compile(TALK.properties.waits),
  costs: ajv.compile(COSTS),
};

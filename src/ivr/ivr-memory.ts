import { Injectable, Logger } from '@nestjs/common';
import { ExpiringMap } from '../common/expiring-map.js';
import { isRecord } from '../common/is-record.js';
import { isNestedTooDeeply } from '../common/nesting.js';
import { SharedStore } from '../cluster/shared-store.js';
import { CallerTraces } from '../ops/caller-traces.js';
import { AppConfig } from '../config/app-config.js';
import type { OrderSummary } from '../orders/order.js';
import type { IvrReply } from './ivr-state.js';

/** Where a call stands in the dialogue, and what the caller was asked last. */
export interface IvrRecord extends IvrReply {
  /** The turn that `prompt` asks for: the caller's next answer belongs to it. The first is 1. */
  readonly turn: number;
  /** The call's order as a tool saw it last. */
  readonly order: OrderSummary | null;
  /** Code of the language that `prompt` is in; null or absent: that of the voice file. */
  readonly language?: string | null;
  /** The read-back that `prompt` asks about, when it was heard in an earlier turn. */
  readonly readBack?: string;
  /** The brain that has worded `prompt`; absent: the dialogue without AI. */
  readonly brain?: string;
  /** Turns of the call that a brain has failed to answer; absent: none. */
  readonly brainFailures?: number;
}

/** The right to run a turn. `again`: an earlier request began the turn and did not finish it. */
export type TurnClaim = 'first' | 'again';

/** How long a call is remembered after its last turn. */
const RECORD_LIFE_MS = 30 * 60_000;
/** How long the request that began a turn may take for it; longer than any tool takes. */
export const CLAIM_LIFE_MS = 10_000;
/** Most calls kept in this process. */
const MAX_OWN = 2_000;
/** Largest record, in characters of JSON. A larger one is not kept, and the dialogue starts again. */
const MAX_RECORD_LENGTH = 16_000;
/** Version of the record’s form. A record of another version counts as absent. */
const SCHEMA = 2;

/**
 * Where each call stands in the dialogue, shared by all replicas through Redis. A copy of what this
 * process wrote is kept in memory too, for when Redis is away or comes back empty. Never throws.
 */
@Injectable()
export class IvrMemory {
  private readonly logger = new Logger(IvrMemory.name);
  private readonly own = new ExpiringMap<IvrRecord>(MAX_OWN);

  constructor(
    private readonly store: SharedStore,
    private readonly config: AppConfig,
    traces: CallerTraces,
  ) {
    traces.add('dialogues', ({ callSids }) => this.forget(callSids));
  }

  /** As of the latest turn that is known here; null for a call that is not known. */
  async load(callSid: string): Promise<IvrRecord | null> {
    const text = await this.store.get(`ivr:${callSid}`);
    const shared = text === null ? null : parseRecord(text);
    const own = this.own.get(callSid) ?? null;
    return shared === null || (own !== null && own.turn > shared.turn) ? own : shared;
  }

  /** Forgets where these calls stood, here and in the shared state; resolves with how many. */
  async forget(callSids: readonly string[]): Promise<number> {
    let known = 0;
    for (const callSid of callSids) {
      if ((await this.load(callSid)) === null) continue;
      known += 1;
      this.own.delete(callSid);
      await this.store.delete(`ivr:${callSid}`);
    }
    return known;
  }

  async save(callSid: string, record: IvrRecord): Promise<void> {
    const text = JSON.stringify({ schema: SCHEMA, ...record });
    if (text.length > MAX_RECORD_LENGTH) {
      this.logger.warn('Record too large', { callSid, length: text.length });
      return;
    }
    this.own.set(callSid, record, RECORD_LIFE_MS);
    await this.store.set(`ivr:${callSid}`, text, RECORD_LIFE_MS);
  }

  /**
   * Asks for the right to run a turn. One request gets `first`, on one replica; null: another
   * request is running the turn, in this process or another. The claim is written before the mark
   * that the turn was begun, so that a request that just started is never taken for a dead one.
   */
  async claim(callSid: string, turn: number): Promise<TurnClaim | null> {
    const { instance } = this.config;
    const claim = `ivr-turn:${callSid}:${turn}`;
    const begun = `ivr-begun:${callSid}:${turn}`;
    if (!(await this.store.setIfAbsent(claim, instance, CLAIM_LIFE_MS))) return null;
    return (await this.store.setIfAbsent(begun, instance, RECORD_LIFE_MS)) ? 'first' : 'again';
  }
}

function parseRecord(text: string): IvrRecord | null {
  try {
    const record: unknown = JSON.parse(text);
    return isRecord(record) && !isNestedTooDeeply(record) && isWhole(record) ? record : null;
  } catch {
    return null;
  }
}

/** Whether it has what is read of every record; what a step holds beside its kind is not looked at. */
function isWhole(
  record: Readonly<Record<string, unknown>>,
): record is Readonly<Record<string, unknown>> & IvrRecord {
  const { schema, turn, order, state, prompt, readBack, expects, end } = record;
  if (schema !== SCHEMA || !Number.isSafeInteger(turn) || !isRecord(state)) return false;
  const { step, choices, pending } = state;
  return (
    (order === null || isRecord(order)) &&
    isRecord(step) &&
    typeof step['kind'] === 'string' &&
    Array.isArray(choices) &&
    Array.isArray(pending) &&
    typeof prompt === 'string' &&
    prompt !== '' &&
    (readBack === undefined || typeof readBack === 'string') &&
    (expects === 'dtmf' || expects === 'speech dtmf') &&
    (end === null || end === 'hang-up' || end === 'transfer')
  );
}

import { type RawBuilder, sql } from 'kysely';
import { NATIONAL_DIGITS, telephoneNumber } from '../../common/caller-number.js';
import type { CallSnapshot } from '../call/call.js';
import { Conversation } from '../call/conversation.js';

/** Which ended calls are wanted; null: all. */
export interface CallFilter {
  /** What an operator typed, as `searchTerms` reads it. */
  readonly text: string | null;
  readonly outcome: string | null;
  /** ISO 8601 in UTC; begun then or later. */
  readonly from: string | null;
  /** ISO 8601 in UTC; begun before. */
  readonly to: string | null;
}

/** What a typed text can mean. A call is found by any of it. */
export interface SearchTerms {
  /** Id of a call or of an order, or a caller's address, as it stands. */
  readonly exact: string;
  /** Last digits of the caller's number: four, or a whole number. */
  readonly digits: string | null;
  /** The number that a caller was told for an order. */
  readonly orderNumber: string | null;
  /** All of them were said in the call; lower case, without accents. */
  readonly words: readonly string[];
}

/** How many digits of a masked number lists show; more would let a number be guessed digit by digit. */
const SHOWN_DIGITS = 4;
const ORDER_NUMBER = /^\d{3,6}$/;
const MAX_WORDS = 8;

/** Reads what an operator typed. */
export function searchTerms(typed: string): SearchTerms {
  const exact = typed.trim();
  const plain = /^[+\d\s().-]+$/.test(exact) ? exact.replace(/\D/g, '') : '';
  const national = plain.length === SHOWN_DIGITS || plain.length >= NATIONAL_DIGITS;
  return {
    exact,
    digits: telephoneNumber(exact)?.slice(1) ?? (national ? plain : null),
    orderNumber: ORDER_NUMBER.test(exact) ? exact : null,
    words: (folded(exact).match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, MAX_WORDS),
  };
}

/** Whether all the words were said in the call. */
export function wereSaid(words: readonly string[], { conversation }: CallSnapshot): boolean {
  if (words.length === 0) return false;
  const said = folded(
    new Conversation(conversation)
      .transcript()
      .map(({ text }) => text)
      .join(' '),
  );
  return words.every((word) => said.includes(word));
}

/** SQL that holds for calls that are found by something other than words. */
export function isNamed({ exact, digits, orderNumber }: SearchTerms): RawBuilder<boolean> {
  const ways = [
    sql`call_sid = ${exact}`,
    sql`from_number = ${exact}`,
    sql`call_sid in (select call_sid from orders where id = ${exact})`,
  ];
  if (digits !== null) ways.push(sql`from_number like ${`%${digits}`}`);
  if (orderNumber !== null) {
    ways.push(sql`exists (select 1 from orders where orders.call_sid = calls.call_sid
      and orders.placed_at is not null and orders.body like ${`%"number":"${orderNumber}"%`})`);
  }
  return sql<boolean>`(${sql.join(ways, sql` or `)})`;
}

/**
 * SQL that holds for every call in which the words may have been said; for others as well, as it
 * looks at the stored JSON, in which accents are not known.
 */
export function mayHaveSaid({ words }: SearchTerms): RawBuilder<boolean> {
  if (words.length === 0) return sql<boolean>`(1 = 0)`;
  const likes = words.map((word) => {
    const pattern = `%${wildcards(word)}%`;
    return sql`(lower(transcript) like ${pattern} or exists (select 1 from call_parts
      where call_parts.call_sid = calls.call_sid and list = 'entries'
      and lower(items) like ${pattern}))`;
  });
  return sql<boolean>`(${sql.join(likes, sql` and `)})`;
}

/** Letters that have accents in English or Spanish, and all that are not ASCII, may be any. */
function wildcards(word: string): string {
  return word.replaceAll(/[aeiounc]|[^a-z0-9]/gu, '_');
}

function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

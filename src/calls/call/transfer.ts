import type { AppConfig } from '../../config/app-config.js';
import { fault } from '../../orders/order-fault.js';

/**
 * Why a person's phone rings: the caller asked for a person, an operator ordered it, no voice can
 * go on with the call, or no line is free.
 */
export const DIAL_REASONS = ['asked', 'operator', 'fault', 'busy'] as const;
export type DialReason = (typeof DIAL_REASONS)[number];

/**
 * Which of the numbers for a reason is dialled, counted from 0. It is carried by the signed URLs of
 * the dialled call, so that each request names the attempt that it speaks of: a repeated one gets
 * the same answer, on any replica, also when no state of the call can be read.
 */
export interface DialLeg {
  readonly reason: DialReason;
  readonly index: number;
}

/** The transfer of a live call, as its snapshot keeps it. */
export interface Transfer {
  readonly reason: DialReason;
  /** Where the call goes on if no one takes it. */
  readonly from: 'stream' | 'order-line';
  /**
   * `ringing`: at one number after the other; `accepted`: a person pressed the key; `missed`: no
   * one took it, and the assistant has yet to say so.
   */
  readonly state: 'ringing' | 'accepted' | 'missed';
}

/** How a dialled call ended, as Twilio tells it. */
export interface DialReport {
  /** `DialCallStatus`. */
  readonly status: string;
  /** `DialBridged`: caller and person were joined; null when Twilio does not say. */
  readonly bridged: boolean | null;
}

/** What follows a dialled call. `over`: the person has talked with the caller. */
export type AfterDial = 'over' | 'next-number' | 'go-on';

/** Longest talk with a person, in seconds; the line is not held for ever by a forgotten phone. */
export const MAX_TALK_SECONDS = 3_600;

/** The tool by which a model has its caller put through. */
export const TRANSFER_TOOL = 'transfer_to_human';

/** What the model is told of a transfer that no one took, in place of "I am putting you through". */
export const NOT_TAKEN = fault(
  'not_taken',
  'No one could take the call. The caller is back with you; the order is as it was.',
);

/**
 * Decides what follows a dialled call. A call that was answered counts as taken only when a person
 * accepted it: an answering machine also ends as `completed`.
 *
 * @param accepted the key was pressed; counts when Twilio does not say whether the two were joined.
 * @param left numbers that have not been tried.
 */
export function afterDial(report: DialReport, accepted: boolean, left: number): AfterDial {
  const answered = report.status === 'completed' || report.status === 'answered';
  if (answered && (report.bridged ?? accepted)) return 'over';
  return left > 0 ? 'next-number' : 'go-on';
}

/** The numbers that are tried in turn for a reason. */
export function numbersFor(
  { twilio, limits }: Pick<AppConfig, 'twilio' | 'limits'>,
  reason: DialReason,
): readonly string[] {
  if (reason !== 'busy') return twilio.humanNumbers;
  return limits.busyPolicy.kind === 'dial' ? [limits.busyPolicy.number] : [];
}

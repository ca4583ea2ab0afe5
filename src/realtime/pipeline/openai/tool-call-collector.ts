import { randomUUID } from 'node:crypto';
import { isRecord } from '../../../common/is-record.js';
import type { ChatCall } from '../chat-model.js';

/** More calls than this in one answer are not made. */
const MAX_CALLS = 32;

interface Collected {
  callId: string;
  name: string;
  arguments: string;
  /** Part of the arguments could not be read. */
  damaged: boolean;
}

/** Puts together the function calls of an answer from the fragments of its stream (protocol B7.3). */
export class ToolCallCollector {
  private readonly calls = new Map<number, Collected>();
  private newest: Collected | null = null;
  private overflowed = false;

  /**
   * Id and name come with the first fragment of an index, the arguments with all of them. Without
   * an index a fragment belongs to the call of its id, and without an id to the newest call.
   *
   * @returns false when part of the fragment has a shape that is not known.
   */
  add(fragment: unknown): boolean {
    if (!isRecord(fragment)) return false;
    const { index } = fragment;
    const named = isRecord(fragment['function']) ? fragment['function'] : {};
    const id = textOf(fragment['id']);
    const isIndexed = typeof index === 'number' && Number.isInteger(index);
    const call = isIndexed ? this.at(index) : this.unindexed(id);
    if (call === null) return false;
    this.newest = call;
    call.callId ||= id;
    call.name ||= textOf(named['name']);
    const part = named['arguments'] ?? '';
    if (typeof part === 'string') call.arguments += part;
    else call.damaged = true;
    return isIndexed && typeof part === 'string';
  }

  /** True when a call was begun that cannot be told: it has no name, or there are too many. */
  get unusable(): boolean {
    return this.overflowed || [...this.calls.values()].some(({ name }) => name === '');
  }

  /**
   * The calls so far, in their order. A call without an id gets one of its own; one without a name
   * is left out.
   *
   * @param complete the answer came to its own end, so that every call of it is whole.
   */
  known(complete: boolean): readonly ChatCall[] {
    return [...this.calls]
      .sort(([a], [b]) => a - b)
      .filter(([, { name }]) => name !== '')
      .map(([, call]) => {
        const { name, arguments: args, damaged } = call;
        call.callId ||= complete ? `call_${randomUUID()}` : '';
        const finished = !damaged && (complete || isWhole(args));
        return { callId: call.callId, name, arguments: args, finished };
      })
      .filter(({ callId }) => callId !== '');
  }

  private at(index: number): Collected | null {
    let call = this.calls.get(index);
    if (call !== undefined) return call;
    if (this.calls.size >= MAX_CALLS) {
      this.overflowed = true;
      return null;
    }
    call = { callId: '', name: '', arguments: '', damaged: false };
    this.calls.set(index, call);
    return call;
  }

  private unindexed(id: string): Collected | null {
    if (id === '') return this.newest;
    const known = [...this.calls.values()].find(({ callId }) => callId === id);
    return known ?? this.at(Math.max(-1, ...this.calls.keys()) + 1);
  }
}

/** Arguments are one JSON object, and no beginning of one is JSON itself. */
function isWhole(args: string): boolean {
  if (!args.trimEnd().endsWith('}')) return false;
  try {
    return isRecord(JSON.parse(args));
  } catch {
    return false;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

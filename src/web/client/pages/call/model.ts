import { computed, effect, signal } from '@preact/signals';
import type { CallDetail } from '../../api/call-detail.js';
import { ApiProblem, getJson } from '../../live/api.js';
import { followEvents } from '../../live/live-events.js';
import { poll } from '../../live/poll.js';
import { axisOf } from './axis.js';

/** Changes that come together are fetched together, ms. */
const GATHER_MS = 250;
/** What goes on grows on the page so often, ms. */
const GROW_MS = 250;
/** A call whose replica died tells of no change: it is looked at all the same, ms. */
const LOOK_MS = 5_000;

/** The call that the address names. */
export const callSid = document.documentElement.dataset['call'] ?? '';

/** The call as it was fetched last; null before, and when there is none. */
export const call = signal<CallDetail | null>(null);
/** Why the call cannot be shown as it is now; empty while it can. */
export const problem = signal('');
/** Where the cursor stands, ms since the call began. */
export const cursorMs = signal(0);
/** The cursor goes along with a call that goes on. */
export const follows = signal(true);
/** How long the call has lasted, ms. */
export const lengthMs = signal(0);
let fetchedAt = 0;

/** The call as it was fetched, on its axis: what was said and has happened. */
export const fetched = computed(() => call.value && axisOf(call.value, call.value.durationMs));
/** The call on its axis, as long as it has lasted until now. */
export const axis = computed(() => call.value && axisOf(call.value, lengthMs.value));

/** Puts the cursor somewhere; a live call is not followed any longer. */
export function moveTo(atMs: number): void {
  follows.value = false;
  cursorMs.value = Math.max(0, Math.min(atMs, axis.peek()?.lengthMs ?? 0));
}

let timer: ReturnType<typeof setTimeout> | null = null;
let fetching: Promise<void> | null = null;

async function fetchCall(): Promise<void> {
  try {
    const path = `/calls/${encodeURIComponent(callSid)}`;
    const detail = await getJson<CallDetail>(path);
    const isFirst = call.peek() === null;
    fetchedAt = performance.now();
    problem.value = '';
    lengthMs.value = detail.durationMs;
    call.value = detail;
    if (isFirst && detail.state === 'ended') follows.value = false;
  } catch (error) {
    problem.value = error instanceof ApiProblem ? error.detail : String(error);
  }
}

function changed(): void {
  timer ??= setTimeout(() => {
    timer = null;
    fetching = (fetching ?? Promise.resolve()).then(fetchCall);
  }, GATHER_MS);
}

/** Keeps the call as it is now while the page is open. Returns whether the page is told of changes. */
export function followCall() {
  effect(() => {
    if (follows.value) cursorMs.value = lengthMs.value;
  });
  setInterval(() => {
    if (call.peek() === null || call.peek()?.state === 'ended' || document.hidden) return;
    lengthMs.value = (call.peek()?.durationMs ?? 0) + performance.now() - fetchedAt;
  }, GROW_MS);
  const stop = poll(async () => {
    await fetchCall();
    // What is noted after the end comes as an event.
    if (call.peek()?.state === 'ended') stop();
  }, LOOK_MS);
  return followEvents('/events', ['call', 'turn', 'order', 'callback'], {
    event: ({ data }) => data['callSid'] === callSid && changed(),
    refresh: changed,
  });
}

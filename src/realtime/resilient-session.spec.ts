import { jest } from '@jest/globals';
import { standIn } from '../../test/support/doubles/stand-in.js';
import type { CallVoiceListener, RecoveryStep, Replay } from './call-voice.js';
import { ProviderError } from '../common/provider-error.js';
import type { Rung } from './provider-ladder.js';
import { ResilientSession } from './resilient-session.js';
import { TurnState } from './turn-state.js';
import {
  VoiceProvider,
  type VoiceSession,
  type VoiceSessionListener,
  type VoiceSessionRequest,
} from './voice-provider.js';

const COMPLETED = { status: 'completed', reason: null, usage: null, awaitsTools: false } as const;
const LIMITS = { maxAttempts: 3, baseDelayMs: 2_000 };
const ignore = () => undefined;
const DEAF = { interrupt: ignore, stop: ignore, note: ignore, rebrief: ignore };
const MINUTE_MS = 60_000;
const RENEW_AFTER_MS = 50 * MINUTE_MS;
const dropped = new ProviderError('close_1006', 'dropped', 'provider', true);
const refused = new ProviderError('invalid_api_key', 'refused', 'account', false);

/** A provider in memory: the test plays its part. */
class ScriptedProvider extends VoiceProvider {
  readonly capabilities;
  /** How old sessions are when they are opened. */
  ageMs = 0;
  readonly unusable = null;
  readonly opened: {
    request: VoiceSessionRequest;
    listener: VoiceSessionListener;
    heard: string[];
    answered: string[];
    closed: boolean;
  }[] = [];

  constructor(
    readonly name: string,
    stream = true,
  ) {
    super();
    this.capabilities = { stream };
  }

  open(request: VoiceSessionRequest, listener: VoiceSessionListener): VoiceSession {
    const record = {
      request,
      listener,
      heard: [],
      answered: [],
      closed: false,
    } as (typeof this.opened)[0];
    this.opened.push(record);
    const bornAt = performance.now() - this.ageMs;
    return {
      provider: this.name,
      model: 'scripted',
      state: 'ready',
      life: { bornAt, endsAt: bornAt + 60 * MINUTE_MS },
      hear: (payload) => record.heard.push(payload),
      ...DEAF,
      answerTool: (callId) => record.answered.push(callId),
      close: () => void (record.closed = true),
    };
  }

  get latest() {
    const latest = this.opened.at(-1);
    if (!latest) throw new Error('nothing was opened');
    return latest;
  }
}

const settle = () => jest.advanceTimersByTimeAsync(0);

describe('ResilientSession', () => {
  const primary = () => new ScriptedProvider('primary');
  let provider: ScriptedProvider;
  let next: ScriptedProvider | null;
  let session: ResilientSession;
  let heard: string[];
  /** What the ladder was told. */
  let noted: string[];
  let replay: Replay;
  let turn: TurnState;

  const start = async () => {
    const rungOf = (of: ScriptedProvider) => standIn<Rung>({ provider: of });
    const note = (what: string) => () => void heard.push(what);
    const listener: CallVoiceListener = {
      ready: () => {
        heard.push('ready');
        turn.nothingOwed();
      },
      audio: (itemId) => {
        heard.push(`audio ${itemId}`);
        turn.audio();
      },
      speechStarted: () => {
        heard.push('speech started');
        turn.callerBegan();
      },
      speechStopped: () => {
        heard.push('speech stopped');
        turn.callerEnded();
      },
      callerSaid: note('caller said'),
      transcriptionFailed: note('transcription failed'),
      assistantSaid: note('assistant said'),
      toolCall: note('tool call'),
      turnDone: (done) => {
        heard.push('turn done');
        turn.done(done, false);
      },
      lost: (error) => void heard.push(`lost ${error.code}`),
      recovering: ({ kind, provider: name }: RecoveryStep) => {
        heard.push(`${kind} ${name}`);
        turn.recovering();
      },
      reconnected: (name) => {
        heard.push(`reconnected ${name}`);
        turn.nothingOwed();
      },
      leaveStream: (name) => void heard.push(`leave for ${name}`),
    };
    session = new ResilientSession(
      rungOf(provider),
      {
        below: () => next && rungOf(next),
        noteGivenUp: (rung) => noted.push(`gave up ${rung.provider.name}`),
        noteReconnect: () => undefined,
        noteServed: (rung) => noted.push(`served by ${rung.provider.name}`),
      },
      LIMITS,
      {
        callSid: 'CA1',
        provider: null,
        instructions: () => 'Be kind.',
        vocabulary: () => [],
        languages: () => [],
        tools: [],
        replay: () => Promise.resolve(replay),
        turn,
      },
      listener,
      () => heard.push('ended'),
    );
    await settle();
    provider.latest.listener.ready();
  };

  beforeEach(() => {
    jest.useFakeTimers();
    provider = primary();
    next = null;
    heard = [];
    noted = [];
    turn = new TurnState(false);
    replay = { history: [], opening: { kind: 'listen' } };
  });
  afterEach(() => {
    session.close();
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('reconnects at once and tells the new session how the call stands', async () => {
    await start();
    replay = {
      history: [{ kind: 'message', role: 'caller', text: 'Two.' }],
      opening: { kind: 'answer' },
    };
    provider.latest.listener.lost(dropped);
    await settle();
    expect(provider.opened).toHaveLength(2);
    expect(provider.latest.request).toMatchObject(replay);
    provider.latest.listener.ready();
    expect(heard).toEqual(['ready', 'reconnect primary', 'reconnected primary']);
  });

  it('lets the next session hear the unanswered turn, and all that was said meanwhile', async () => {
    await start();
    session.hear('before', 20);
    provider.latest.listener.speechStarted();
    session.hear('turn', 20);
    provider.latest.listener.lost(dropped);
    session.hear('meanwhile', 20);
    await settle();
    session.hear('after', 20);
    expect(provider.latest.heard).toEqual(['before', 'turn', 'meanwhile', 'after']);
  });

  it('does not let a turn be heard twice whose words are known', async () => {
    await start();
    provider.latest.listener.speechStarted();
    session.hear('turn', 20);
    replay = { history: [], opening: { kind: 'answer' } };
    provider.latest.listener.lost(dropped);
    session.hear('meanwhile', 20);
    await settle();
    expect(provider.latest.heard).toEqual(['meanwhile']);
  });

  it('hears nothing any more of a session that was replaced', async () => {
    await start();
    const old = provider.latest;
    old.listener.lost(dropped);
    old.listener.audio('late', '', 0);
    old.listener.lost(dropped);
    await settle();
    expect(heard.filter((what) => what.startsWith('audio'))).toEqual([]);
    expect(provider.opened).toHaveLength(2);
  });

  it('gives a tool’s output to the next session by the replay alone', async () => {
    await start();
    provider.latest.listener.lost(dropped);
    session.answerTool('call_1', '{}');
    await settle();
    expect(provider.latest.answered).toEqual([]);
  });

  it('goes down the ladder when the attempts are used up', async () => {
    next = new ScriptedProvider('second');
    await start();
    for (let attempt = 0; attempt < 4; attempt += 1) {
      provider.latest.listener.lost(dropped);
      await jest.advanceTimersByTimeAsync(10_000);
    }
    expect(heard.at(-1)).toBe('next-provider second');
    expect(next.opened).toHaveLength(1);
  });

  it('goes down the ladder at once after an error that no retry can cure', async () => {
    next = new ScriptedProvider('second');
    await start();
    provider.latest.listener.lost(refused);
    await settle();
    expect([provider.opened.length, next.opened.length]).toEqual([1, 1]);
  });

  it('has the call leave the stream for a rung that is not on it', async () => {
    next = new ScriptedProvider('ivr', false);
    await start();
    provider.latest.listener.lost(refused);
    expect(heard.slice(-2)).toEqual(['ended', 'leave for ivr']);
    expect(next.opened).toEqual([]);
  });

  it('is lost when there is no further rung', async () => {
    await start();
    provider.latest.listener.lost(refused);
    expect(heard.slice(-2)).toEqual(['ended', 'lost invalid_api_key']);
  });

  it('tells the ladder once a connection whether it served, and that it was given up', async () => {
    const done = (status: 'completed' | 'failed') => {
      provider.latest.listener.audio('a1', '', 20);
      provider.latest.listener.turnDone({ ...COMPLETED, status });
    };
    await start();
    done('failed');
    expect(noted).toEqual([]);
    // An answer of which nothing is heard serves no one.
    turn.owes();
    provider.latest.listener.turnDone(COMPLETED);
    expect(noted).toEqual([]);
    done('completed');
    done('completed');
    expect(noted).toEqual(['served by primary']);
    provider.latest.listener.lost(dropped);
    await settle();
    done('completed');
    provider.latest.listener.lost(refused);
    expect(noted).toEqual(['served by primary', 'served by primary', 'gave up primary']);
  });

  it('moves on when the assistant is stuck on an open connection', async () => {
    next = new ScriptedProvider('second');
    await start();
    session.giveUp('stuck', false);
    await settle();
    expect(provider.latest.closed).toBe(true);
    expect(next.opened).toHaveLength(1);
  });

  it('renews an old session between turns, never within one, and nobody hears it', async () => {
    await start();
    const old = provider.latest;
    old.listener.speechStarted();
    await jest.advanceTimersByTimeAsync(RENEW_AFTER_MS);
    expect(provider.opened).toHaveLength(1);
    old.listener.speechStopped('u1');
    old.listener.audio('a1', '', 20);
    old.listener.turnDone(COMPLETED);
    await settle();
    expect(provider.opened).toHaveLength(2);
    expect(old.closed).toBe(true);
    expect(heard).not.toContain('reconnect primary');
  });

  describe('with a session that grows old', () => {
    const done = (awaitsTools = false) => {
      provider.latest.listener.audio('a', '', 20);
      provider.latest.listener.turnDone({ ...COMPLETED, awaitsTools });
    };
    const untilMinute = async (minute: number) => {
      await jest.advanceTimersByTimeAsync(minute * MINUTE_MS - performance.now());
    };
    const opened = () => provider.opened.length;
    beforeEach(() => start());

    it('counts from its creation, not from when the call took it', async () => {
      provider.ageMs = 44 * MINUTE_MS;
      provider.latest.listener.lost(dropped);
      await settle().then(() => provider.latest.listener.ready());
      await untilMinute(5.9);
      expect(opened()).toBe(2);
      await untilMinute(6);
      expect(opened()).toBe(3);
    });

    it.each([
      ['an answer', () => provider.latest.listener.audio('a', '', 20)],
      ['an answer that was asked for', () => turn.owes()],
      ['tools', () => done(true)],
    ])('waits for the end of %s, to the last', async (_what, begin) => {
      await untilMinute(49);
      begin();
      await untilMinute(59.9);
      expect(opened()).toBe(1);
      done();
      await settle();
      expect(opened()).toBe(2);
    });

    it('changes it in the last minute between an answer and its tools', async () => {
      await untilMinute(49);
      done(true);
      await untilMinute(59.1);
      expect(opened()).toBe(1);
      done(true);
      await settle();
      expect(opened()).toBe(2);
    });
  });

  it('opens nothing after it was closed, whatever was planned', async () => {
    await start();
    provider.latest.listener.lost(dropped);
    session.close();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(provider.opened).toHaveLength(1);
  });

  it('carries an hour of talk over three drops and one renewal, without a second greeting', async () => {
    const greet = { kind: 'follow', instruction: 'Greet the caller.' } as const;
    replay = { history: [], opening: greet };
    await start();
    replay = { history: [], opening: { kind: 'listen' } };
    const listenFor = async (minutes: number) => {
      for (let second = 0; second < minutes * 60; second += 1) {
        for (let frame = 0; frame < 50; frame += 1) session.hear('frame', 20);
        await jest.advanceTimersByTimeAsync(1_000);
      }
    };
    const drop = async () => {
      provider.latest.listener.lost(dropped);
      await settle();
      provider.latest.listener.ready();
    };
    for (const minutes of [1, 2, 3]) {
      await listenFor(minutes);
      await drop();
    }
    await listenFor(50);
    expect(provider.opened).toHaveLength(5);
    provider.latest.listener.ready();
    await listenFor(4);

    expect(provider.opened).toHaveLength(5);
    expect(provider.opened.map(({ request }) => request.opening)).toEqual([
      greet,
      ...Array.from({ length: 4 }, () => replay.opening),
    ]);
    expect(provider.opened.map(({ closed }) => closed)).toEqual([true, true, true, true, false]);
    expect(heard).toEqual([
      'ready',
      ...Array.from({ length: 3 }, () => ['reconnect primary', 'reconnected primary']).flat(),
      'reconnected primary',
    ]);
    // Each frame was heard, and the half second before a change of session by both: the caller
    // may have begun to speak without a word of it from the old one.
    const frames = provider.opened.reduce((sum, opened) => sum + opened.heard.length, 0);
    expect(frames).toBe(60 * 60 * 50 + 4 * 25);
    session.close();
    expect(jest.getTimerCount()).toBe(0);
  });
});

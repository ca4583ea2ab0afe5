import * as fc from 'fast-check';
import { EnvironmentVariables } from './environment-variables.js';
import { EnvironmentError, readEnvironment, type RawEnvironment } from './environment.js';

const SAFE_PRODUCTION: RawEnvironment = {
  NODE_ENV: 'production',
  TWILIO_AUTH_TOKEN: '0123456789abcdef',
  OPS_TOKEN: 'sixteen-letters!',
  PUBLIC_URL: 'https://phone.example.com',
};

function faults(env: RawEnvironment): readonly string[] {
  try {
    readEnvironment(env);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.lines;
    throw error;
  }
}

describe('readEnvironment', () => {
  it('needs no variable at all', () => {
    const config = readEnvironment({});
    expect(config.http).toEqual({
      host: '127.0.0.1',
      port: 6001,
      publicUrl: 'http://localhost:6001',
      mediaStreamUrl: 'ws://localhost:6001/ws/media',
      tls: null,
      trustProxy: null,
      phonePage: true,
    });
    expect(config.ladder).toEqual({
      providers: ['openai-realtime', 'openai-pipeline', 'openai-chat', 'ivr'],
      realtimeEnabled: true,
      fallbackEnabled: true,
      maxReconnectAttempts: 3,
      reconnectDelayMs: 2000,
      warmSessions: 0,
    });
    expect(config.limits).toEqual({
      maxConcurrentCalls: 200,
      busyPolicy: { kind: 'say' },
      maxEventLoopDelayMs: 250,
      callerRate: { calls: 6, windowMs: 60_000 },
      hiddenCallersRate: { calls: 60, windowMs: 60_000 },
      maxCallMs: 1_800_000,
      maxCallCostUsd: 10,
      maxOrderCents: 50_000,
      maxOrdersPerCall: 3,
      silenceHangupMs: 60_000,
      mediaTimeoutMs: 30_000,
    });
    expect(config.drain).toEqual({ handoverMs: 20_000, timeoutMs: 60_000 });
    expect(config.service).toBe('voiceplate');
    expect(config.version).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('treats an empty string as absent', () => {
    expect(readEnvironment({ PORT: '', OPENAI_API_KEY: ' ' })).toMatchObject({
      http: { port: 6001 },
      openai: { apiKey: null },
    });
  });

  it.each([
    ['true', true],
    ['YES', true],
    ['1', true],
    ['False', false],
    ['no', false],
    ['0', false],
  ])('reads %s as a boolean', (text, expected) => {
    expect(readEnvironment({ USE_REALTIME_API: text }).ladder.realtimeEnabled).toBe(expected);
  });

  it('turns seconds into milliseconds', () => {
    const config = readEnvironment({ RECONNECT_DELAY: '2.5', WEBSOCKET_TIMEOUT: '0.2' });
    expect(config.ladder.reconnectDelayMs).toBe(2500);
    expect(config.limits.mediaTimeoutMs).toBe(200);
  });

  it('listens for everyone once a Twilio token can tell strangers apart', () => {
    expect(readEnvironment({ TWILIO_AUTH_TOKEN: '12345' }).http.host).toBe('0.0.0.0');
    expect(readEnvironment({ TWILIO_AUTH_TOKEN: '12345', HOST: '::1' }).http.host).toBe('::1');
  });

  it('derives the media stream address from the public one', () => {
    const config = readEnvironment({ PUBLIC_URL: 'https://phone.example.com/line/' });
    expect(config.http.publicUrl).toBe('https://phone.example.com/line');
    expect(config.http.mediaStreamUrl).toBe('wss://phone.example.com/line/ws/media');
  });

  it('keeps a warm session only with a key', () => {
    expect(readEnvironment({ OPENAI_API_KEY: 'k' }).ladder.warmSessions).toBe(1);
    expect(readEnvironment({ REALTIME_WARM_SESSIONS: '4' }).ladder.warmSessions).toBe(0);
  });

  it('reads every kind of busy policy', () => {
    const policy = (text: string) => readEnvironment({ BUSY_POLICY: text }).limits.busyPolicy;
    expect(policy('voicemail')).toEqual({ kind: 'voicemail' });
    expect(policy('dial:+15551230100')).toEqual({ kind: 'dial', number: '+15551230100' });
    expect(faults({ BUSY_POLICY: 'dial:911' })).toHaveLength(1);
  });

  it('reads both kinds of turn detection', () => {
    expect(readEnvironment({ OPENAI_VAD_SILENCE_MS: '300' }).openai.turnDetection).toEqual({
      kind: 'server_vad',
      threshold: 0.5,
      silenceMs: 300,
    });
    expect(
      readEnvironment({ OPENAI_TURN_DETECTION: 'semantic_vad', OPENAI_VAD_EAGERNESS: 'HIGH' })
        .openai.turnDetection,
    ).toEqual({ kind: 'semantic_vad', eagerness: 'high' });
  });

  it('reads how the Realtime model thinks, hears and remembers', () => {
    expect(readEnvironment({}).openai).toMatchObject({
      reasoningEffort: null,
      noiseReduction: null,
      retentionRatio: null,
    });
    const set = {
      OPENAI_REALTIME_REASONING_EFFORT: 'minimal',
      OPENAI_REALTIME_NOISE_REDUCTION: 'far_field',
      OPENAI_REALTIME_RETENTION_RATIO: '0.8',
    };
    expect(readEnvironment(set).openai).toMatchObject({
      reasoningEffort: 'minimal',
      noiseReduction: 'far_field',
      retentionRatio: 0.8,
    });
    expect(
      faults({
        OPENAI_REALTIME_REASONING_EFFORT: 'none',
        OPENAI_REALTIME_NOISE_REDUCTION: 'on',
        OPENAI_REALTIME_RETENTION_RATIO: '1.1',
      }),
    ).toHaveLength(3);
  });

  describe('the voice', () => {
    const speech = (env: RawEnvironment) => {
      const { speechModel, speechUrl, speechApiKey } = readEnvironment(env).openai;
      return [speechModel, speechUrl, speechApiKey];
    };
    const service = { OPENAI_SPEECH_URL: 'http://speech.local/v1' };

    it('is a Realtime model, or a compatible service with a model and key of its own', () => {
      expect(speech({})).toEqual(['gpt-realtime-2.1-mini', null, null]);
      expect(speech({ OPENAI_SPEECH_MODEL: 'gpt-realtime-2.1' })[0]).toBe('gpt-realtime-2.1');
      const named = { ...service, OPENAI_SPEECH_MODEL: 'tts-1' };
      expect(speech(named)).toEqual(['tts-1', 'http://speech.local/v1', null]);
      expect(speech({ ...named, OPENAI_SPEECH_API_KEY: 'sk-2' })[2]).toBe('sk-2');
    });

    it.each(['tts-1', 'tts-1-hd', 'tts-1-1106', 'gpt-4o-mini-tts', 'gpt-4o-mini-tts-2025-12-15'])(
      'is not %s, of which OpenAI has no more from a certain day',
      (model) => {
        expect(faults({ OPENAI_SPEECH_MODEL: model })).toEqual([
          expect.stringMatching(/^OPENAI_SPEECH_MODEL: .*2027-01-06.*OPENAI_SPEECH_URL/),
        ]);
      },
    );

    it.each([
      ['a service without its model', service, 'OPENAI_SPEECH_MODEL'],
      [
        'a service with a Realtime model',
        { ...service, OPENAI_SPEECH_MODEL: 'gpt-realtime-2.1' },
        'OPENAI_SPEECH_MODEL',
      ],
      ['a key without its service', { OPENAI_SPEECH_API_KEY: 'sk-2' }, 'OPENAI_SPEECH_URL'],
      ['fable', { OPENAI_REALTIME_VOICE: 'fable' }, 'OPENAI_REALTIME_VOICE'],
      ['nova', { OPENAI_REALTIME_VOICE: 'nova' }, 'OPENAI_REALTIME_VOICE'],
      ['Onyx', { OPENAI_REALTIME_VOICE: 'Onyx' }, 'OPENAI_REALTIME_VOICE'],
    ] as const)('is not %s', (_what, env, name) => {
      expect(faults(env)).toEqual([expect.stringMatching(`^${name}: `)]);
      expect(faults(env).join()).not.toContain('sk-2');
    });
  });

  it('takes trust in any proxy for trust in one', () => {
    expect(readEnvironment({ TRUST_PROXY: 'true' }).http.trustProxy).toBe('1');
    expect(readEnvironment({ TRUST_PROXY: '0' }).http.trustProxy).toBeNull();
    expect(readEnvironment({ TRUST_PROXY: 'loopback, 10.0.0.0/8' }).http.trustProxy).toBe(
      'loopback, 10.0.0.0/8',
    );
  });

  describe('signature validation without an auth token', () => {
    it('is off where only this machine can ask', () => {
      expect(readEnvironment({}).twilio.validateWebhooks).toBe(false);
    });

    it.each([
      ['a listener for other machines', { HOST: '0.0.0.0' }],
      ['a public address', { PUBLIC_URL: 'https://abc.ngrok.app' }],
      ['an explicit wish', { TWILIO_WEBHOOK_VALIDATION: 'true' }],
      ['a token', { TWILIO_AUTH_TOKEN: '12345' }],
    ])('stays on with %s', (_, env) => {
      expect(readEnvironment(env).twilio.validateWebhooks).toBe(true);
    });
  });

  describe('trust in this machine without a token', () => {
    it.each([
      ['with nothing set', {}],
      ['with a loopback address', { PUBLIC_URL: 'http://127.0.0.1:6001' }],
      ['with a listener for other machines, whose addresses show', { HOST: '0.0.0.0' }],
      ['with signatures not validated', { TWILIO_WEBHOOK_VALIDATION: 'false' }],
    ])('holds %s', (_, env) => {
      expect(readEnvironment(env).ops.trustsThisMachine).toBe(true);
    });

    it.each([
      ['OPS_TOKEN', 't'],
      ['KITCHEN_TOKEN', 't'],
      ['METRICS_TOKEN', 't'],
      ['TWILIO_AUTH_TOKEN', 't'],
      ['TWILIO_AUTH_TOKEN_PREVIOUS', 't'],
      ['TRUST_PROXY', '1'],
      ['PUBLIC_URL', 'https://abc.ngrok.app'],
      ['PUBLIC_URL', 'http://192.168.1.7:6001'],
      ['TWILIO_MEDIA_STREAM_URL', 'wss://abc.ngrok.app/ws/media'],
    ])('is gone with %s=%s', (name, value) => {
      expect(readEnvironment({ [name]: value }).ops.trustsThisMachine).toBe(false);
    });
  });

  it('tells each bad variable in one line with its value and what is allowed', () => {
    expect(faults({ PORT: 'abc', LOG_LEVEL: 'LOUD', RECONNECT_DELAY: '-1' })).toEqual([
      'LOG_LEVEL: "LOUD" is not allowed; use one of DEBUG, INFO, WARN, ERROR',
      'PORT: "abc" is not allowed; use a whole number from 0 to 65535',
      'RECONNECT_DELAY: "-1" is not allowed; use a number of seconds from 0 to 60',
    ]);
  });

  it.each([
    ['NODE_ENV', 'staging'],
    ['PORT', '65536'],
    ['PORT', '1e3'],
    ['USE_REALTIME_API', 'maybe'],
    ['VOICE_PROVIDERS', 'openai-realtime,'],
    ['VOICE_PROVIDERS', 'ivr,ivr'],
    ['PUBLIC_URL', 'phone.example.com'],
    ['OPENAI_REALTIME_URL', 'https://api.openai.com'],
    ['DATABASE_URL', 'mysql://localhost/db'],
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'redis://a:6379,b:6379'],
    ['ALLOWED_CIDRS', '10.0.0.0/33'],
    ['ALLOWED_CIDRS', '10.0.0.0/8,'],
    ['TRUST_PROXY', 'everyone'],
    ['TWILIO_ACCOUNT_SID', 'SK123'],
    ['HUMAN_TRANSFER_NUMBER', '555-0100'],
    ['HUMAN_TRANSFER_NUMBER', '+15551230777,'],
    ['HUMAN_TRANSFER_NUMBER', '+15551230777;+15551230778'],
    ['HUMAN_TRANSFER_NUMBER', '+266696687'],
    ['HUMAN_TRANSFER_NUMBER', Array.from({ length: 11 }, (_, i) => `+1555123077${i}`).join()],
    ['RATE_LIMIT_CALLS_PER_CALLER', '6'],
    ['RATE_LIMIT_HIDDEN_CALLERS', '0/60'],
    ['MAX_CONCURRENT_CALLS', '0'],
    ['MAX_ORDER_CENTS', '0'],
    ['MAX_ORDER_CENTS', '500.50'],
    ['MAX_ORDERS_PER_CALL', '0'],
    ['MAX_ORDERS_PER_CALL', '16'],
    ['MAX_EVENT_LOOP_DELAY', '-1'],
  ])('refuses %s=%s', (name, value) => {
    expect(faults({ [name]: value })).toEqual([expect.stringMatching(`^${name}: `)]);
  });

  it.each([
    ['+15551230777,555-0100,+15551230778', '"555-0100" is none'],
    ['+15551230777,+15551230778,+15551230777', '+15551230777 is there twice'],
  ])('names the phone number in %s that is bad', (value, bad) => {
    expect(faults({ HUMAN_TRANSFER_NUMBER: value })).toEqual([expect.stringContaining(bad)]);
  });

  it('takes several people’s numbers, in their order', () => {
    const { twilio } = readEnvironment({ HUMAN_TRANSFER_NUMBER: '+15551230778 , +15551230777' });
    expect(twilio.humanNumbers).toEqual(['+15551230778', '+15551230777']);
  });

  it('hides credentials in its lines', () => {
    const lines = faults({
      DATABASE_URL: 'mysql://user:hunter2@db/orders',
      REDIS_URL: 'redis//:hunter2@cache',
      TWILIO_ACCOUNT_SID: 'oops',
      PUBLIC_URL: 'hunter2@nowhere',
    });
    expect(lines).toHaveLength(4);
    expect(lines.join('\n')).not.toContain('hunter2');
    expect(lines.join('\n')).toContain('"oops"');
  });

  it('wants both certificate paths or neither', () => {
    expect(faults({ SSL_CERT_PATH: 'cert.pem' })).toEqual([
      'SSL_KEY_PATH: missing; set it together with SSL_CERT_PATH, or neither',
    ]);
    const tls = readEnvironment({ SSL_CERT_PATH: 'cert.pem', SSL_KEY_PATH: 'key.pem' }).http.tls;
    expect(tls).toEqual({ certPath: 'cert.pem', keyPath: 'key.pem' });
  });

  describe('in production', () => {
    it('starts with a token, ops access and a secure address', () => {
      const config = readEnvironment(SAFE_PRODUCTION);
      expect(config.production).toBe(true);
      expect(config.http.phonePage).toBe(false);
      expect(config.twilio.validateWebhooks).toBe(true);
    });

    it('names every unsafe combination, one line each', () => {
      const lines = faults({ NODE_ENV: 'production', TWILIO_WEBHOOK_VALIDATION: 'false' });
      expect(lines.map((line) => line.split(':')[0])).toEqual([
        'TWILIO_WEBHOOK_VALIDATION',
        'TWILIO_AUTH_TOKEN',
        'OPS_TOKEN',
        'PUBLIC_URL',
      ]);
    });

    it.each([
      ['OPENAI_BASE_URL', 'http://proxy.example/v1', 'https://'],
      ['OPENAI_REALTIME_URL', 'WS://proxy.example/v1/realtime', 'wss://'],
      ['TWILIO_API_URL', 'http://10.0.0.7', 'https://'],
      ['TWILIO_MEDIA_STREAM_URL', 'ws://phone.example.com/ws/media', 'wss://'],
      ['MENU_URL', 'http://localhost.example.com/menu.json', 'https://'],
      ['ORDER_WEBHOOK_URL', 'http://kitchen/orders', 'https://'],
    ])('refuses %s=%s, which leaves this machine in plain text', (name, value, allowed) => {
      const env = { ...SAFE_PRODUCTION, ORDER_WEBHOOK_SECRET: 'sixteen-letters!' };
      expect(faults({ ...env, [name]: value })).toEqual([
        `${name}: ${JSON.stringify(value)} is not allowed; use ${allowed} or a loopback address when NODE_ENV=production`,
      ]);
      for (const host of ['localhost:7001', '127.0.0.9', '[::1]:7001']) {
        const [scheme = ''] = value.split('//');
        expect(faults({ ...env, [name]: `${scheme}//${host}/x` })).toEqual([]);
      }
    });

    it('refuses every URL variable that may be plain text and is', () => {
      const plain = Object.keys(new EnvironmentVariables()).filter((name) =>
        ['http', 'ws'].some((scheme) => faults({ [name]: `${scheme}://far.example` }).length === 0),
      );
      const urls = plain.filter((name) => name.endsWith('_URL'));
      expect(urls).toEqual(expect.arrayContaining(['OPENAI_BASE_URL', 'MENU_URL']));
      for (const name of urls) {
        const scheme = faults({ [name]: 'ws://far.example' }).length === 0 ? 'ws' : 'http';
        expect(
          faults({
            ...SAFE_PRODUCTION,
            ORDER_WEBHOOK_SECRET: 'sixteen-letters!',
            [name]: `${scheme}://far.example`,
          }),
        ).toHaveLength(1);
      }
    });

    it('hides what a refused URL holds', () => {
      const [line] = faults({ ...SAFE_PRODUCTION, MENU_URL: 'http://luigi:hunter2@menu/x' });
      expect(line).toMatch(/^MENU_URL: the value \(hidden\) is not allowed; /);
    });

    it('refuses a kitchen without a secret', () => {
      const kitchen = { ...SAFE_PRODUCTION, ORDER_WEBHOOK_URL: 'https://kitchen.example/orders' };
      expect(faults(kitchen)).toEqual([expect.stringMatching(/^ORDER_WEBHOOK_SECRET: missing; /)]);
      expect(faults({ ...kitchen, ORDER_WEBHOOK_SECRET: 'sixteen-letters!' })).toEqual([]);
    });

    it('has one line for an address that is both malformed and not secure', () => {
      expect(faults({ ...SAFE_PRODUCTION, PUBLIC_URL: 'ftp://x' })).toHaveLength(1);
      expect(faults({ ...SAFE_PRODUCTION, PUBLIC_URL: 'http://phone.example.com' })).toEqual([
        expect.stringContaining('https://'),
      ]);
    });
  });

  it('never fails otherwise than by naming variables, whatever the values', () => {
    const names = ['PORT', 'PUBLIC_URL', 'ALLOWED_CIDRS', 'TRUST_PROXY', 'BUSY_POLICY', 'HOST'];
    const environments = fc.dictionary(fc.constantFrom(...names), fc.string());
    fc.assert(
      fc.property(environments, (env) => {
        for (const line of faults(env)) {
          expect(names).toContain(line.split(':')[0]);
        }
      }),
    );
  });
});

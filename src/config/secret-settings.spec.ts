import { readEnvironment, EnvironmentError, type RawEnvironment } from './environment.js';

const TOKENS = ['OPS_TOKEN', 'KITCHEN_TOKEN', 'METRICS_TOKEN'];
const SAFE: RawEnvironment = {
  NODE_ENV: 'production',
  TWILIO_AUTH_TOKEN: 'fedcba9876543210fedcba9876543210',
  OPS_TOKEN: 'sixteen-letters!',
  PUBLIC_URL: 'https://phone.example.com',
  ORDER_WEBHOOK_URL: 'https://kitchen.example/orders',
  ORDER_WEBHOOK_SECRET: 'also-16-letters!',
};

function faults(env: RawEnvironment): readonly string[] {
  try {
    readEnvironment(env);
    return [];
  } catch (error) {
    return (error as EnvironmentError).lines;
  }
}

describe('The secrets of the settings', () => {
  it.each([...TOKENS, 'TWILIO_AUTH_TOKEN', 'TWILIO_AUTH_TOKEN_PREVIOUS', 'ORDER_WEBHOOK_SECRET'])(
    'are refused in production when they can be guessed: %s',
    (name) => {
      const short = 'fifteen-letters';
      const lines = faults({ ...SAFE, [name]: short });
      expect(lines).toEqual([expect.stringMatching(new RegExp(`^${name}: .*16 characters`))]);
      expect(lines.join()).not.toContain(short);
      expect(faults({ ...SAFE, [name]: `${short}.` })).toEqual([]);
      expect(faults({ [name]: short })).toEqual([]);
    },
  );

  it.each(TOKENS)('hold nothing that a header cannot carry: %s', (name) => {
    for (const token of [
      'seventeen letters',
      'sixteen-letters\u00E9',
      'sixteen\tletters-',
      'ab\u200Bcdefghijklmnop',
    ]) {
      const lines = faults({ ...SAFE, [name]: token });
      expect(lines).toEqual([
        expect.stringMatching(new RegExp(`^${name}: the value \\(hidden\\)`)),
      ]);
    }
  });

  it('differ from role to role', () => {
    for (const [index, name] of TOKENS.entries()) {
      for (const other of TOKENS.slice(0, index)) {
        const lines = faults({ [name]: 'the-same-of-both', [other]: 'the-same-of-both' });
        expect(lines).toEqual([
          expect.stringContaining(`${name}: the value (hidden) is that of ${other}`),
        ]);
      }
    }
  });

  it.each(['OPENAI_BASE_URL', 'OPENAI_REALTIME_URL', 'OPENAI_SPEECH_URL', 'TWILIO_API_URL'])(
    'are not in the URL of a service that has a key: %s',
    (name) => {
      const scheme = name === 'OPENAI_REALTIME_URL' ? 'wss' : 'https';
      const env = name === 'OPENAI_SPEECH_URL' ? { OPENAI_SPEECH_MODEL: 'tts-1' } : {};
      for (const login of ['ann:hunter2', ':hunter2', 'hunter2']) {
        const lines = faults({ ...env, [name]: `${scheme}://${login}@gateway.example/v1` });
        expect(lines).toEqual([expect.stringMatching(/without user and password$/)]);
        expect(lines.join()).not.toContain('hunter2');
      }
      expect(faults({ ...env, [name]: `${scheme}://gateway.example/v1` })).toEqual([]);
    },
  );

  it.each([
    ['DATABASE_URL', 'postgres//ann:hunter2'],
    ['DATABASE_URL', 'hunter2'],
    ['REDIS_URL', 'redis//:hunter2'],
    ['REDIS_URL', 'redis://h:99999/hunter2'],
    ['REDIS_URL', 'redis://:hunter2%zz@h:6379'],
    ['REDIS_URL', 'redis+sentinel://:hunter2%zz@h:6379/name'],
  ])('are hidden when %s is refused: %s', (name, value) => {
    const lines = faults({ [name]: value });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^${name}: the value \\(hidden\\)`))]);
    expect(lines.join()).not.toContain('hunter2');
  });
});

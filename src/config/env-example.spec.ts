import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { EnvironmentVariables } from './environment-variables.js';
import { readEnvironment } from './environment.js';

const example = readFileSync('.env.example', 'utf8');
/** `NAME=default`, or `# NAME=` where there is no default. */
const listed = [...example.matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm)].map(([, name]) => `${name}`);

describe('.env.example', () => {
  it('lists every variable once and no other', () => {
    expect([...listed].sort()).toEqual(Object.keys(new EnvironmentVariables()).sort());
  });

  it('changes nothing when it is used as it is', () => {
    const fixed = { INSTANCE_ID: 'same' };
    const used = readEnvironment({ ...parseEnv(example), ...fixed });
    expect(used).toEqual(readEnvironment(fixed));
  });

  it('shows a value for exactly the variables that have a default', () => {
    const withDefault = Object.entries(new EnvironmentVariables())
      .filter(([, value]) => value !== null && String(value) !== '')
      .map(([name]) => name);
    expect(Object.keys(parseEnv(example)).sort()).toEqual(withDefault.sort());
  });

  it('explains every variable', () => {
    const blocks = example.split('\n\n').filter((block) => /^(?:# )?[A-Z][A-Z_]+=/m.test(block));
    for (const block of blocks) {
      expect(block).toMatch(/^# (?![A-Z_]+=)/);
    }
  });
});

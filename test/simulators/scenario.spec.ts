import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SAMPLE } from './openai/sample-scenario.js';
import { readScenario } from './scenario.js';

describe('readScenario', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function file(value: unknown): string {
    const path = join(folder, 'a.json');
    writeFileSync(path, JSON.stringify(value));
    return path;
  }

  it('reads a scenario', () => {
    const scenario = { ...SAMPLE, from: '+15551230100', expect: { order: { totalCents: 1200 } } };
    expect(readScenario(file(scenario))).toEqual(scenario);
  });

  it('names each fault of a file that is none', () => {
    const broken = { name: 'x', turns: [{ caller: 1, steps: [{ says: 'Hi' }] }] };
    expect(() => readScenario(file(broken))).toThrow(
      /required property 'greeting'.*\/turns\/0\/caller must be string.*\/turns\/0\/steps\/0/,
    );
  });
});

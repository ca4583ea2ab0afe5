import { until } from './support/eventually.js';
import { startLine, type Line } from './support/line.js';

interface Status {
  realtime: { providers: { name: string; circuit: string; lastError: string | null }[] };
}

describe('A provider that many calls find unusable', () => {
  let line: Line;
  beforeEach(async () => {
    line = await startLine({
      brain: () => ({ say: 'Hello.' }),
      knobs: { refuseUpgrade: 401 },
      env: { VOICE_PROVIDERS: 'openai-realtime,ivr' },
    });
  });
  afterEach(async () => {
    expect(line.violations()).toEqual([]);
    await line.close();
  });

  const circuit = async () =>
    (await line.get<Status>('/status')).realtime.providers.find(
      ({ name }) => name === 'openai-realtime',
    )?.circuit;
  it('is spared further calls, probed in the background, and used again when it works', async () => {
    for (let failed = 0; failed < 3; failed += 1) {
      const call = await line.phone.dial({ from: `+1555123010${failed}` });
      await call.untilGathering();
      expect(call.streams).toHaveLength(1);
      await call.hangUp();
    }
    expect(await circuit()).toBe('open');
    const spared = await line.phone.dial();
    await spared.untilGathering();
    expect(spared.streams).toEqual([]);
    await spared.hangUp();

    line.openai.knobs.refuseUpgrade = null;
    await until(async () => (await circuit()) === 'closed', { limitMs: 15_000 });
    const served = await line.phone.dial();
    await served.hearsSpeech();
    expect(served.streams).toHaveLength(1);
  });
});

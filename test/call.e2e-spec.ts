import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { playScenario } from './simulators/scenario-runner.js';
import { readScenario } from './simulators/scenario.js';
import { ACCOUNT_SID, AUTH_TOKEN } from './support/account.js';
import { startLine } from './support/line.js';
import { startApp, type RunningApp } from './support/start-app.js';

const ROOT = join(import.meta.dirname, '..');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly failures: readonly string[];
  readonly tookMs: number;
}

/** `npm run call` against a server in this process. */
async function call({ url, config }: RunningApp, ...args: string[]): Promise<Ended> {
  const startedAt = performance.now();
  const child = execFile(
    process.execPath,
    ['node_modules/tsx/dist/cli.mjs', 'test/call.ts', '--url', url, ...args],
    {
      cwd: ROOT,
      env: {
        PATH: process.env['PATH'],
        TWILIO_ACCOUNT_SID: ACCOUNT_SID,
        TWILIO_AUTH_TOKEN: AUTH_TOKEN,
        PUBLIC_URL: config.http.publicUrl,
        OPS_TOKEN: config.ops.token ?? '',
      },
    },
  );
  const [stdout, stderr] = [text(child.stdout!), text(child.stderr!)];
  const [code] = (await once(child, 'exit')) as [number];
  const failures = (await stderr).split('\n').filter((line) => line !== '');
  return { code, stdout: await stdout, failures, tookMs: performance.now() - startedAt };
}

describe('npm run call', () => {
  it('orders by words and keys on a server without AI', async () => {
    const app = await startApp();
    const { code, stdout, failures } = await call(app);
    expect(failures).toEqual([]);
    expect(code).toBe(0);
    expect(stdout).toContain('Your order number is');
    await app.close();
  }, 60_000);

  it('says at once that a scenario needs an AI, and where to get one', async () => {
    const app = await startApp();
    const ended = await call(app, '--scenario', 'test/scenarios/order.json');
    expect(ended.code).toBe(1);
    expect(ended.failures).toEqual([
      'FAILED: test/scenarios/order.json is for an AI on a media stream; this server answers with ' +
        'the line without AI, by <Gather>. Set OPENAI_API_KEY for the server, or leave --scenario out.',
    ]);
    expect(ended.tookMs).toBeLessThan(10_000);
    await app.close();
  }, 60_000);

  it('orders by voice on a server with an AI', async () => {
    const line = await startLine({ scenario: readScenario('test/scenarios/short.json') });
    const { code, failures } = await call(line.app);
    expect(failures).toEqual([]);
    expect(code).toBe(0);
    expect(await line.get('/orders')).toMatchObject({
      orders: [{ state: 'placed', customer: { name: 'Ben' } }],
    });
    await line.close();
  }, 60_000);

  it('says what it waited for, and after which words', async () => {
    const scenario = readScenario('test/scenarios/short.json');
    const line = await startLine({
      brain: () => ({ say: 'Yes?' }),
      phone: { waitLimitMs: 2_000 },
    });
    const played = playScenario(await line.phone.dial(), scenario);
    await expect(played).rejects.toThrow(
      /^After turn 2, "Yes\.": Waited 2000 ms until the call is over\. /,
    );
    await line.close();
  }, 60_000);
});

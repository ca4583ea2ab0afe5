import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { jest } from '@jest/globals';
import twilio from 'twilio';
import { freePort } from '../simulators/free-port.js';
import type { AttackReport } from '../simulators/hostile/hostile-peers.js';
import type { HostileQuestion } from '../simulators/hostile/hostile-process.js';
import { RemoteStandIn } from '../simulators/openai/remote-stand-in.js';
import { PhoneSimulator } from '../simulators/phone/phone-simulator.js';
import { ServerProcess } from '../simulators/server-process.js';
import { ACCOUNT_SID, AUTH_TOKEN, OPS_TOKEN } from '../support/account.js';
import { ensureBuilt } from '../support/build.js';
import { chaosOrders } from '../support/chaos-orders.js';
import { CpuMeter } from '../support/cpu-meter.js';
import { eventually } from '../support/eventually.js';
import { writeAlwaysOpenMenu } from '../support/menu-fixture.js';
import { VOICE_FIXTURE } from '../support/voice-fixture.js';

const ROOM = 100;
const TALKING = 50;
const CONNECTIONS = 10_000;
const ATTACK_MS = 12_000;
/** Before it, for comparison. */
const CALM_MS = 2_500;
/** A request that is never ended has 10 s, which are looked at every 2 s. */
const SETTLE_LIMIT_MS = 20_000;
/** Connections without a whole request, and sockets without a call, that the server keeps. */
const KEPT = 500 + 2 * ROOM;
/** Share of the caller's frames. */
const MOST_LATE = 0.02;
/** On top of how late the stand-in is itself. */
const LONGEST_GAP_MS = 300;
const MAX_GROWTH_MB = 100;

const HOSTILE = join(import.meta.dirname, '../simulators/hostile/hostile-process.ts');

/** Memory of a process in MB: now, and at most since it was last forgotten. */
function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = (field: string) =>
    Math.round(Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1_024);
  return { now: mb('VmRSS'), peak: mb('VmHWM') };
}

/** From here on the most memory of a process is counted anew: its start takes more than its work. */
function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Sockets that a process has open. */
function socketsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).filter((fd) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`).startsWith('socket:');
    } catch {
      return false;
    }
  }).length;
}

// Lateness is measured in real time: what the machine had no processor left for, as the end of its
// report shows, is played once more. The first failure is printed.
jest.retryTimes(1, { logErrorsBeforeRetry: true });

describe('Ten thousand hostile connections beside fifty calls', () => {
  let openai: RemoteStandIn;
  let server: ServerProcess;
  let phone: PhoneSimulator;
  let hostile: ChildProcess;
  let folder: string;
  let watch: AbortController;
  let port: number;
  let publicUrl: string;

  beforeEach(async () => {
    watch = new AbortController();
    await ensureBuilt();
    folder = await mkdtemp(join(tmpdir(), 'voiceplate-'));
    openai = await RemoteStandIn.start((await chaosOrders(1)).scenario);
    hostile = fork(HOSTILE, { execArgv: ['--import', 'tsx'] });
    port = await freePort();
    publicUrl = `http://localhost:${port}`;
    server = await ServerProcess.start(port, {
      HOST: '127.0.0.1',
      PUBLIC_URL: publicUrl,
      DATA_DIR: folder,
      MENU_FILE: await writeAlwaysOpenMenu(folder),
      VOICE_FILE: VOICE_FIXTURE,
      LOG_LEVEL: 'ERROR',
      OPS_TOKEN,
      TWILIO_ACCOUNT_SID: ACCOUNT_SID,
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      OPENAI_API_KEY: openai.key,
      OPENAI_BASE_URL: openai.baseUrl,
      OPENAI_REALTIME_URL: openai.url,
      MAX_CONCURRENT_CALLS: String(ROOM),
      // A busy machine is no reason to refuse a call here.
      MAX_EVENT_LOOP_DELAY: '0',
      RATE_LIMIT_CALLS_PER_CALLER: '1000/60',
    });
    phone = new PhoneSimulator({
      url: server.url,
      publicUrl,
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
    });
  }, 60_000);

  afterEach(async () => {
    watch.abort();
    hostile?.kill('SIGKILL');
    await phone?.close();
    await server?.kill();
    await openai?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  const ask = async (question: HostileQuestion): Promise<AttackReport> => {
    const answered = once(hostile, 'message');
    hostile.send(question);
    const [report] = (await answered) as [AttackReport];
    return report;
  };

  /** Asks for readiness until it is ended, and notes the answers that were not 200. */
  const watchReadiness = () => {
    const tookMs: number[] = [];
    const faults: string[] = [];
    const done = (async () => {
      while (!watch.signal.aborted) {
        const startedAt = performance.now();
        const status = await fetch(`${server.url}/health/ready`).then(
          (response) => String(response.status),
          (error: unknown) => String(error),
        );
        tookMs.push(performance.now() - startedAt);
        if (status !== '200') faults.push(status);
        await wait(200);
      }
    })();
    return { tookMs, faults, done };
  };

  it('leave the server alive and small and the calls undisturbed', async () => {
    const pid = server.pid ?? 0;
    const calls = await Promise.all(Array.from({ length: TALKING }, () => phone.dial()));
    await Promise.all(calls.map((call) => call.hearsSpeech()));
    await Promise.all(calls.map((call) => call.untilQuiet(400)));
    const socketsBefore = socketsOf(pid);
    await openai.report();
    await wait(CALM_MS);
    const calm = await openai.report();
    const { now: before, peak: startPeak } = memoryOf(pid);
    forgetPeak(pid);
    // Fifty calls at once on a busy machine: how fast they are answered is not the question here.
    const violations = calls.flatMap((call) => call.violations);

    const meter = new CpuMeter();
    const pids = { server: pid, hostile: hostile.pid ?? 0 };
    meter.note(pids);
    const ready = watchReadiness();
    const target = {
      port,
      accountSid: ACCOUNT_SID,
      signature: twilio.getExpectedTwilioSignature(
        AUTH_TOKEN,
        `${publicUrl.replace('http', 'ws')}/ws/media`,
        {},
      ),
    };
    await ask({ ask: 'attack', target, count: CONNECTIONS, withinMs: ATTACK_MS });
    const storm = await openai.report();
    meter.note(pids);
    const cores = meter.cores();
    const socketsMeanwhile = socketsOf(pid);
    const report = await ask({ ask: 'report' });
    hostile.kill('SIGKILL');
    // Connections of the phone and of the watch are kept alive for a while.
    await eventually(() => expect(socketsOf(pid)).toBeLessThanOrEqual(socketsBefore + 2), {
      limitMs: SETTLE_LIMIT_MS,
      everyMs: 200,
    });
    watch.abort();
    await ready.done;
    const memory = memoryOf(pid);
    process.stdout.write(
      `${report.made} hostile connections, ${report.refused} refused, answers ${JSON.stringify(report.answers)}; ` +
        `memory ${before} MB before (${startPeak} MB at most since its start), ${memory.now} MB after, ${memory.peak} MB at most; ` +
        `sockets ${socketsBefore} before, ${socketsMeanwhile} at the end of the attack, ${socketsOf(pid)} after; ` +
        `slowest readiness ${Math.round(Math.max(...ready.tookMs))} ms; ` +
        `caller audio late: ${calm.appends.late} of ${calm.appends.count} in peace (longest gap ${Math.round(calm.appends.maxGapMs)} ms), ` +
        `${storm.appends.late} of ${storm.appends.count} under attack (${Math.round(storm.appends.maxGapMs)} ms, ` +
        `stand-in itself late by up to ${Math.round(storm.delayMaxMs)} ms); ` +
        `cores: machine ${meter.machineCores().toFixed(2)}, ${Object.entries(cores)
          .map(([name, used]) => `${name} ${used.toFixed(2)}`)
          .join(', ')}\n`,
    );
    expect(report.made).toBeGreaterThanOrEqual(CONNECTIONS);
    expect(ready.faults).toEqual([]);
    // Some requests are just being answered, and some sockets closed.
    expect(socketsMeanwhile - socketsBefore).toBeLessThan(1.5 * KEPT);
    expect(memory.peak - before).toBeLessThan(MAX_GROWTH_MB);
    // The peers need processor too, and what else the machine does makes frames late in peace as well.
    const share = ({ late, count }: typeof calm.appends): number => late / count;
    expect(share(storm.appends)).toBeLessThan(MOST_LATE + 2 * share(calm.appends));
    expect(storm.appends.maxGapMs).toBeLessThan(LONGEST_GAP_MS + storm.delayMaxMs);
    expect(calls.flatMap((call) => call.violations)).toEqual(violations);
    expect(calls.filter(({ outcome }) => outcome !== undefined)).toEqual([]);
    expect(server.complaints).toEqual([]);
  }, 90_000);
});

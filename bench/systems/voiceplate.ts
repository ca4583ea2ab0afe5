import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../test/simulators/free-port.js';
import { ACCOUNT_SID } from '../load/arrival.js';
import { Child } from './child.js';
import { SERVER_CORE } from './cores.js';
import { startStores, type Stores } from './stores.js';
import { type Profiling, profilingFlags, type RunningSystem } from './system.js';

const ROOT = join(import.meta.dirname, '../..');
const PUBLIC_URL = 'https://voice.example.com';
const AUTH_TOKEN = 'the-auth-token-of-the-bench';
const OPS_TOKEN = 'the-ops-token-of-the-bench';
const METRICS_TOKEN = 'the-metrics-token-of-the-bench';
const START_LIMIT_MS = 60_000;
const SCRAPE_EVERY_MS = 5_000;
/** Each sample of the event loop's delay contains the timer's own interval. */
const LOOP_SAMPLE_MS = 10;
const LOOP_DELAY = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m;
const POLL_MS = 20;

/** How VoicePlate is set up for a run. */
export interface VoicePlateOptions {
  readonly name: 'embedded' | 'postgres';
  readonly providerUrl: string;
  readonly tracing: boolean;
  readonly profiling: Profiling;
  /** Core of the server, when it is not the system's usual one. */
  readonly core?: number;
  /** Stores that others have too; its own otherwise. */
  readonly sharedStores?: Stores;
}

/**
 * VoicePlate as it is run: signatures, tokens, ledger, quality, snapshots, logs at INFO into a file,
 * metrics scraped every 5 s, and a page open on `/events`.
 */
export class VoicePlate implements RunningSystem {
  readonly arrival: RunningSystem['arrival'];
  private readonly watching = new AbortController();
  private worstLoopMs: number | null = null;

  private constructor(
    readonly name: 'embedded' | 'postgres',
    private readonly child: Child,
    readonly url: string,
    readonly startMs: number,
    private readonly cleanUp: () => Promise<void>,
  ) {
    this.arrival = {
      kind: 'signed',
      publicUrl: PUBLIC_URL,
      localUrl: url,
      authToken: AUTH_TOKEN,
    };
    void this.watchEvents();
    void this.scrape();
  }

  /** Starts it with a store of its own. Rejects, with the end of its log, when it is not ready. */
  static async start(options: VoicePlateOptions): Promise<VoicePlate> {
    const folder = await mkdtemp(join(tmpdir(), 'voiceplate-bench-'));
    const { sharedStores = null, core = SERVER_CORE } = options;
    const needsOwn = options.name === 'postgres' && sharedStores === null;
    const ownStores = needsOwn ? await startStores() : null;
    const logFile = join(folder, 'log');
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const beganAt = performance.now();
    const child = Child.start(join(ROOT, 'dist/main.js'), {
      core,
      execArgv: profilingFlags(options.profiling, options.name),
      // No .env file of somebody is read there.
      cwd: folder,
      environment: {
        ...environment(folder, port, options),
        ...(sharedStores ?? ownStores)?.environment,
      },
      logFile,
    });
    const cleanUp = async (): Promise<void> => {
      await ownStores?.close();
      await rm(folder, { recursive: true, force: true });
    };
    while (child.alive && performance.now() - beganAt < START_LIMIT_MS) {
      const ready = await fetch(`${url}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
      if (ready) {
        const startMs = performance.now() - beganAt;
        return new VoicePlate(options.name, child, url, startMs, cleanUp);
      }
      await sleep(POLL_MS);
    }
    await child.stop('SIGKILL');
    const log = await readFile(logFile, 'utf8');
    await cleanUp();
    throw new Error(`VoicePlate was not ready: ${log.slice(-2_000)}`);
  }

  get pids(): readonly number[] {
    return [this.child.pid];
  }

  async loopDelayMs(): Promise<number | null> {
    await this.scrapeOnce();
    const worst = this.worstLoopMs;
    this.worstLoopMs = null;
    return worst;
  }

  async stop(): Promise<void> {
    this.watching.abort();
    await this.child.stop();
    await this.cleanUp();
  }

  private async scrape(): Promise<void> {
    while (!this.watching.signal.aborted) {
      await this.scrapeOnce().catch(() => undefined);
      await sleep(SCRAPE_EVERY_MS, undefined, { signal: this.watching.signal }).catch(
        () => undefined,
      );
    }
  }

  private async scrapeOnce(): Promise<void> {
    const response = await fetch(`${this.url}/metrics`, {
      headers: { authorization: `Bearer ${METRICS_TOKEN}` },
    });
    if (!response.ok) throw new Error(`/metrics answered ${response.status}`);
    const seconds = LOOP_DELAY.exec(await response.text())?.[1];
    if (seconds === undefined) return;
    const ms = Math.max(0, Number(seconds) * 1e3 - LOOP_SAMPLE_MS);
    this.worstLoopMs = Math.max(this.worstLoopMs ?? 0, ms);
  }

  private async watchEvents(): Promise<void> {
    const { signal } = this.watching;
    const response = await fetch(`${this.url}/events`, {
      headers: { authorization: `Bearer ${OPS_TOKEN}` },
      signal,
    });
    if (!response.ok || !response.body) throw new Error(`/events answered ${response.status}`);
    // Ends by the abort, which is no failure.
    await response.body.pipeTo(new WritableStream(), { signal }).catch(() => undefined);
  }
}

function environment(
  folder: string,
  port: number,
  { providerUrl, tracing }: VoicePlateOptions,
): Record<string, string> {
  const rest = providerUrl.replace(/^ws/, 'http').replace(/\/realtime$/, '');
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL,
    DATA_DIR: join(folder, 'data'),
    MENU_FILE: join(ROOT, 'data/menu.json'),
    VOICE_FILE: join(ROOT, 'data/voice.json'),
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    OPS_TOKEN,
    METRICS_TOKEN,
    OPENAI_API_KEY: 'the-key-of-the-bench',
    OPENAI_BASE_URL: rest,
    OPENAI_REALTIME_URL: providerUrl,
    LOG_LEVEL: 'INFO',
    // The bench looks for the most that can be carried; what turns calls away would hide it.
    MAX_CONCURRENT_CALLS: '5000',
    MAX_EVENT_LOOP_DELAY: '0',
    OTEL_SDK_DISABLED: String(!tracing),
    ...(tracing && { OTEL_EXPORTER_OTLP_ENDPOINT: rest.replace(/\/v1$/, '') }),
  };
}

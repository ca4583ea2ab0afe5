import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppModule } from '../../src/app.module.js';
import { APPLICATION_OPTIONS, configureApp } from '../../src/app.setup.js';
import { AppConfig } from '../../src/config/app-config.js';
import { readEnvironment } from '../../src/config/environment.js';
import { freePort } from '../simulators/free-port.js';
import { ACCOUNT_SID, AUTH_TOKEN, OPS_TOKEN } from './account.js';
import { writeAlwaysOpenMenu } from './menu-fixture.js';
import { expectNothingOverheard, OverheardLogger } from './overheard.js';
import { VOICE_FIXTURE } from './voice-fixture.js';

/** The product, in this process, on a free port. */
export interface RunningApp {
  readonly url: string;
  readonly wsUrl: string;
  readonly app: NestExpressApplication;
  readonly config: AppConfig;
  /** What lets an operator in; empty without `OPS_TOKEN`. */
  readonly authorization: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Boots the real `AppModule` with the given environment variables over safe defaults:
 * embedded database in a folder of its own, a menu that is always open, signatures checked. To
 * close it fails when the log holds what was said.
 */
export async function startApp(overrides: Record<string, string> = {}): Promise<RunningApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'voiceplate-'));
  const port = Number(overrides['PORT'] ?? (await freePort()));
  const config = readEnvironment({
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://localhost:${port}`,
    DATA_DIR: dataDir,
    MENU_FILE: overrides['MENU_FILE'] ?? (await writeAlwaysOpenMenu(dataDir)),
    VOICE_FILE: VOICE_FIXTURE,
    LOG_LEVEL: 'ERROR',
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_API_URL: 'http://127.0.0.1:9',
    OPS_TOKEN,
    DRAIN_TIMEOUT_SECONDS: '1',
    RATE_LIMIT_CALLS_PER_CALLER: '100000/60',
    RATE_LIMIT_HIDDEN_CALLERS: '100000/60',
    // Several applications and simulators share the event loop of a test.
    MAX_EVENT_LOOP_DELAY: '0',
    ...overrides,
  });
  const module = await Test.createTestingModule({ imports: [AppModule] })
    .overrideProvider(AppConfig)
    .useValue(config)
    .compile();
  const app = module.createNestApplication<NestExpressApplication>(APPLICATION_OPTIONS);
  app.useLogger(new OverheardLogger(config));
  configureApp(app);
  await app.listen(config.http.port, config.http.host);
  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}/ws/media`,
    app,
    config,
    authorization: config.ops.token === null ? {} : { authorization: `Bearer ${config.ops.token}` },
    async close() {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
      expectNothingOverheard();
    },
  };
}

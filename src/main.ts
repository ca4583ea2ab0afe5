import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { withoutCredentials } from './common/credentials-in-url.js';
import { errorText } from './common/error-text.js';
import { AppConfig } from './config/app-config.js';
import { AppConfigModule } from './config/app-config.module.js';
import { BootError } from './config/boot-error.js';
import { VoiceScript } from './config/voice-script.js';
import { AppLogger } from './ops/app-logger.js';
import { boundHeapGrowth, collectAlone } from './ops/heap.js';
import { Lifecycle } from './ops/lifecycle.js';
import { LogFile } from './ops/log-file.js';
import { guardProcess } from './ops/process-faults.js';
import { lockDataDir } from './storage/data-dir-lock.js';

/** How long a peer may take to agree on TLS, ms; Nest's types do not know the option. */
const TLS_LIMITS = { handshakeTimeout: 10_000 };

/** The settings are needed before the application exists: for its logger and its certificate. */
async function loadConfig(): Promise<AppConfig> {
  const context = await NestFactory.createApplicationContext(AppConfigModule, {
    logger: false,
    abortOnError: false,
  });
  const config = context.get(AppConfig);
  await context.close();
  return config;
}

function readPem(variable: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new BootError([`${variable}: the file cannot be read: ${errorText(error)}`]);
  }
}

/** @throws BootError when the file cannot be written. */
async function openLogFile(path: string | null): Promise<LogFile | null> {
  if (path === null) return null;
  return LogFile.open(path).catch((error: unknown) => {
    throw new BootError([`LOG_FILE: the file cannot be written: ${errorText(error)}`]);
  });
}

/**
 * Finds out whether the server will be able to listen, before anything is set up.
 *
 * @throws BootError when it will not.
 */
async function checkAddress({ port, host }: AppConfig['http']): Promise<void> {
  const probe = createServer().listen(port, host);
  await once(probe, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new BootError([addressFault(error, port, host)]);
  });
  probe.close();
  await once(probe, 'close');
}

function addressFault({ code, message }: NodeJS.ErrnoException, port: number, host: string) {
  switch (code) {
    case 'EADDRINUSE':
      return `PORT: ${port} is in use on ${host}; use another one, or stop what listens there`;
    case 'EACCES':
      return `PORT: ${port} is not allowed for this user; use one from 1024 on`;
    default:
      return `HOST: cannot listen on ${host}: ${message}`;
  }
}

/** What is switched off by the settings, so that nobody takes a bare server for a complete one. */
function switchedOff(config: AppConfig): readonly string[] {
  return [
    config.openai.apiKey === null && 'AI voice (OPENAI_API_KEY)',
    config.twilio.authToken === null && 'Twilio signatures and call control (TWILIO_AUTH_TOKEN)',
    !config.twilio.validateWebhooks && 'signature validation (TWILIO_WEBHOOK_VALIDATION)',
    config.ops.trustsThisMachine && 'operations from other machines (OPS_TOKEN)',
    config.storage.databaseUrl === null && 'shared database (DATABASE_URL)',
    config.storage.redis === null && 'several replicas (REDIS_URL)',
  ].filter((entry) => entry !== false);
}

async function main(): Promise<void> {
  collectAlone();
  const config = await loadConfig();
  await checkAddress(config.http);
  lockDataDir(config.storage.dataDir);
  // Everything else is loaded for a server that can run: a fault above is told at once.
  const [{ AppModule }, { APPLICATION_OPTIONS, configureApp }] = await Promise.all([
    import('./app.module.js'),
    import('./app.setup.js'),
  ]);
  const { tls } = config.http;
  const app = await NestFactory.create<NestExpressApplication>(AppModule, {
    ...APPLICATION_OPTIONS,
    logger: new AppLogger(config, await openLogFile(config.logFile)),
    abortOnError: false,
    ...(tls && {
      httpsOptions: {
        cert: readPem('SSL_CERT_PATH', tls.certPath),
        key: readPem('SSL_KEY_PATH', tls.keyPath),
        ...TLS_LIMITS,
      },
    }),
  });
  configureApp(app);

  const lifecycle = app.get(Lifecycle);
  // Registered before Nest's own handlers: readiness falls before anything is closed.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => lifecycle.markDraining());
  }
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  guardProcess(() => {
    lifecycle.markDraining();
    void app.close().finally(() => process.exit(1));
  });

  await app.init();
  boundHeapGrowth();
  await app.listen(config.http.port, config.http.host);
  const logger = new Logger('VoicePlate');
  const { url: publicUrl } = withoutCredentials(config.http.publicUrl);
  logger.log('Listening', { url: await app.getUrl(), publicUrl });
  for (const variable of config.unknownVariables) {
    logger.warn('Unknown variable, without effect', { ...variable });
  }
  const script = app.get(VoiceScript);
  for (const { language, shippedSentences } of script.inAllLanguages) {
    if (shippedSentences.length === 0) continue;
    logger.warn('Sentences missing in the voice file, taken from the shipped one', {
      language,
      sentences: shippedSentences,
    });
  }
  const { language, callerLanguages } = script;
  if (callerLanguages.length === 0) {
    logger.warn('Language unknown to transcription, which is left to find out', { language });
  }
  const off = switchedOff(config);
  if (off.length > 0) {
    logger.warn('Switched off', { off });
  }
  if (!config.twilio.validateWebhooks || config.ops.trustsThisMachine) {
    logger.warn(
      'This machine is trusted: a proxy on it that adds no header and sends a local Host is taken ' +
        'for it, and so is everyone behind; set TWILIO_AUTH_TOKEN and PUBLIC_URL before one is there',
    );
  }
}

try {
  await main();
} catch (error) {
  const lines = error instanceof BootError ? error.lines : [String(error)];
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(1);
}

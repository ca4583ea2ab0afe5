import { stripVTControlCharacters } from 'node:util';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { AppConfig } from '../config/app-config.js';
import { BootError } from '../config/boot-error.js';
import { errorFields, stackFrames } from '../common/error-fields.js';
import type { LogFile } from './log-file.js';
import { currentRequestId } from './request-id.js';

const LEVELS: Readonly<Record<AppConfig['logLevel'], LogLevel[]>> = {
  DEBUG: ['verbose', 'debug', 'log', 'warn', 'error', 'fatal'],
  INFO: ['log', 'warn', 'error', 'fatal'],
  WARN: ['warn', 'error', 'fatal'],
  ERROR: ['error', 'fatal'],
};

/** Fields that are never printed, at any depth; the last defence, not the rule. */
const SECRET_FIELDS = [
  'apiKey',
  'authToken',
  'authorization',
  'digits',
  'password',
  'payload',
  'secret',
  'signature',
  'token',
  'transcript',
  'x-twilio-signature',
];

/** Nest's own parts that report every module and route at each start; of interest to DEBUG only. */
const BOOT_CONTEXTS: ReadonlySet<unknown> = new Set([
  'InstanceLoader',
  'RouterExplorer',
  'RoutesResolver',
  'WebSocketsController',
]);

/** Nest's own reports of an error that ended the start: no call was there to be quoted. */
const BOOT_FAILURES = 'ExceptionHandler';

/**
 * What is logged of an error by code that is not ours: no message, which may quote a caller, and
 * of a stack the frames alone.
 */
function withoutMessages(message: unknown, rest: readonly unknown[]): [unknown, ...unknown[]] {
  if (rest.at(-1) === BOOT_FAILURES) return [message, ...rest];
  const told = rest.map((part) => {
    if (part instanceof Error) return errorFields(part);
    const stack = typeof part === 'string' && /\n\s+at /.test(part);
    return stack ? { at: stackFrames(part) } : part;
  });
  return message instanceof Error
    ? ['Unexpected error', errorFields(message), ...told]
    : [message, ...told];
}

/**
 * Nest's console logger as the product uses it: in production one JSON object a line on stdout
 * with the fields at top level, otherwise readable text. Times are ISO 8601 in UTC with
 * milliseconds. A line that is written while an HTTP request is handled carries its `requestId`.
 * With a file each line is there as well, without colours.
 */
export class AppLogger extends ConsoleLogger {
  constructor(
    config: Pick<AppConfig, 'production' | 'logLevel'>,
    private readonly file: LogFile | null = null,
  ) {
    super({
      logLevels: LEVELS[config.logLevel],
      json: config.production,
      flattenParams: true,
      prefix: 'VoicePlate',
      redact: SECRET_FIELDS,
    });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (this.isLevelEnabled('debug') || !BOOT_CONTEXTS.has(rest.at(-1))) {
      super.log(message, ...rest);
    }
  }

  /** Nest reports what ends its start; the lines of a `BootError` are printed by `main.ts`. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (!(message instanceof BootError)) super.error(...withoutMessages(message, rest));
  }

  override fatal(message: unknown, ...rest: unknown[]): void {
    super.fatal(...withoutMessages(message, rest));
  }

  /** ISO 8601 with ms and zone, so that lines of replicas and of calls can be laid side by side. */
  protected override getTimestamp(): string {
    return new Date().toISOString();
  }

  /** Keeps errors on stdout in production, so that all events of a call are in one stream. */
  protected override printMessages(
    ...[messages, context, level, stream, stack, params]: Parameters<ConsoleLogger['printMessages']>
  ): void {
    const requestId = currentRequestId();
    super.printMessages(
      messages,
      context,
      level,
      this.options.json ? 'stdout' : stream,
      stack,
      requestId === undefined ? params : { ...params, requestId },
    );
  }

  protected override stringifyJsonLogObject(line: Record<string, unknown>): string {
    const text = super.stringifyJsonLogObject({ ...line, timestamp: this.getTimestamp() });
    this.file?.write(`${text}\n`);
    return text;
  }

  protected override formatMessage(...line: Parameters<ConsoleLogger['formatMessage']>): string {
    const text = super.formatMessage(...line);
    this.file?.write(stripVTControlCharacters(text));
    return text;
  }
}

import { Global, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { AppConfig } from './app-config.js';
import { readEnvironment, type RawEnvironment } from './environment.js';
import { loadVoiceScript, VoiceScript } from './voice-script.js';

/** Under this key `ConfigService` holds the settings beside the raw variables. */
const APP_CONFIG_KEY = 'appConfig';

/** Reads `.env` (except in tests) and the process's own variables, which win. */
const environment = ConfigModule.forRoot({
  ignoreEnvFile: process.env['NODE_ENV'] === 'test',
  validate: (env: RawEnvironment) => ({ ...env, [APP_CONFIG_KEY]: readEnvironment(env) }),
});
// The promise settles while modules are still being imported. Nest awaits it later and then
// reports the fault; until it does, Node must not take the rejection for an unhandled one.
environment.catch(() => undefined);

/**
 * The settings of the process and the words of the restaurant, injectable everywhere. Tests
 * replace `AppConfig` by `overrideProvider(AppConfig).useValue(readEnvironment({ … }))`.
 */
@Global()
@Module({
  imports: [environment],
  providers: [
    {
      provide: AppConfig,
      inject: [ConfigService],
      useFactory: (settings: ConfigService) => settings.getOrThrow<AppConfig>(APP_CONFIG_KEY),
    },
    {
      provide: VoiceScript,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => loadVoiceScript(config.voiceFile),
    },
  ],
  exports: [AppConfig, VoiceScript],
})
export class AppConfigModule {}

import { existsSync } from 'node:fs';
import { env, loadEnvFile } from 'node:process';
import type { AppConfig } from './app-config.js';
import { readEnvironment } from './environment.js';
import { loadVoiceScript, type VoiceScript } from './voice-script.js';

const ENV_FILE = '.env';

/** All that a menu is checked by. No key, database or service is among them. */
const VARIABLES = [
  'MENU_FILE',
  'MENU_URL',
  'VOICE_FILE',
  'MAX_ORDER_CENTS',
  'MAX_ORDERS_PER_CALL',
] as const;

/** The part of the settings that a menu is checked by. */
export interface MenuCheckSettings {
  readonly config: AppConfig;
  readonly script: VoiceScript;
}

/**
 * Reads `.env` and the process's own variables, which win. Variables that have nothing to do with
 * a menu may be absent or wrong.
 *
 * @throws BootError with one line for each fault of a variable or of the voice file.
 */
export function menuCheckSettings(): MenuCheckSettings {
  if (existsSync(ENV_FILE)) loadEnvFile(ENV_FILE);
  const config = readEnvironment(Object.fromEntries(VARIABLES.map((name) => [name, env[name]])));
  return { config, script: loadVoiceScript(config.voiceFile) };
}

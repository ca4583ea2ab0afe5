import { TRANSCRIPTION_PARTS } from '../../openai/transcription-settings.js';
import type { SessionSettings } from './openai-session-config.js';

/** Path of the transcription's settings in a `session.update`. */
export const TRANSCRIPTION_PARAM = 'session.audio.input.transcription';

/** The settings that can be left out. */
export type DispensableSettings = Pick<
  SessionSettings,
  'transcription' | 'reasoningEffort' | 'noiseReduction' | 'retentionRatio'
>;

/** What of the settings can be left out; equal ones in equal order. */
export function dispensable({
  transcription,
  reasoningEffort,
  noiseReduction,
  retentionRatio,
}: SessionSettings): DispensableSettings {
  return { transcription, reasoningEffort, noiseReduction, retentionRatio };
}

/** A part that the session can do without. */
interface Part {
  /** The beginning of the path that an error names. */
  readonly param: string;
  /** The settings with less of the part; null when there is nothing of it left. */
  without(settings: SessionSettings): SessionSettings | null;
}

/** From the one that is missed least to the one that is missed most. */
const PARTS: readonly Part[] = [
  {
    param: 'session.reasoning',
    without: (settings) => settings.reasoningEffort && { ...settings, reasoningEffort: null },
  },
  {
    param: 'session.truncation',
    without: (settings) =>
      settings.retentionRatio === null ? null : { ...settings, retentionRatio: null },
  },
  {
    param: 'session.audio.input.noise_reduction',
    without: (settings) => settings.noiseReduction && { ...settings, noiseReduction: null },
  },
  ...TRANSCRIPTION_PARTS.map(({ field, without }) => ({
    param: `${TRANSCRIPTION_PARAM}.${field}`,
    without: (settings: SessionSettings) => {
      const transcription = settings.transcription && without(settings.transcription);
      return transcription && { ...settings, transcription };
    },
  })),
  {
    param: TRANSCRIPTION_PARAM,
    without: (settings) => settings.transcription && { ...settings, transcription: null },
  },
];

/**
 * The settings without what the service has refused. When the error names none of the parts that
 * can be left out, the one goes that is missed least, until none is left.
 *
 * @param param path of the refused setting as in the error, such as
 *   `session.audio.input.transcription.keywords[3]`; null when none is named.
 * @returns null when nothing more can be left out.
 */
export function withoutRefused(
  settings: SessionSettings,
  param: string | null,
): SessionSettings | null {
  const named = PARTS.filter(
    (part) => param !== null && (param.startsWith(part.param) || part.param.startsWith(param)),
  );
  for (const part of [...named, ...PARTS]) {
    const rest = part.without(settings);
    if (rest !== null) return rest;
  }
  return null;
}

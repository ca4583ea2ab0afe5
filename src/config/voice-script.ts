import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { plainToInstance, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsIn,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  getMetadataStorage,
  ValidateIf,
  ValidateNested,
  type ValidationError,
  validateSync,
} from 'class-validator';
import { errorText } from '../common/error-text.js';
import { applyDecorators } from '@nestjs/common';
import { illegalTexts, legalText } from '../common/legal-text.js';
import { utf8Text } from '../common/utf8-text.js';
import { didYouMean } from '../common/nearest.js';
import { BootError } from './boot-error.js';
import { IvrScript } from './ivr-script.js';
import { WhisperScript } from './whisper-script.js';
import { languageCodeOf, LANGUAGE_CODES } from './language-codes.js';
import { withShippedSentences } from './shipped-sentences.js';

/** The voice file cannot be used; one line per fault, with its path in the file. */
export class VoiceScriptError extends BootError {}

/** What `{{…}}` stands for; the sentences of the `ivr` section have more than the restaurant. */
export interface VoiceScriptValues {
  readonly restaurant: string;
  readonly [name: string]: string;
}

/** A text that is not blank and has no placeholder but `{{restaurant}}`. */
const Words = (maxLength: number, each = false): PropertyDecorator =>
  applyDecorators(
    IsString({ each, message: 'must be text' }),
    MaxLength(maxLength, { each, message: `must have at most ${maxLength} characters` }),
    Matches(/\S/, { each, message: 'must not be blank' }),
    Matches(/^(?!.*\{\{(?!restaurant\}\}))/s, {
      each,
      message: 'knows no placeholder but {{restaurant}}',
    }),
  );

const SENTENCE = 500;
const INSTRUCTION = 2000;
const PERSONA = 12_000;

/** How an assistant says that it looks something up, by the code of the language. */
const USUAL_PROMISES: Readonly<Record<string, readonly string[]>> = {
  en: ['let me check', 'let me look', 'let me find out', "I'll check", 'one moment'],
  es: ['permítame revisar', 'déjeme revisar', 'déjeme ver', 'voy a revisar', 'un momento'],
};

/**
 * Everything written for a caller's ears, as a restaurant may edit it in `data/voice.json`.
 * Texts are spoken as they stand; instructions are followed by the model in its own words.
 * `data/voice.schema.json` says the same for editors.
 */
export class VoiceScript {
  /** BCP 47 tag for `<Say>`, `<Gather>` and, without `languages`, transcription. */
  @Matches(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { message: 'must be a language tag such as en-US' })
  readonly language!: string;
  /** Codes of the languages that callers speak, where they are more than that of `language`. */
  @ValidateIf((_, value) => value !== undefined)
  @IsArray({ message: 'must be a list' })
  @ArrayNotEmpty({ message: 'must not be empty' })
  @ArrayMaxSize(10, { message: 'must have at most 10 entries' })
  @ArrayUnique({ message: 'must name each language once' })
  @IsIn(LANGUAGE_CODES, {
    each: true,
    message: `must hold codes that transcription knows: ${LANGUAGE_CODES.join(', ')}`,
  })
  readonly languages?: readonly string[];
  /**
   * Path of the voice file of another language, from the folder of this one: callers may change to
   * it and back. Absent: the line speaks one language.
   */
  @ValidateIf((_, value) => value !== undefined)
  @Words(SENTENCE)
  readonly otherVoiceFile?: string;
  /** Twilio voice of every `<Say>`. */
  @Matches(/^[\w.-]{1,60}$/, { message: 'must be a Twilio voice such as Polly.Joanna-Neural' })
  readonly sayVoice!: string;
  /** Text before the stream opens; short, since the caller waits for its end. */
  @Words(SENTENCE) readonly welcome!: string;
  /** Instruction for the model's first words. */
  @Words(INSTRUCTION) readonly greeting!: string;
  /** Instruction: who the model is and how it works. */
  @Words(PERSONA) readonly persona!: string;
  /** Instruction for the first words after the call moved to a new stream. */
  @Words(INSTRUCTION) readonly resumed!: string;
  /** Instruction for the first words to a caller whom no person has taken. */
  @Words(INSTRUCTION) readonly missed!: string;
  /** Instruction for an answer that was cut off when a connection was lost. */
  @Words(INSTRUCTION) readonly continue!: string;
  /** Text when no line is free. */
  @Words(SENTENCE) readonly busy!: string;
  /** Text when nothing can answer any more. */
  @Words(SENTENCE) readonly apology!: string;
  /** Text before the caller is put through to a person. */
  @Words(SENTENCE) readonly transferring!: string;
  /** Text when a person was asked for and none can be reached. */
  @Words(SENTENCE) readonly noHuman!: string;
  /** Text before the tone of the voicemail. */
  @Words(SENTENCE) readonly voicemailPrompt!: string;
  /** Text before the tone when no person has taken the call and nothing else can. */
  @Words(SENTENCE) readonly messagePrompt!: string;
  /** Text before a hang-up. */
  @Words(SENTENCE) readonly goodbye!: string;
  /** Text after a silence. */
  @Words(SENTENCE) readonly stillThere!: string;
  /** Text before a hang-up because of silence. */
  @Words(SENTENCE) readonly silenceGoodbye!: string;
  /** Text before a hang-up because the call has lasted too long. */
  @Words(SENTENCE) readonly timeUp!: string;
  /** Texts that bridge a wait of a few seconds; one is chosen at a time. */
  @IsArray({ message: 'must be a list' })
  @ArrayNotEmpty({ message: 'must not be empty' })
  @ArrayMaxSize(20, { message: 'must have at most 20 entries' })
  @Words(120, true)
  readonly fillers!: readonly string[];
  /** What a person hears before taking a call. */
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => WhisperScript)
  readonly whisper!: WhisperScript;
  /**
   * Texts by which the assistant says that it looks something up: after one of them, without a
   * question, it is held to it. Absent: `usualPromises`.
   */
  @ValidateIf((_, value) => value !== undefined)
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(50, { message: 'must have at most 50 entries' })
  @Words(120, true)
  readonly promises?: readonly string[];
  /** Every sentence of the line that works without AI. */
  @IsObject({ message: 'must be an object' })
  @ValidateNested()
  @Type(() => IvrScript)
  readonly ivr!: IvrScript;
  /** Not among the entries, which are checked by their names. */
  #other: VoiceScript | null = null;
  #shipped: readonly string[] = [];

  /**
   * Codes of the languages that transcription is to expect. Empty when `language` is one that it
   * does not know: it then finds out by itself.
   */
  get callerLanguages(): readonly string[] {
    const code = languageCodeOf(this.language);
    return this.languages ?? (code === null ? [] : [code]);
  }

  /** Code of the file's language, such as `en`; the tag's first part where none is known. */
  get code(): string {
    return languageCodeOf(this.language) ?? this.language.split('-')[0] ?? '';
  }

  /** This file's words, then those of the file that it names. */
  get inAllLanguages(): readonly VoiceScript[] {
    return this.#other ? [this, this.#other] : [this];
  }

  /** The words of a language by its code; this file's for null and for a language it does not have. */
  in(code: string | null): VoiceScript {
    return this.inAllLanguages.find((script) => script.code === code) ?? this;
  }

  /**
   * What transcription is to expect of a call in a language: that one, and the other one that the
   * caller may ask for. Empty when transcription does not know the language.
   */
  callerLanguagesIn(code: string | null): readonly string[] {
    const now = this.in(code);
    if (now.callerLanguages.length === 0) return [];
    const all = [now, ...this.inAllLanguages].flatMap((script) => script.callerLanguages);
    return [...new Set(all)];
  }

  /** The words of another language, which callers may change to. */
  addLanguage(other: VoiceScript): void {
    this.#other = other;
  }

  /** Sentences that the file lacks and the shipped one has lent, such as `ivr.minimum`. */
  get shippedSentences(): readonly string[] {
    return this.#shipped;
  }

  /** Notes which sentences come from the shipped file. */
  lend(sentences: readonly string[]): void {
    this.#shipped = sentences;
  }

  /** The promises of the file, or the usual ones. */
  get heldTo(): readonly string[] {
    return this.promises ?? this.usualPromises;
  }

  /** The usual promises of the file's language, and the fillers, which say the same. */
  get usualPromises(): readonly string[] {
    return [...(USUAL_PROMISES[languageCodeOf(this.language) ?? ''] ?? []), ...this.fillers];
  }

  /** Puts the values in the place of a text's `{{…}}`. */
  render(text: string, values: VoiceScriptValues): string {
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
      Object.hasOwn(values, name) ? (values[name] ?? '') : '',
    );
  }
}

/**
 * Checks the parsed content of a voice file.
 *
 * @throws VoiceScriptError with one line for each fault, unknown keys included.
 */
export function readVoiceScript(content: unknown, source: string): VoiceScript {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new VoiceScriptError([`${source}: must be a JSON object`]);
  }
  const { $schema: _, ...entries } = content as Record<string, unknown>;
  let script: VoiceScript;
  let faults: readonly string[];
  try {
    script = plainToInstance(VoiceScript, entries);
    const errors = validateSync(script, { whitelist: true, forbidNonWhitelisted: true });
    faults = [
      ...illegalTexts(content).map(({ path, fault }) => `${source}: ${path.join('.')}: ${fault}`),
      ...errors.flatMap((error) => faultLines(`${source}: `, error)),
    ];
  } catch (error) {
    // Too deep a nesting, or an entry named like a property of all objects.
    throw new VoiceScriptError([legalText(`${source}: cannot be read: ${errorText(error)}`)]);
  }
  if (faults.length > 0) throw new VoiceScriptError(faults.map(legalText));
  return script;
}

/**
 * Loads the voice file, and the one of another language that it names. Sentences of the order line
 * that a file lacks come from the shipped file of its language.
 *
 * @throws VoiceScriptError when one of them cannot be read or used.
 */
export function loadVoiceScript(path: string): VoiceScript {
  const script = readVoiceFile(path);
  if (script.otherVoiceFile === undefined) return script;
  const other = readVoiceFile(resolve(dirname(path), script.otherVoiceFile), 'otherVoiceFile');
  if (other.code === script.code) {
    throw new VoiceScriptError([legalText(`${path}: otherVoiceFile: must be in another language`)]);
  }
  script.addLanguage(other);
  return script;
}

/** @param named by which entry or variable. */
function readVoiceFile(path: string, named = 'VOICE_FILE'): VoiceScript {
  let content: unknown;
  try {
    const text = utf8Text(readFileSync(path));
    if (text === null) throw new Error('it is not in UTF-8');
    content = JSON.parse(text);
  } catch (error) {
    const fault = `${named}: ${path} cannot be used: ${errorText(error)}`;
    throw new VoiceScriptError([legalText(fault)]);
  }
  const { content: whole, added } = withShippedSentences(content);
  const script = readVoiceScript(whole, path);
  script.lend(added);
  return script;
}

/** One line for each fault, those within a section by its name and theirs. */
function faultLines(path: string, error: ValidationError): string[] {
  const { property, constraints, target, value, children = [] } = error;
  const within = children.flatMap((child) => faultLines(`${path}${property}.`, child));
  if (constraints === undefined) return within;
  if (constraints['whitelistValidation'] !== undefined) {
    return [`${path}${property}: is not a known entry${didYouMean(property, entriesOf(target))}`];
  }
  const reason = value === undefined ? 'is missing' : Object.values(constraints).join(', ');
  return [`${path}${property}: ${reason}`];
}

/** The names of all entries that a section of the file may have. */
function entriesOf(section: object | undefined): readonly string[] {
  if (section === undefined) return [];
  const rules = getMetadataStorage().getTargetValidationMetadatas(
    section.constructor,
    '',
    false,
    false,
  );
  return rules.map(({ propertyName }) => propertyName);
}

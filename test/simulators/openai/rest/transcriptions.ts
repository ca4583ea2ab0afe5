import { type ApiError, invalidRequest } from '../api-error.js';
import { hintsOf } from '../caller-transcripts.js';
import type { Ears } from '../ears.js';
import { encodeMulaw, SAMPLE_RATE } from '../../speech/mulaw.js';
import { Recogniser } from '../../speech/recogniser.js';
import { readWav } from '../../speech/telephone-audio.js';
import {
  takesLanguages,
  transcriptionRefusal,
  type TranscriptionSettings,
} from '../transcription-rules.js';
import type { Exchange } from './exchange.js';
import type { RestKnobs } from './rest-knobs.js';
import { faultOf } from './schemas.js';

/** What goes over the wire of one request; repeated fields are lists under their plain names. */
interface Upload {
  readonly fields: Readonly<Record<string, string | readonly string[]>>;
  readonly file: File;
}

/** `POST /v1/audio/transcriptions`: recognises what is in the uploaded WAV file. */
export class Transcriptions {
  private readonly recogniser: Recogniser;

  constructor(
    vocabulary: ReadonlyMap<string, Buffer>,
    private readonly ears: Ears,
    private readonly knobs: RestKnobs['transcriptions'],
  ) {
    // Linear audio has one zero, mu-law two: what comes back from PCM has no negative one.
    const clips = [...vocabulary].map(
      ([text, clip]) =>
        [text, Buffer.from(clip.map((byte) => (byte === 0x7f ? 0xff : byte)))] as const,
    );
    this.recogniser = new Recogniser(new Map(clips));
  }

  async answer(exchange: Exchange): Promise<void> {
    const contentType = exchange.request.headers['content-type'] ?? '';
    const upload = await readUpload(await exchange.body(), contentType);
    const fault = typeof upload === 'string' ? upload : faultOf('transcriptions', upload.fields);
    if (fault !== null || typeof upload === 'string') {
      this.refuse(exchange, invalidRequest('invalid_value', fault ?? ''));
      return;
    }
    const settings = upload.fields as TranscriptionSettings;
    const refusal = transcriptionRefusal(settings, this.knobs.rules);
    if (refusal !== null) {
      exchange.record.body = upload.fields;
      this.refuse(exchange, refusal);
      return;
    }
    const wav = Buffer.from(await upload.file.arrayBuffer());
    exchange.record.body = { ...upload.fields, fileBytes: wav.length };
    const samples = samplesOf(wav);
    if (typeof samples === 'string') {
      this.refuse(exchange, invalidRequest('invalid_value', samples));
      return;
    }
    await exchange.wait(this.knobs.delayMs);
    const recognition = this.recogniser.recognise(encodeMulaw(samples));
    this.ears.recognised.push({
      at: performance.now(),
      connection: -1,
      itemId: '',
      text: recognition?.text ?? null,
      exactShare: recognition?.exactShare ?? 0,
      hints: hintsOf(settings),
    });
    const languages = this.knobs.detectedLanguages?.map((code) => ({ code }));
    exchange.json({
      text: recognition?.text ?? this.knobs.heardInNoise,
      usage: { type: 'duration', seconds: Math.ceil(samples.length / SAMPLE_RATE) },
      ...(languages !== undefined && takesLanguages(settings.model) ? { languages } : {}),
    });
  }

  private refuse(exchange: Exchange, error: ApiError): void {
    this.ears.violation(`transcriptions: ${error.message}`);
    exchange.refuse({ status: 400, error });
  }
}

/** The parts of the form; a text says what is wrong with it. */
async function readUpload(body: Buffer, contentType: string): Promise<Upload | string> {
  if (!contentType.startsWith('multipart/form-data')) return 'the body is no form';
  const headers = { 'content-type': contentType };
  const form = await new Response(new Uint8Array(body), { headers }).formData();
  const file = form.get('file');
  if (!(file instanceof File)) return 'there is no file';
  if (!file.name.endsWith('.wav') || file.type !== 'audio/wav') return 'the file is no WAV file';
  const fields: Record<string, string | string[]> = {};
  for (const key of new Set(form.keys())) {
    const values = form.getAll(key).map(String);
    if (key.endsWith('[]')) fields[key.slice(0, -2)] = values;
    else if (key !== 'file') fields[key] = values.at(-1) ?? '';
  }
  return { file, fields };
}

/** The samples of a telephone WAV file; a text says what is wrong with it. */
function samplesOf(wav: Buffer): Int16Array | string {
  try {
    const { rate, samples } = readWav(wav);
    if (wav.readUInt32LE(4) !== wav.length - 8) return 'the RIFF size is wrong';
    return rate === SAMPLE_RATE ? samples : `the rate is ${rate} Hz`;
  } catch (error) {
    return (error as Error).message;
  }
}

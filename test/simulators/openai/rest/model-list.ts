/** One model of `GET /v1/models`. */
export interface ModelEntry {
  readonly id: string;
  /** The day of its end, `2027-01-06`. Null: none announced. Without the key the field is left out. */
  readonly shutdown_date?: string | null;
}

/** The models that a voice line may meet at the turn to 2027, with their announced ends. */
export const MODELS_2027: readonly ModelEntry[] = [
  { id: 'gpt-realtime-2.1', shutdown_date: null },
  { id: 'gpt-realtime-2.1-mini', shutdown_date: null },
  { id: 'gpt-realtime-2', shutdown_date: null },
  { id: 'gpt-realtime-1.5', shutdown_date: null },
  { id: 'gpt-realtime', shutdown_date: '2027-01-20' },
  { id: 'gpt-realtime-mini', shutdown_date: '2027-01-20' },
  { id: 'gpt-live-1', shutdown_date: null },
  { id: 'gpt-transcribe', shutdown_date: null },
  { id: 'gpt-live-transcribe', shutdown_date: null },
  { id: 'whisper-1', shutdown_date: '2027-02-26' },
  { id: 'gpt-4o-transcribe', shutdown_date: '2027-02-26' },
  { id: 'gpt-4o-mini-tts', shutdown_date: '2027-01-06' },
  { id: 'tts-1', shutdown_date: '2027-01-06' },
  { id: 'gpt-6-luna', shutdown_date: null },
  { id: 'gpt-4o', shutdown_date: '2027-01-14' },
  { id: 'gpt-5', shutdown_date: '2026-12-11' },
];

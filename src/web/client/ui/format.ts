/** Cents as an amount of dollars: `$12.50`. */
export function money(cents: number): string {
  return (cents / 100).toLocaleString('en-US', { style: 'currency', currency: 'USD' });
}

/** A time span for people: `0:42`, `12:07`, `1:02:09`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const rest = String(seconds % 60).padStart(2, '0');
  return hours === 0
    ? `${minutes}:${rest}`
    : `${hours}:${String(minutes).padStart(2, '0')}:${rest}`;
}

/** A short span: `340 ms`, `1.2 s`. */
export function shortSpan(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** The time of day of this browser: `14:03:27`. */
export function timeOfDay(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB');
}

/** A caller's words as they are read: keys stand in the conversation as a note to the model. */
export function callerWords(text: string): string {
  return text.replaceAll(/\[The caller pressed the keys ([^\]]*)\.\]/g, 'Keys $1');
}

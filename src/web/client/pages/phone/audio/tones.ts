/** Hz of each key: its row, its column (ITU-T Q.23). */
const KEYS: Readonly<Record<string, readonly [number, number]>> = Object.fromEntries(
  ['123A', '456B', '789C', '*0#D'].flatMap((keys, row) =>
    keys
      .split('')
      .map((key, column) => [
        key,
        [[697, 770, 852, 941][row] ?? 0, [1209, 1336, 1477, 1633][column] ?? 0] as const,
      ]),
  ),
);
const KEY_SECONDS = 0.12;
/** The American ringing tone. */
const RINGING = [440, 480] as const;
const VOLUME = 0.08;

/** A tone of some frequencies; they begin and end without a click. */
function tone(context: AudioContext, frequencies: readonly number[], seconds: number): void {
  const gain = context.createGain();
  const { currentTime: now } = context;
  gain.gain.setValueAtTime(0, now);
  gain.gain.linearRampToValueAtTime(VOLUME, now + 0.01);
  gain.gain.setValueAtTime(VOLUME, now + seconds - 0.02);
  gain.gain.linearRampToValueAtTime(0, now + seconds);
  gain.connect(context.destination);
  for (const frequency of frequencies) {
    const oscillator = context.createOscillator();
    oscillator.frequency.value = frequency;
    oscillator.connect(gain);
    oscillator.start(now);
    oscillator.stop(now + seconds);
  }
}

/** The tones of a key. */
export function keyTone(context: AudioContext, key: string): void {
  tone(context, KEYS[key] ?? [], KEY_SECONDS);
}

/** One ring, as the caller hears it. */
export function ringTone(context: AudioContext): void {
  tone(context, RINGING, 1.6);
}

/** The beep before a recording, and in the place of a voice. */
export function beep(context: AudioContext, seconds: number): void {
  tone(context, [1000], seconds);
}

/** Level below which a meter is empty, dB under full scale. */
const FLOOR_DB = -50;

interface MeterProps {
  readonly name: string;
  /** RMS from 0 to 1. */
  readonly level: number;
  readonly tone: 'caller' | 'assistant';
}

/** A level meter, in decibels. */
export function Meter({ name, level, tone }: MeterProps) {
  const db = 20 * Math.log10(Math.max(level, 1e-6));
  const share = Math.min(1, Math.max(0, 1 - db / FLOOR_DB));
  return (
    <div class="phone-meter" data-tone={tone} aria-hidden="true">
      <span>{name}</span>
      <span class="phone-meter-track">
        <span class="phone-meter-bar" style={{ transform: `scaleX(${share})` }} />
      </span>
    </div>
  );
}

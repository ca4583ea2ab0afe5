/** Voice for so long begins a turn, and silence for so long ends it (server_vad, protocol B2.3). */
const ONSET_FRAMES = 80 / 20;
const SILENCE_FRAMES = 500 / 20;

/** What a frame showed: nothing, that the caller has begun, or that the caller has finished. */
export type TurnChange = 'none' | 'started' | 'stopped';

/** Turn detection by the stamp's word on whether there is voice, counted in audio. */
export class CallerEar {
  private speaking = false;
  /** Frames in a row that speak against the present state. */
  private run = 0;
  private frames = 0;

  /** Audio heard so far, milliseconds. */
  get heardMs(): number {
    return this.frames * 20;
  }

  hear(voiced: boolean): TurnChange {
    this.frames += 1;
    this.run = voiced === this.speaking ? 0 : this.run + 1;
    if (this.run < (this.speaking ? SILENCE_FRAMES : ONSET_FRAMES)) return 'none';
    this.run = 0;
    this.speaking = !this.speaking;
    return this.speaking ? 'started' : 'stopped';
  }
}

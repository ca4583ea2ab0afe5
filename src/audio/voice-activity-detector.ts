/** Tells voice from noise, frame by frame; the turns are made of it by `TurnDetector`. */
export interface VoiceActivityDetector {
  /**
   * True when the frame sounds like a voice.
   *
   * @param frame 20 ms of mu-law audio, the next of the call.
   * @param speaking a turn is going on, in which soft sounds count as voice too.
   */
  voiced(frame: Uint8Array, speaking: boolean): boolean;
}

import type { FromLine, ToLine } from './line-messages.js';

/** Why there is no microphone. */
export type MicrophoneProblem = 'refused' | 'missing' | 'busy' | 'insecure';

/** What a person can do about it. */
export const MICROPHONE_ADVICE: Readonly<Record<MicrophoneProblem, string>> = {
  refused:
    'The microphone is blocked for this page. Allow it in the address bar of the browser, or use the sample caller.',
  missing: 'No microphone was found. Connect one, or use the sample caller.',
  busy: 'The microphone could not be opened. Close other programs that use it and call again, or use the sample caller.',
  insecure:
    'Browsers open a microphone on https pages and on localhost only. Open this page there, or use the sample caller.',
};

const PROBLEMS: Readonly<Record<string, MicrophoneProblem>> = {
  NotAllowedError: 'refused',
  SecurityError: 'refused',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
};

/** The phone's audio: a thread that cuts the microphone into frames and plays what was received. */
export class LineAudio {
  /** What the audio thread tells. */
  onMessage: (message: FromLine) => void = () => undefined;
  private microphone: MediaStream | null = null;
  private source: MediaStreamAudioSourceNode | null = null;

  private constructor(
    readonly context: AudioContext,
    private readonly node: AudioWorkletNode,
  ) {
    node.port.onmessage = ({ data }: MessageEvent<FromLine>) => this.onMessage(data);
    node.connect(context.destination);
  }

  /** To be called in answer to a press: a browser plays nothing before. */
  static async open(worklet: string): Promise<LineAudio> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    await context.audioWorklet.addModule(worklet);
    await context.resume();
    const node = new AudioWorkletNode(context, 'line', {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      outputChannelCount: [1],
    });
    return new LineAudio(context, node);
  }

  /** Opens a microphone, or the one that the system prefers; null when it is open. */
  async openMicrophone(deviceId: string): Promise<MicrophoneProblem | null> {
    if (!isSecureContext) return 'insecure';
    try {
      const microphone = await navigator.mediaDevices.getUserMedia({
        audio: {
          echoCancellation: true,
          channelCount: 1,
          ...(deviceId !== '' && { deviceId: { exact: deviceId } }),
        },
      });
      this.closeMicrophone();
      this.microphone = microphone;
      this.source = this.context.createMediaStreamSource(microphone);
      this.source.connect(this.node);
      return null;
    } catch (error) {
      return PROBLEMS[error instanceof Error ? error.name : ''] ?? 'busy';
    }
  }

  tell(message: ToLine): void {
    this.node.port.postMessage(message);
  }

  async close(): Promise<void> {
    this.onMessage = () => undefined;
    this.closeMicrophone();
    await this.context.close();
  }

  private closeMicrophone(): void {
    this.source?.disconnect();
    for (const track of this.microphone?.getTracks() ?? []) track.stop();
    this.source = null;
    this.microphone = null;
  }
}

/** Microphones by name; browsers name them once one has been opened. */
export async function microphones(): Promise<readonly MediaDeviceInfo[]> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '');
}

import { streamParameters, type CallSetup } from './call-setup.js';
import type { Heard } from './heard.js';
import { MediaStream, type StreamEvents } from './media-stream.js';
import type { PhoneClock } from './phone-clock.js';
import type { Verb } from './twiml.js';

/** The call around a `<Stream>`. */
export interface StreamContext extends StreamEvents {
  readonly setup: CallSetup;
  readonly callSid: string;
  readonly clock: PhoneClock;
  readonly heard: Heard;
  readonly opened: (stream: MediaStream) => void;
  readonly callback: (
    method: 'GET' | 'POST',
    url: string,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<void>;
}

/**
 * Obeys `<Stream>`: opens the media stream, reports its life to the status callback, and
 * resolves when it is over. Stops it in order when `signal` is aborted.
 */
export async function runStream(
  verb: Verb,
  signal: AbortSignal,
  context: StreamContext,
): Promise<void> {
  const { url = '', name, statusCallback, statusCallbackMethod } = verb.attributes;
  const { setup, callSid } = context;
  const customParameters: Record<string, string> = {};
  for (const { attributes } of verb.children) {
    customParameters[attributes['name'] ?? ''] = attributes['value'] ?? '';
  }
  const localUrl = setup.http.localUrl(url);
  // Without a usable address there is no stream; the document's violation says so.
  if (!/^wss?:\/\//.test(localUrl) || !URL.canParse(localUrl)) return;
  const stream = new MediaStream(
    {
      url: localUrl,
      headers: setup.http.signatureHeader(url, {}),
      accountSid: setup.accountSid,
      callSid,
      customParameters,
      echoDelay: setup.echoDelay,
      returnsMarks: setup.returnsMarks,
    },
    context.clock,
    context.heard,
    context,
  );
  context.opened(stream);
  const report = async (event: string, error: string | null): Promise<void> => {
    if (statusCallback === undefined) return;
    await context.callback(statusCallbackMethod === 'GET' ? 'GET' : 'POST', statusCallback, {
      ...streamParameters(setup.accountSid, callSid, stream.streamSid, name),
      StreamEvent: event,
      ...(error === null ? {} : { StreamError: error }),
    });
  };
  const stop = (): void => void stream.stop();
  signal.addEventListener('abort', stop, { once: true });
  const started = stream.started.then((up) => (up ? report('stream-started', null) : undefined));
  const end = await stream.ended;
  signal.removeEventListener('abort', stop);
  await started;
  await report(end.error === null ? 'stream-stopped' : 'stream-error', end.error);
}

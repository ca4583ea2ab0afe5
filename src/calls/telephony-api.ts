/**
 * The telephone network's control of a call, for calls that have no stream here. An abstract
 * class so that it is its own injection token; the edge provides it.
 */
export abstract class TelephonyApi {
  /** Ends the call. True when it is over, also when it already was. Never rejects. */
  abstract hangUp(callSid: string): Promise<boolean>;
  /**
   * Makes the network ask at once what follows, as it does when a stream has ended. True when it
   * accepted. Never rejects.
   */
  abstract proceed(callSid: string): Promise<boolean>;
}

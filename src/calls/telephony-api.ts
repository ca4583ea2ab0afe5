/**
 * The telephone network's control of a call, for calls that have no stream here. An abstract
 * class so that it is its own injection token; the edge provides it.
 */
export abstract class TelephonyApi {
  /** Ends the call. True when it is over, also when it already was. Never rejects. */
  abstract hangUp(callSid: string): Promise<boolean>;
  /** Connects the caller to a phone number. True when the network accepted. Never rejects. */
  abstract transfer(callSid: string, number: string): Promise<boolean>;
}

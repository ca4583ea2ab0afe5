/** Twilio account that the tests share with the simulated phone. */
export const ACCOUNT_SID = 'AC00000000000000000000000000000001';
/** Its auth token. */
export const AUTH_TOKEN = 'test-auth-token';

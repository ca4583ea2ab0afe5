/** Twilio account that the tests share with the simulated phone. */
export const ACCOUNT_SID = 'AC00000000000000000000000000000001';
/** Its auth token. */
export const AUTH_TOKEN = 'test-auth-token';
/** What operators of the tests need, unless a test says otherwise. */
export const OPS_TOKEN = 'ops-token-of-the-tests';
/** What a developer's machine has not, on which no token is needed and no signature is checked. */
export const NO_TOKENS = { TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '', OPS_TOKEN: '' };

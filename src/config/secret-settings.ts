import type { EnvironmentVariables } from './environment-variables.js';

/** A shorter secret could be guessed. */
const MIN_SECRET_LENGTH = 16;

/** Secrets that are wrong for any server, each with the variable to change. */
export function unusableSecrets(env: EnvironmentVariables): [name: string, line: string][] {
  return [...sharedTokens(env), ...loginsWithoutUse(env)];
}

/** Tokens and secrets that could be guessed; null is another matter. */
export function shortSecrets(env: EnvironmentVariables): [name: string, line: string][] {
  const { OPS_TOKEN, KITCHEN_TOKEN, METRICS_TOKEN, ORDER_WEBHOOK_SECRET } = env;
  const { TWILIO_AUTH_TOKEN, TWILIO_AUTH_TOKEN_PREVIOUS } = env;
  return Object.entries({
    OPS_TOKEN,
    KITCHEN_TOKEN,
    METRICS_TOKEN,
    TWILIO_AUTH_TOKEN,
    TWILIO_AUTH_TOKEN_PREVIOUS,
    ORDER_WEBHOOK_SECRET,
  })
    .filter(([, secret]) => secret !== null && secret.length < MIN_SECRET_LENGTH)
    .map(([name]) => [
      name,
      `the value (hidden) is not allowed; use at least ${MIN_SECRET_LENGTH} characters when NODE_ENV=production`,
    ]);
}

/** A token that two roles share opens to one of them what is the other's. */
function sharedTokens({
  OPS_TOKEN,
  KITCHEN_TOKEN,
  METRICS_TOKEN,
}: EnvironmentVariables): [name: string, line: string][] {
  const tokens = Object.entries({ OPS_TOKEN, KITCHEN_TOKEN, METRICS_TOKEN });
  return tokens.flatMap(([name, token], index) => {
    const [owner] =
      tokens.slice(0, index).find(([, other]) => token !== null && other === token) ?? [];
    return owner === undefined
      ? []
      : [[name, `the value (hidden) is that of ${owner}; use another token for each role`]];
  });
}

/** These services are authorised by a key; a user in their URL makes every request fail. */
function loginsWithoutUse(env: EnvironmentVariables): [name: string, line: string][] {
  const { OPENAI_BASE_URL, OPENAI_REALTIME_URL, OPENAI_SPEECH_URL, TWILIO_API_URL } = env;
  return Object.entries({ OPENAI_BASE_URL, OPENAI_REALTIME_URL, OPENAI_SPEECH_URL, TWILIO_API_URL })
    .filter(([, url]) => url !== null && URL.canParse(url) && hasLogin(new URL(url)))
    .map(([name]) => [
      name,
      'the value (hidden) is not allowed; use a URL without user and password',
    ]);
}

function hasLogin({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

import { OpenAI } from 'openai';

/** A client of OpenAI's REST API, or of a compatible service, that neither retries nor logs. */
export function restClient(baseUrl: string, apiKey: string | null): OpenAI {
  return new OpenAI({
    apiKey: apiKey ?? '',
    baseURL: baseUrl,
    // Otherwise the SDK reads the environment, and logs what was said.
    organization: null,
    project: null,
    logLevel: 'off',
    maxRetries: 0,
  });
}

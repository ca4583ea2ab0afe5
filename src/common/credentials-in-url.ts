/** A URL that can be asked, and what lets the asker in; null when the URL named no user. */
export interface AskableUrl {
  readonly url: string;
  /** Value of the `Authorization` header. */
  readonly authorization: string | null;
}

/**
 * Takes user and password out of a URL, as `fetch` refuses to ask one that has them, and makes
 * Basic credentials of them (RFC 7617, in UTF-8).
 */
export function withoutCredentials(text: string): AskableUrl {
  const url = new URL(text);
  const { username, password } = url;
  if (username === '' && password === '') return { url: text, authorization: null };
  url.username = '';
  url.password = '';
  const pair = `${decoded(username)}:${decoded(password)}`;
  return {
    url: url.href,
    authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`,
  };
}

/** A password may have a percent sign that encodes nothing. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A server's place on the network. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** What lets this process in, and whether by TLS. */
interface Entry {
  readonly tls: boolean;
  readonly username: string | null;
  readonly password: string | null;
}

/** Where the shared Redis is, as `REDIS_URL` says. */
export type RedisAddress =
  /** One server, or an address that leads to the primary. */
  | { readonly kind: 'single'; readonly url: string }
  /** Nodes of a Redis Cluster, of which any one that answers tells of the others. */
  | ({ readonly kind: 'cluster'; readonly nodes: readonly HostAndPort[] } & Entry)
  /** Sentinels, and the name under which they know the primary. */
  | ({
      readonly kind: 'sentinel';
      readonly sentinels: readonly HostAndPort[];
      readonly name: string;
      readonly db: number;
      readonly sentinelUsername: string | null;
      readonly sentinelPassword: string | null;
    } & Entry);

/** Completes the sentence "use …". */
export const REDIS_URL_FORMS =
  'redis://host:6379, redis+cluster://host:6379,host:6379 or redis+sentinel://host:26379,host:26379/name ' +
  '(rediss for TLS), with user:password@ before the first host where they are needed';

const DEFAULT_PORT = { cluster: 6379, sentinel: 26379 };

const MANY =
  /^redis(s?)\+(cluster|sentinel):\/\/(?:([^/?#]*)@)?([^/?#@]+)(?:\/([^?#]*))?(?:\?([^#]*))?$/i;

/**
 * Reads `redis[s]://…` (one server), `redis[s]+cluster://[user:password@]host[:port][,…]` and
 * `redis[s]+sentinel://[user:password@]host[:port][,…]/name[/db][?sentinel_username=&sentinel_password=]`;
 * parts that hold reserved characters are percent-encoded.
 *
 * @returns null for anything else.
 */
export function readRedisAddress(text: string): RedisAddress | null {
  if (/^rediss?:\/\//i.test(text)) return isDecodable(text) ? { kind: 'single', url: text } : null;
  const [, secure, kind = '', login, hosts = '', path = '', query = ''] = MANY.exec(text) ?? [];
  try {
    const entry = { tls: secure !== '', ...loginOf(login) };
    if (kind.toLowerCase() === 'cluster') {
      const nodes = placesOf(hosts, DEFAULT_PORT.cluster);
      return nodes && path === '' && query === '' ? { kind: 'cluster', nodes, ...entry } : null;
    }
    const sentinels = placesOf(hosts, DEFAULT_PORT.sentinel);
    const [name = '', db = '0', ...rest] = path.split('/').map(decodeURIComponent);
    const options = new URLSearchParams(query);
    const {
      sentinel_username = null,
      sentinel_password = null,
      ...others
    } = Object.fromEntries(options);
    const known = Object.keys(others).length === 0 && rest.length === 0;
    if (!sentinels || name === '' || !/^\d{1,4}$/.test(db) || !known) return null;
    return {
      kind: 'sentinel',
      sentinels,
      name,
      db: Number(db),
      sentinelUsername: sentinel_username,
      sentinelPassword: sentinel_password,
      ...entry,
    };
  } catch {
    // A percent sign that encodes nothing.
    return null;
  }
}

/** Whether the client, which decodes user and password, can use the URL. */
function isDecodable(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  try {
    loginOf(`${username}:${password}`);
    return true;
  } catch {
    return false;
  }
}

/** Null when one of them is none. */
function placesOf(list: string, defaultPort: number): readonly HostAndPort[] | null {
  const places = list.split(',').map((place) => {
    const url = `redis://${place.trim()}`;
    if (!URL.canParse(url)) return null;
    const { hostname, port } = new URL(url);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    return host === '' ? null : { host, port: port === '' ? defaultPort : Number(port) };
  });
  return places.every((place) => place !== null) ? places : null;
}

/** `user:password`, `:password` or `user`. */
function loginOf(login = ''): {
  readonly username: string | null;
  readonly password: string | null;
} {
  const [, username = '', password = ''] = /^([^:]*):?(.*)$/.exec(login) ?? [];
  return {
    username: decodeURIComponent(username) || null,
    password: decodeURIComponent(password) || null,
  };
}

import { RedisScript } from './redis-script.js';

/**
 * Where all replicas write their live events down: a stream, whose entries have the server's time
 * as their id and a list of events each. What is older than the history lasts is cut off, but for
 * the newest such entry: it shows that everything after it is there.
 */

/** Begins the stream when there is none, so that it can be told whether one goes far enough back. */
export const BEGIN_EVENTS = new RedisScript(`
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('XADD', KEYS[1], '*', 'events', '[]')
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
end
return 1
`);

/**
 * Writes events down and tells them to the replicas that listen. ARGV: age in ms, most entries,
 * events as JSON, channel, message.
 */
export const TELL_EVENTS = new RedisScript(`
local time = redis.call('TIME')
local oldest = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000) - ARGV[1])
redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[2], '*', 'events', ARGV[3])
local witness = redis.call('XREVRANGE', KEYS[1], oldest, '-', 'COUNT', 1)[1]
if witness then
  redis.call('XTRIM', KEYS[1], 'MINID', witness[1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return redis.call('PUBLISH', ARGV[4], ARGV[5])
`);

/** The entries from a time on; nothing when not all of them are there. ARGV: epoch ms. */
export const EVENTS_SINCE = new RedisScript(`
local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
if not first or tonumber(string.match(first[1], '^%d+')) > tonumber(ARGV[1]) then
  return false
end
return redis.call('XRANGE', KEYS[1], ARGV[1], '+')
`);

/**
 * The steps of `LiveCalls` that Redis has to run as one, in its own Lua. KEYS of a call: its hash
 * (owner, fence, body: the snapshot, text: what names the body), the outcome of an ended one, the
 * hash of live summaries.
 */

/**
 * Gives the lease of a call to the owner in ARGV, if no other has it or `steal` is 1. Returns
 * `owned`, `elsewhere` or `ended`, then fence, snapshot or outcome, and the owner before.
 * ARGV: owner, life, held fence or 0, steal, fresh body, call, fresh summary.
 */
export const ACQUIRE = `
local outcome = redis.call('get', KEYS[2])
if outcome then return {'ended', 0, outcome, ''} end
local known = redis.call('hmget', KEYS[1], 'owner', 'fence', 'body')
local before, fence, body = known[1] or '', tonumber(known[2]) or 0, known[3] or ''
if before == ARGV[1] and fence > 0 and fence == tonumber(ARGV[3]) then
  return {'owned', fence, '', before}
end
if before ~= '' and before ~= ARGV[1] and ARGV[4] == '0' then
  return {'elsewhere', fence, body, before}
end
local time = redis.call('time')
fence = math.max(time[1] * 1000 + math.floor(time[2] / 1000), fence + 1, tonumber(ARGV[3]) + 1)
redis.call('hset', KEYS[1], 'owner', ARGV[1], 'fence', fence)
if body == '' and ARGV[5] ~= '' then
  redis.call('hset', KEYS[1], 'body', ARGV[5])
  redis.call('hset', KEYS[3], ARGV[6], ARGV[7])
end
redis.call('pexpire', KEYS[1], ARGV[2])
return {'owned', fence, body, before}
`;

/**
 * Stores the newest snapshot of a call, or how it ended. Returns 0 when a higher fence is stored
 * or the call has ended already, otherwise 1.
 * ARGV: owner, life, fence, call, body, summary, outcome when it has ended, life of that, name of
 * the body.
 */
export const PUT = `
local fence = tonumber(redis.call('hget', KEYS[1], 'fence')) or 0
if fence > tonumber(ARGV[3]) then return 0 end
if ARGV[7] ~= '' then
  redis.call('del', KEYS[1])
  redis.call('hdel', KEYS[3], ARGV[4])
  redis.call('set', KEYS[2], ARGV[7], 'PX', ARGV[8])
  return 1
end
if redis.call('exists', KEYS[2]) == 1 then return 0 end
redis.call('hset', KEYS[1], 'owner', ARGV[1], 'fence', ARGV[3], 'body', ARGV[5], 'text', ARGV[9])
redis.call('pexpire', KEYS[1], ARGV[2])
redis.call('hset', KEYS[3], ARGV[4], ARGV[6])
return 1
`;

/**
 * Stores the newest snapshot of a call, put together from parts of the one that is stored and from
 * new parts. Returns 0 as PUT does, 2 when another snapshot is stored than the one that is meant,
 * otherwise 1. ARGV: owner, life, fence, call, summary, name of the body before, name of the new
 * one; then for each piece where it begins in the body before, how many bytes of it, what follows.
 */
export const CHANGE = `
local known = redis.call('hmget', KEYS[1], 'fence', 'text', 'body')
local fence, body = tonumber(known[1]) or 0, known[3]
if fence > tonumber(ARGV[3]) or redis.call('exists', KEYS[2]) == 1 then return 0 end
if fence ~= tonumber(ARGV[3]) or known[2] ~= ARGV[6] or not body then return 2 end
local parts = {}
for index = 8, #ARGV, 3 do
  local from = tonumber(ARGV[index])
  parts[#parts + 1] = string.sub(body, from + 1, from + tonumber(ARGV[index + 1]))
  parts[#parts + 1] = ARGV[index + 2]
end
redis.call('hset', KEYS[1], 'owner', ARGV[1], 'body', table.concat(parts), 'text', ARGV[7])
redis.call('pexpire', KEYS[1], ARGV[2])
redis.call('hset', KEYS[3], ARGV[4], ARGV[5])
return 1
`;

/**
 * Prolongs the leases of calls. KEYS: hash and outcome of each call in turn. ARGV: owner, life,
 * the fence of each call. Returns a number for each: 0 still the owner's, 1 another's or ended,
 * 2 not known, and taken for the owner. A key that holds another thing is removed, so that it
 * does not keep the other leases from being prolonged.
 */
export const RENEW = `
local answers = {}
for index = 1, #KEYS / 2 do
  local call, fence = KEYS[index * 2 - 1], tonumber(ARGV[index + 2])
  local known = redis.pcall('hmget', call, 'fence', 'owner')
  if known.err then
    redis.call('del', call)
    known = {}
  end
  local stored = tonumber(known[1])
  -- A higher fence under the owner's own name is a claim whose answer came too late.
  if (stored and stored > fence and known[2] ~= ARGV[1]) or redis.call('exists', KEYS[index * 2]) == 1 then
    answers[index] = 1
  elseif stored == fence and redis.call('hexists', call, 'body') == 1 then
    redis.call('pexpire', call, ARGV[2])
    answers[index] = 0
  else
    redis.call('hset', call, 'owner', ARGV[1], 'fence', fence)
    redis.call('pexpire', call, ARGV[2])
    answers[index] = 2
  end
end
return answers
`;

import type { ClusterStatus, Status } from '../../api/operations.js';
import type { KnownReplica } from './replica-memory.js';

/** Something that is not well, in words. */
export interface Problem {
  readonly what: string;
  /** ISO 8601; null where it is not known. */
  readonly since: string | null;
  /** Null: there is nothing more to say. */
  readonly detail: string | null;
  /** What a person can do. */
  readonly remedy: string;
  readonly tone: 'warn' | 'bad';
  /** Replicas that see it; empty when it is the same for all. */
  readonly instances: readonly string[];
}

interface Meaning {
  readonly title: string;
  readonly remedy: string;
  readonly tone: Problem['tone'];
}

/** What each part of `degraded` means for calls, and what to do about it. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  database: {
    title: 'The database does not answer',
    remedy:
      'Calls go on; orders and records wait on disk. Check PostgreSQL and DATABASE_URL, and keep the disk of each replica.',
    tone: 'bad',
  },
  disk: {
    title: 'The disk is full or cannot be written',
    remedy: 'Free space under DATA_DIR: while the database is away too, orders cannot be taken.',
    tone: 'bad',
  },
  eventLoop: {
    title: 'The processor is late: audio may stutter',
    remedy: 'If it goes on, add a replica or lower MAX_CONCURRENT_CALLS.',
    tone: 'warn',
  },
  memory: {
    title: 'Memory is nearly used up',
    remedy: 'Raise the memory limit or restart the replica by SIGTERM; its calls move on.',
    tone: 'bad',
  },
  menu: {
    title: 'The menu could not be reloaded',
    remedy: 'The last good menu is sold. Mend the file or MENU_URL; the error names the place.',
    tone: 'warn',
  },
  models: {
    title: 'A model that calls use is about to end',
    remedy: 'Set the variable to the model that is named below, and restart.',
    tone: 'warn',
  },
  openai: {
    title: 'OpenAI cannot be used',
    remedy:
      'New calls go to the order line. See the last error of each rung; check the key, the quota and status.openai.com.',
    tone: 'bad',
  },
  redis: {
    title: 'Redis does not answer',
    remedy:
      'Calls go on, but a replica that dies now loses its calls, and limits count per replica. Check REDIS_URL.',
    tone: 'bad',
  },
  orders: {
    title: 'A placed order could not be saved',
    remedy: 'Look at the orders of the last minutes in the log, and at disk and database.',
    tone: 'bad',
  },
  records: {
    title: 'Records of calls cannot be written',
    remedy: 'Neither the database nor the disk takes them: mend one of both.',
    tone: 'bad',
  },
  quarantine: {
    title: 'Entries were set aside',
    remedy: 'Look at GET /quarantine: each can be tried again or removed.',
    tone: 'warn',
  },
  snapshots: {
    title: 'Other replicas cannot see the calls of this one',
    remedy: 'Were it to die now, its calls would be lost. Check Redis: memory, access, version.',
    tone: 'bad',
  },
};

/** Reasons that say nothing beyond there being a fault. */
const BARE: ReadonlySet<string> = new Set(['down', 'degraded']);

/** Everything that is not well, the worst first, then the oldest. */
export function problemsOf(
  status: Status | null,
  cluster: ClusterStatus | null,
  replicas: readonly KnownReplica[],
): readonly Problem[] {
  const all = [
    ...(cluster ? faultsOf(cluster) : []),
    ...(status ? stateOf(status) : []),
    ...replicas.flatMap((replica) => replicaProblem(replica) ?? []),
  ];
  const rank = ({ tone, since }: Problem): string => `${tone} ${since ?? ''}`;
  return all.sort((a, b) => rank(a).localeCompare(rank(b)));
}

/** The same fault of several replicas is one, since the first of them saw it. */
function faultsOf({ degraded }: ClusterStatus): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const { what, since, reason, instance } of degraded) {
    const first = problems.get(what);
    const { title, remedy, tone } = MEANINGS[what] ?? {
      title: `Degraded: ${what}`,
      remedy: 'See the log of the replica.',
      tone: 'warn' as const,
    };
    problems.set(what, {
      what: title,
      remedy,
      tone,
      since: first?.since ?? since,
      detail: first?.detail ?? (BARE.has(reason) ? null : reason),
      instances: [...(first?.instances ?? []), instance],
    });
  }
  return [...problems.values()];
}

function stateOf({ realtime, calls }: Status): readonly Problem[] {
  const problems: Problem[] = [];
  for (const { name, circuit, circuitOpenSince, lastError } of realtime.providers) {
    if (circuit === 'closed') continue;
    problems.push({
      what: `Calls do not use ${name}`,
      since: circuitOpenSince,
      detail: lastError === null ? 'Its circuit is open' : `Its circuit is open: ${lastError}`,
      remedy:
        'It is probed in the background and used again by itself. New calls begin on the next rung.',
      tone: 'bad',
      instances: [],
    });
  }
  if (calls.active >= calls.max) {
    problems.push({
      what: 'No room for another call',
      since: null,
      detail: `${calls.active} of ${calls.max} calls; others get BUSY_POLICY`,
      remedy: 'Add a replica, or raise MAX_CONCURRENT_CALLS if processor time is left.',
      tone: 'bad',
      instances: [],
    });
  }
  return problems;
}

function replicaProblem({ instance, state, lastSeen, activeCalls }: KnownReplica): Problem | null {
  const had = activeCalls === 1 ? '1 call' : `${activeCalls} calls`;
  switch (state) {
    case 'gone':
      return {
        what: `The replica ${instance} is gone`,
        since: lastSeen,
        detail: `It did not drain, and had ${had}; others go on with them`,
        remedy: 'Look at the end of its log, and whether a new one starts.',
        tone: 'bad',
        instances: [],
      };
    case 'draining':
      return {
        what: `The replica ${instance} drains`,
        since: null,
        detail: `It takes no new calls; its ${had} move to other replicas`,
        remedy: 'Nothing to do, unless no replacement becomes ready.',
        tone: 'warn',
        instances: [],
      };
    case 'starting':
    case 'ready':
      return null;
  }
}

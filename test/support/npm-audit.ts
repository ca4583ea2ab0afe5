import { execFile } from 'node:child_process';
import { isRecord } from '../../src/common/is-record.js';

const LIMIT_MS = 10_000;
/** Faults of these severities fail the check; lesser ones are named. */
const FAILING = ['high', 'critical'] as const;
const NAMED = ['info', 'low', 'moderate', ...FAILING] as const;

/**
 * What asking the registry for known faults of the production packages came to. `not-asked`: no
 * registry has answered, so that nothing is known; `failed`: it was not npm's question that failed,
 * but npm, or packages have faults.
 */
export interface AuditResult {
  readonly kind: 'ok' | 'not-asked' | 'failed';
  readonly text: string;
}

/**
 * Reads what `npm audit --json` has printed (npm 10 and 11): a report, or an error object, which
 * has a `message` when it is about the request.
 *
 * @param output null when npm was ended because it took too long.
 */
export function readAudit(output: string | null): AuditResult {
  if (output === null) return notAsked(`no answer within ${LIMIT_MS / 1_000} s`);
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    return { kind: 'failed', text: `npm audit printed no JSON: ${output.slice(0, 500)}` };
  }
  if (!isRecord(answer)) return { kind: 'failed', text: 'npm audit printed no object' };
  if (isRecord(answer['vulnerabilities'])) return judge(answer['vulnerabilities']);
  const { message, error } = answer;
  if (typeof message === 'string') return notAsked(message);
  return { kind: 'failed', text: `npm audit failed: ${JSON.stringify(error ?? answer)}` };
}

/** Asks the configured registry about the lock file; needs no installed packages. */
export function auditProduction(cwd: string, registry?: string): Promise<AuditResult> {
  const args = ['audit', '--omit=dev', '--json', '--fetch-retries=0'];
  if (registry !== undefined) args.push(`--registry=${registry}`);
  return new Promise((resolve) => {
    execFile('npm', args, { cwd, timeout: LIMIT_MS }, (error, stdout) => {
      // A report of faults has an exit code, too; `killed` is the time limit's doing.
      resolve(readAudit(error?.killed === true ? null : stdout));
    });
  });
}

function notAsked(why: string): AuditResult {
  return { kind: 'not-asked', text: `No registry answers npm audit: ${why}` };
}

function judge(faults: Readonly<Record<string, unknown>>): AuditResult {
  const found = Object.entries(faults).map(([name, fault]) => ({
    name,
    severity: isRecord(fault) ? String(fault['severity']) : 'unknown',
  }));
  // A severity that is not known yet counts as the worst.
  const failing = found.some(
    ({ severity }) =>
      FAILING.some((one) => one === severity) || !NAMED.some((one) => one === severity),
  );
  const text = found.map(({ name, severity }) => `${name}: ${severity}`).join('\n');
  return { kind: failing ? 'failed' : 'ok', text };
}

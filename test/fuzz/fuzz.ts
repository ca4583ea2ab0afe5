import fc from 'fast-check';

/** Cases of a parser: `FUZZ_RUNS`, or as many as the suite has time for. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 400);
/** Longest that a parser may take for one case, ms of processor time. */
const CASE_LIMIT_MS = 500;
/** Limit of a whole test, ms a case. */
const TEST_LIMIT_MS = 50;

/** How a parser took a case: `good` is a document, `bad` one that it refused as documented. */
export type Verdict = 'good' | 'bad';

/** A share of all cases, from 0 to 1. */
interface Shares {
  /** Fewer `good` ones than this: the cases do not reach what they are for. */
  readonly good?: number;
  /** The same for `bad` ones. */
  readonly bad?: number;
}

/** Frames of a stack that are shown: too deep a recursion has thousands. */
Error.stackTraceLimit = 5;

/** What no parser may change. */
const PROTOTYPES = [
  Object.prototype,
  Array.prototype,
  String.prototype,
  Function.prototype,
  Map.prototype,
];

/**
 * A test of a parser with many inputs. `parse` throws for what must not be: an undocumented error,
 * a result of the wrong shape. Each case must take less than half a second of processor time and
 * leave the prototypes of JavaScript as they are. A share of the cases must be good, and another
 * one bad.
 */
export function fuzz<T>(
  name: string,
  inputs: fc.Arbitrary<T>,
  parse: (input: T) => Verdict | Promise<Verdict>,
  { good = 0.05, bad = 0.05 }: Shares = {},
): void {
  it(
    name,
    async () => {
      const seen: Record<Verdict, number> = { good: 0, bad: 0 };
      const before = propertiesOfPrototypes();
      const property = fc.asyncProperty(inputs, async (input) => {
        const startedAt = performance.now();
        const used = process.cpuUsage();
        const verdict = parse(input);
        seen[typeof verdict === 'string' ? verdict : await verdict] += 1;
        if ('polluted' in {}) throw new Error('Object.prototype was changed');
        // The clock is cheap to read; whether the parser or the machine was slow is looked at then.
        if (performance.now() - startedAt > CASE_LIMIT_MS) {
          const { user } = process.cpuUsage(used);
          if (user / 1_000 > CASE_LIMIT_MS) throw new Error(`took ${user / 1_000} ms`);
        }
      });
      await fc.assert(property, { numRuns: RUNS, asyncReporter: report });
      expect(propertiesOfPrototypes()).toEqual(before);
      expect(seen.good).toBeGreaterThan(RUNS * good);
      expect(seen.bad).toBeGreaterThan(RUNS * bad);
    },
    60_000 + RUNS * TEST_LIMIT_MS,
  );
}

/** Fails with the smallest case that was found and how to find it again; inputs may be megabytes. */
function report<T>({
  failed,
  counterexample,
  seed,
  counterexamplePath,
  errorInstance,
}: fc.RunDetails<T>) {
  if (!failed) return Promise.resolve();
  const [input] = Object(counterexample) as readonly unknown[];
  const text = Buffer.isBuffer(input) ? JSON.stringify(input.toString()) : fc.stringify(input);
  const place = `seed ${seed}, path ${String(counterexamplePath)}`;
  return Promise.reject(
    new Error(`${text.slice(0, 2_000)} (${text.length} characters; ${place})`, {
      cause: errorInstance,
    }),
  );
}

function propertiesOfPrototypes(): readonly string[] {
  return PROTOTYPES.flatMap((prototype) => Reflect.ownKeys(prototype).map(String));
}

import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
/** Within the project, so that its packages are found. */
const OUT = join(ROOT, '.cache/bench');

const ENTRIES = {
  load: 'bench/load/load-process.ts',
  provider: 'bench/provider/provider-process.ts',
  raw: 'bench/references/raw.ts',
  json: 'bench/references/json.ts',
  nest: 'bench/references/nest.ts',
} as const;

/** Where the built processes are. */
export type Scripts = Readonly<Record<keyof typeof ENTRIES, string>>;

/**
 * Builds the processes of the bench, so that no loader of TypeScript costs memory or start in what
 * is measured. The packages stay outside: a reference uses the very `ws` that VoicePlate does.
 */
export async function buildScripts(): Promise<Scripts> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: OUT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  const path = (name: string): string => join(OUT, `${name}.mjs`);
  const [load, provider] = [path('load'), path('provider')];
  return { load, provider, raw: path('raw'), json: path('json'), nest: path('nest') };
}

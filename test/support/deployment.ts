import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = join(import.meta.dirname, '../..');

/** A mapping of a YAML document. */
export type Mapping = Readonly<Record<string, unknown>>;

/** What is under `a.b.0.c`; undefined where nothing is. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Mapping | null | undefined)?.[key], value);
}

/** The list under a path; empty where there is none. */
export function listAt(value: unknown, path: string): readonly Mapping[] {
  const list = at(value, path);
  return Array.isArray(list) ? (list as Mapping[]) : [];
}

/** A file of the project, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The files under a folder, with paths from the project's root, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

/** A file of one YAML document, its anchors and merge keys resolved. */
export function yamlOf(path: string): Mapping {
  return parse(textOf(path), { merge: true }) as Mapping;
}

/** Every document of a file. */
export function manifestsOf(path: string): Mapping[] {
  return parseAllDocuments(textOf(path)).map((document) => {
    if (document.errors.length > 0) throw new Error(`${path}: ${document.errors.join()}`);
    return document.toJS() as Mapping;
  });
}

/** `NAME=value` lines, commented-out variables included where asked for. */
export function variablesOf(path: string, { commentedOut = false } = {}): Map<string, string> {
  const line = commentedOut ? /^(?:# )?([A-Z_]+)=(.*)$/gm : /^([A-Z_]+)=(.*)$/gm;
  return new Map(
    [...textOf(path).matchAll(line)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** Every name that this product's `/metrics` can show, with those of a histogram's parts. */
export function metricNames(): Set<string> {
  const own = filesIn('src')
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
    .flatMap((path) => [...textOf(path).matchAll(/\.(counter|gauge|histogram)\(\s*'([a-z_]+)'/g)])
    .flatMap(([, type, name]) =>
      type === 'histogram'
        ? [`voiceplate_${name}_bucket`, `voiceplate_${name}_sum`, `voiceplate_${name}_count`]
        : [`voiceplate_${name}`],
    );
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return new Set([...own, ...registry.getMetricsAsArray().map(({ name }) => name)]);
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { problemContent } from './ops/problem.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Contents = Record<string, { schema?: unknown; example?: unknown }>;

/**
 * Bodies and answers by operation and status, such as `get /calls 200`: what a real server said to
 * the test of the API, which writes the file with `RECORD_EXAMPLES=1`.
 */
const RECORDED = join(import.meta.dirname, 'app.examples.json');

/** Errors of requests that no handler sees, by what the request has. */
const EARLY_ERRORS = {
  body: [400, 413, 415],
  parameter: [400],
  any: [500],
} as const;

/**
 * Adds what no decorator says: the errors of requests that are not understood, and an example of
 * each body and answer.
 */
export function completeApi(document: OpenAPIObject): OpenAPIObject {
  const recorded = JSON.parse(readFileSync(RECORDED, 'utf8')) as Record<string, unknown>;
  for (const [path, item] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(item) as [string, Operation][]) {
      addEarlyErrors(operation, path);
      const name = `${method} ${path}`;
      exemplify(contentOf(operation.requestBody), recorded[`${name} body`]);
      for (const [status, response] of Object.entries(operation.responses)) {
        exemplify(contentOf(response), recorded[`${name} ${status}`]);
      }
    }
  }
  return document;
}

function addEarlyErrors(operation: Operation, path: string): void {
  const statuses = [
    ...(operation.requestBody ? EARLY_ERRORS.body : []),
    ...(path.includes('{') ? EARLY_ERRORS.parameter : []),
    ...EARLY_ERRORS.any,
  ];
  for (const status of statuses) operation.responses[status] ??= problemContent(status);
}

function contentOf(part: object | undefined): Contents {
  return part !== undefined && 'content' in part ? (part.content as Contents) : {};
}

/** A decorator's own example stays where nothing is recorded. */
function exemplify(contents: Contents, example: unknown): void {
  if (example === undefined) return;
  for (const content of Object.values(contents)) content.example = example;
}

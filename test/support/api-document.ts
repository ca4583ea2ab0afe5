import { writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { isRecord } from '../../src/common/is-record.js';

/** A JSON object. */
export type Json = Record<string, unknown>;

/** The part of an OpenAPI document that is looked at. */
export interface ApiDocument {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Json> };
}

interface Content {
  readonly schema: Json;
  readonly example?: unknown;
}

interface Body {
  readonly content?: Record<string, Content>;
}

/** One method of a path. */
interface Operation {
  readonly tags: readonly string[];
  readonly summary?: string;
  readonly requestBody?: Body;
  readonly responses: Record<string, Body>;
}

/**
 * What the server said, and was asked, first, for `src/app.examples.json`. With `RECORD_EXAMPLES=1`
 * the file is written anew: after a change of an answer.
 */
export class ExampleRecord {
  private readonly examples: Record<string, unknown> = {};

  /** An answer gives way to one with fewer empty lists. */
  note(what: string, example: unknown): void {
    const known = this.examples[what];
    if (known === undefined || emptyLists(example) < emptyLists(known)) {
      this.examples[what] = example;
    }
  }

  save(): void {
    if (process.env['RECORD_EXAMPLES'] !== '1') return;
    const sorted = Object.entries(this.examples).sort(([a], [b]) => (a < b ? -1 : 1));
    const text = JSON.stringify(Object.fromEntries(sorted), null, 2);
    writeFileSync('src/app.examples.json', `${text}\n`);
  }
}

function emptyLists(example: unknown): number {
  if (!isRecord(example)) return 0;
  return Object.values(example).filter((part) => Array.isArray(part) && part.length === 0).length;
}

/** Checks answers against the document; what it does not name is a fault. */
export class Conformance {
  readonly seen = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });

  constructor(private readonly api: ApiDocument) {
    const time = (text: string): boolean => new Date(text).toISOString() === text;
    this.ajv.addFormat('date-time', time);
    this.ajv.addKeyword({ keyword: 'example' });
    for (const [name, schema] of Object.entries(api.components.schemas)) {
      const closed = { ...schema, additionalProperties: false };
      this.ajv.addSchema(closed, `#/components/schemas/${name}`);
    }
  }

  /** What is wrong with an answer to this operation; empty is right. */
  faults(operation: string, status: number, mediaType: string, text: string): readonly string[] {
    this.seen.add(`${operation} ${status}`);
    const [method = '', path = ''] = operation.split(' ');
    const response = this.api.paths[path]?.[method]?.responses[status];
    // Nothing is said, and nothing is documented to be.
    if (response && !response.content && mediaType === '' && text === '') return [];
    const content = response?.content?.[mediaType];
    if (!content) return [`${operation}: ${status} with ${mediaType} is not documented`];
    const value: unknown = mediaType.includes('json') ? JSON.parse(text) : text;
    return this.faultsOf(`${operation} ${status}`, content.schema, value);
  }

  /** The same of the examples of an operation; one that is missing is a fault as well. */
  exampleFaults(operation: string): readonly string[] {
    const [method = '', path = ''] = operation.split(' ');
    const { summary, requestBody, responses } = this.api.paths[path]?.[method] ?? {
      responses: {},
    };
    const bodies = Object.entries({ ...responses, ...(requestBody && { body: requestBody }) });
    const contents = bodies.flatMap(([what, { content }]) =>
      Object.values(content ?? {}).map((part) => ({ what: `${operation} ${what}`, ...part })),
    );
    return [
      ...(summary === undefined ? [`${operation}: no summary`] : []),
      ...contents.flatMap(({ what, schema, example = schema['example'] }) =>
        example === undefined
          ? [`${what}: no example; RECORD_EXAMPLES=1 makes one`]
          : this.faultsOf(what, schema, example),
      ),
    ];
  }

  private faultsOf(what: string, schema: Json, value: unknown): readonly string[] {
    const validate = this.ajv.compile(schema);
    validate(value);
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${what} ${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

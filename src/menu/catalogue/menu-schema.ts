import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';
import { CHECKED_SCHEMA } from '../../common/checked-schema.js';
import { didYouMean } from '../../common/nearest.js';

const schema = JSON.parse(
  readFileSync(new URL('../../../data/menu.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

const validate = new Ajv({
  allErrors: true,
  discriminator: true,
  allowUnionTypes: true,
  ...CHECKED_SCHEMA,
  // The errors carry the part of the schema that they are about.
  verbose: true,
  // Optimizing costs more than it gains in a few documents.
  code: { optimize: false },
}).compile(schema);

/** One line for each part of the document that departs from `data/menu.schema.json`. */
export function schemaFaults(document: unknown): string[] {
  return validate(document) ? [] : firstOfEach(validate.errors ?? []).map(describe);
}

/** A value that is wrong in two ways is one fault; each missing or unknown property is one, too. */
function firstOfEach(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const seen = new Set<string>();
  return errors.filter(({ instancePath, keyword, params }) => {
    const property = params['missingProperty'] ?? params['additionalProperty'];
    const place = property === undefined ? instancePath : `${instancePath} ${keyword} ${property}`;
    return !seen.has(place) && seen.add(place);
  });
}

function describe(error: ErrorObject): string {
  const where = error.instancePath || '/';
  const message = error.message ?? 'is not valid';
  switch (error.keyword) {
    case 'additionalProperties': {
      const property = String(error.params['additionalProperty']);
      const known = Object.keys(Object(error.parentSchema?.['properties']));
      return `${where} must not have the property '${property}'${didYouMean(property, known)}`;
    }
    case 'enum':
      return `${where} must be one of ${(error.params['allowedValues'] as unknown[]).join(', ')}`;
    case 'const':
      return `${where} must be ${JSON.stringify(error.params['allowedValue'])}`;
    case 'discriminator':
      return `${where}/kind must be percent, amount, free_item or buy_x_get_y`;
    default:
      return `${where} ${message}`;
  }
}

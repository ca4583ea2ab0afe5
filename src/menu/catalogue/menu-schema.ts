import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject } from 'ajv';

const schema = JSON.parse(
  readFileSync(new URL('../../../data/menu.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

const validate = new Ajv({ allErrors: true, discriminator: true, allowUnionTypes: true }).compile(
  schema,
);

/** One line for each way the document departs from `data/menu.schema.json`. */
export function schemaFaults(document: unknown): string[] {
  return validate(document) ? [] : (validate.errors ?? []).map(describe);
}

function describe(error: ErrorObject): string {
  const where = error.instancePath || '/';
  const message = error.message ?? 'is not valid';
  switch (error.keyword) {
    case 'additionalProperties':
      return `${where} must not have the property '${error.params['additionalProperty']}'`;
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

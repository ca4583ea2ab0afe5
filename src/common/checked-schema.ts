/**
 * Options of an `Ajv` for schemas of our own, which specs check: compiling the schema of schemas
 * anew for each costs a start more than the schemas themselves.
 */
export const CHECKED_SCHEMA = { meta: false, validateSchema: false } as const;

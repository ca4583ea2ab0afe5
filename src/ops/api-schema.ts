/** Swagger's options for the kinds of values that answers are made of. */

/** A whole number from 0 on. */
export const COUNT = { type: 'integer', minimum: 0 } as const;
/** A time span. */
export const MS = { type: Number, description: 'Milliseconds' } as const;
/** Money. */
export const CENTS = { type: 'integer', description: 'Cents' } as const;
/** A moment, ISO 8601. */
export const TIME = { type: String, format: 'date-time' } as const;
export const TIME_OR_NULL = { ...TIME, nullable: true } as const;
export const TEXT_OR_NULL = { type: String, nullable: true } as const;

import { isIP } from 'node:net';
import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  Matches,
  Max,
  Min,
  ValidateBy,
} from 'class-validator';
import { telephoneNumber } from '../common/caller-number.js';
import { readRedisAddress, REDIS_URL_FORMS } from './redis-address.js';

/**
 * Decorators for environment variables: each turns the text into a value and gives all its
 * validators one message, which completes the sentence "use …".
 */

const FLAGS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  '1': true,
  false: false,
  no: false,
  '0': false,
};

const toFlag = Transform(({ value }: { value: string }) => FLAGS[value.toLowerCase()] ?? value);

const toNumber = Transform(({ value }: { value: string }) =>
  /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value,
);

const toList = Transform(({ value }: { value: string }) =>
  value.split(',').map((entry) => entry.trim()),
);

/** true/false, 1/0 or yes/no, in any case. */
export const Flag = (): PropertyDecorator =>
  applyDecorators(IsOptional(), toFlag, IsBoolean({ message: 'true or false' }));

/** An integer within the bounds, both included. */
export const Whole = (min: number, max: number): PropertyDecorator => {
  const message = `a whole number from ${min} to ${max}`;
  return applyDecorators(
    IsOptional(),
    toNumber,
    IsInt({ message }),
    Min(min, { message }),
    Max(max, { message }),
  );
};

/** Calls per seconds. */
export const Rate = (): PropertyDecorator =>
  Matches(/^[1-9]\d{0,5}\/[1-9]\d{0,5}$/, { message: 'calls per seconds, such as 6/60' });

/** A decimal number within the bounds, both included. */
export const Decimal = (min: number, max: number, unit = ''): PropertyDecorator => {
  const message = `a number${unit} from ${min} to ${max}`;
  return applyDecorators(
    IsOptional(),
    toNumber,
    IsNumber({ allowNaN: false, allowInfinity: false }, { message }),
    Min(min, { message }),
    Max(max, { message }),
  );
};

/** A duration in seconds; fractions are allowed. */
export const Seconds = (min: number, max: number): PropertyDecorator =>
  Decimal(min, max, ' of seconds');

/** One of a few words, in any case; the value is as listed. */
export const OneOf = (...allowed: readonly string[]): PropertyDecorator =>
  applyDecorators(
    Transform(
      ({ value }: { value: string }) =>
        allowed.find((word) => word.toLowerCase() === value.toLowerCase()) ?? value,
    ),
    IsIn(allowed, { message: `one of ${allowed.join(', ')}` }),
  );

/** Any text that matches; null when absent. */
export const Text = (
  pattern: RegExp = /\S/,
  message = 'text that is not blank',
): PropertyDecorator => applyDecorators(IsOptional(), Matches(pattern, { message }));

/** A token that an `Authorization` header can carry; null when absent. */
export const Token = (): PropertyDecorator =>
  Text(/^[!-~]+$/, 'ASCII letters, digits and signs without spaces');

const check = (
  name: string,
  validate: (value: unknown) => boolean,
  message: string,
): PropertyDecorator => ValidateBy({ name, validator: { validate } }, { message });

/** An absolute URL with one of these schemes, without a trailing slash. */
export const Url = (...schemes: readonly string[]): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: string }) => value.replace(/\/+$/, '')),
    check(
      'url',
      (value) => isUrl(value, schemes),
      `a URL that starts with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    ),
  );

/** Where Redis is: one server, a cluster, or Sentinels. */
export const RedisUrl = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    check('redisUrl', (value) => readRedisAddress(String(value)) !== null, REDIS_URL_FORMS),
  );

function isUrl(value: unknown, schemes: readonly string[]): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) {
    return false;
  }
  return schemes.some((scheme) => value.toLowerCase().startsWith(`${scheme}://`));
}

/** A comma-separated list of names in lower case, at least one, none twice. */
export const ListOfNames = (): PropertyDecorator =>
  applyDecorators(
    toList,
    check(
      'listOfNames',
      (value) =>
        Array.isArray(value) &&
        new Set(value).size === value.length &&
        value.every((entry) => /^[a-z][a-z0-9-]*$/.test(String(entry))),
      'a comma-separated list of names, each at most once',
    ),
  );

/** A comma-separated list of at most `most` phone numbers in E.164, none twice. */
export const PhoneNumbers = (most: number): PropertyDecorator =>
  applyDecorators(
    toList,
    ValidateBy(
      {
        name: 'phoneNumbers',
        validator: { validate: (value) => wrongNumber(value, most) === null },
      },
      {
        message: ({ value }) =>
          `up to ${most} phone numbers such as +15551230100, separated by commas; ` +
          (wrongNumber(value, most) ?? ''),
      },
    ),
  );

/** What is wrong with a list of phone numbers; null for nothing. */
function wrongNumber(value: unknown, most: number): string | null {
  const numbers = Array.isArray(value) ? value.map(String) : [String(value)];
  const bad = numbers.find((number) => telephoneNumber(number) !== number);
  if (bad !== undefined) return `${JSON.stringify(bad)} is none`;
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index);
  if (twice !== undefined) return `${twice} is there twice`;
  return numbers.length > most ? `these are ${numbers.length}` : null;
}

/** A comma-separated list of IP addresses or networks in CIDR notation. */
export const CidrList = (): PropertyDecorator =>
  applyDecorators(
    toList,
    check(
      'cidrList',
      (value) => Array.isArray(value) && value.every((entry) => isCidr(String(entry))),
      'a comma-separated list of networks such as 10.0.0.0/8,2001:db8::/32',
    ),
  );

const PROXY_GROUPS: readonly string[] = ['loopback', 'linklocal', 'uniquelocal'];

/** Whom to believe about the client's address: how many proxies, or which. */
export const ProxyTrust = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    check(
      'proxyTrust',
      (value) => isProxyTrust(String(value)),
      `the number of proxies in front, or their addresses, or ${PROXY_GROUPS.join(', ')}`,
    ),
  );

function isProxyTrust(text: string): boolean {
  const entries = text.split(',').map((entry) => entry.trim());
  return (
    /^(true|false|\d{1,2})$/i.test(text) ||
    entries.every((entry) => PROXY_GROUPS.includes(entry) || isCidr(entry))
  );
}

/** True for an IP address, alone or with a prefix length that fits its family. */
export function isCidr(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) {
    return false;
  }
  if (prefix === undefined) {
    return true;
  }
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}

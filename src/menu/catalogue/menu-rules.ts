import { IANAZone } from 'luxon';
import { isRecord } from '../../common/is-record.js';
import { child, entries, list, type Entry, type Fields } from './document-reader.js';
import { dateFaults, openingFaults, timeFaults, weeklyFaults } from './time-rules.js';

/**
 * Faults that JSON Schema cannot find: ids that are not unique, references to nothing, impossible
 * times and dates. The document may have failed the schema, so that the owner sees all faults at
 * once; parts of the wrong type are skipped, since the schema has a line for each.
 */
export function ruleFaults(document: unknown): string[] {
  if (!isRecord(document)) return [];
  const business = child(document, 'business');
  const categories = entries(document, 'categories', '');
  const items = categories.flatMap(({ fields, path }) => entries(fields, 'items', path));
  const groups = entries(document, 'modifierGroups', '');
  const promotions = entries(document, 'promotions', '');
  return [
    ...businessFaults(business),
    ...duplicates(categories, 'id'),
    ...duplicates(items, 'id'),
    ...clashes(items, categories),
    ...duplicates(groups, 'id'),
    ...duplicates(promotions, 'code'),
    ...groups.flatMap(groupFaults),
    ...items.flatMap((item) => itemFaults(item, groups)),
    ...optionClashes(items, groups),
    ...promotions.flatMap((promotion) => promotionFaults(promotion, items, categories)),
  ];
}

function businessFaults(business: Fields): string[] {
  const faults: string[] = [];
  const zone = business['timezone'];
  if (typeof zone === 'string' && zone !== '' && !IANAZone.isValidZone(zone)) {
    faults.push(`/business/timezone must be an IANA time zone, '${zone}' is none`);
  }
  const hours = child(business, 'hours');
  faults.push(...weeklyFaults(child(hours, 'weekly'), '/business/hours/weekly'));
  const exceptions = entries(hours, 'exceptions', '/business/hours');
  faults.push(...duplicates(exceptions, 'date'));
  for (const { fields, path } of exceptions) {
    faults.push(
      ...dateFaults(fields, 'date', path),
      ...openingFaults(fields['hours'], `${path}/hours`),
    );
  }
  const streets = entries(
    child(child(business, 'delivery'), 'area'),
    'streets',
    '/business/delivery/area',
  );
  for (const { fields, path } of streets) {
    const { from, to } = fields;
    if (typeof from === 'number' && typeof to === 'number' && from > to) {
      faults.push(`${path}/from must not be greater than to (${to})`);
    }
  }
  return faults;
}

function groupFaults({ fields, path }: Entry): string[] {
  const options = entries(fields, 'options', path);
  const faults = duplicates(options, 'id');
  const { min, max } = fields;
  if (typeof min === 'number' && typeof max === 'number' && min > max) {
    faults.push(`${path}/min must not be greater than max (${max})`);
  } else if (typeof min === 'number' && options.length > 0 && min > options.length) {
    faults.push(`${path}/min must not be greater than the number of options (${options.length})`);
  }
  return faults;
}

function itemFaults({ fields, path }: Entry, groups: readonly Entry[]): string[] {
  const faults = unknownIds(fields, 'modifierGroups', groups, path, 'modifier group');
  faults.push(...timeFaults(fields['availability'], `${path}/availability`));
  const allergens = list(fields['allergens']);
  for (const [index, tag] of list(fields['dietary']).entries()) {
    const denied = typeof tag === 'string' ? (DENIED_BY_TAG.get(tag) ?? []) : [];
    const found = denied.filter((allergen) => allergens.includes(allergen));
    if (found.length > 0) {
      faults.push(`${path}/dietary/${index} is denied by the allergens: ${found.join(', ')}`);
    }
  }
  return faults;
}

/** The groups of one item share no option id, since an order names options by id alone. */
function optionClashes(items: readonly Entry[], groups: readonly Entry[]): string[] {
  const options = new Map(
    groups.map((group) => [
      idOf(group),
      new Set(entries(group.fields, 'options', '').map(idOf).filter(isText)),
    ]),
  );
  const faults: string[] = [];
  const reported = new Set<string>();
  for (const { fields, path } of items) {
    const owners = new Map<unknown, unknown>();
    for (const [index, groupId] of list(fields['modifierGroups']).entries()) {
      for (const option of options.get(groupId) ?? []) {
        const clash = `'${option}' of '${String(groupId)}'`;
        if (owners.has(option) && owners.get(option) !== groupId && !reported.has(clash)) {
          reported.add(clash);
          faults.push(`${path}/modifierGroups/${index} repeats the option ${clash}`);
        }
        owners.set(option, groupId);
      }
    }
  }
  return faults;
}

/** Dietary tags with the allergens that contradict them. */
const DENIED_BY_TAG = new Map<string, readonly string[]>([
  ['vegetarian', ['fish', 'shellfish', 'molluscs']],
  ['vegan', ['milk', 'egg', 'fish', 'shellfish', 'molluscs']],
  ['gluten-free', ['gluten']],
  ['dairy-free', ['milk']],
]);

function promotionFaults(
  { fields, path }: Entry,
  items: readonly Entry[],
  categories: readonly Entry[],
): string[] {
  const faults: string[] = [];
  const active = child(fields, 'active');
  const conditions = child(fields, 'conditions');
  const { startsOn, endsOn } = active;
  faults.push(
    ...unknownIds(fields, 'itemIds', items, path, 'item'),
    ...unknownIds(conditions, 'itemIds', items, `${path}/conditions`, 'item'),
    ...unknownIds(conditions, 'categoryIds', categories, `${path}/conditions`, 'category'),
    ...dateFaults(active, 'startsOn', `${path}/active`),
    ...dateFaults(active, 'endsOn', `${path}/active`),
    ...timeFaults(active['times'], `${path}/active/times`),
  );
  if (typeof startsOn === 'string' && typeof endsOn === 'string' && startsOn > endsOn) {
    faults.push(`${path}/active/endsOn must not be before startsOn (${startsOn})`);
  }
  return faults;
}

function unknownIds(
  fields: Fields,
  key: string,
  among: readonly Entry[],
  path: string,
  kind: string,
): string[] {
  const ids = list(fields[key]);
  const known = ids.length === 0 ? new Set() : new Set(among.map(idOf));
  return ids.flatMap((id, index) =>
    typeof id !== 'string' || known.has(id)
      ? []
      : [`${path}/${key}/${index} names '${id}', which is no ${kind}`],
  );
}

function duplicates(list: readonly Entry[], key: string): string[] {
  const first = new Map<string, string>();
  return list.flatMap(({ fields, path }) => {
    const value = fields[key];
    if (typeof value !== 'string') return [];
    const earlier = first.get(value);
    if (earlier !== undefined) return [`${path}/${key} '${value}' is already used at ${earlier}`];
    first.set(value, path);
    return [];
  });
}

/** Items and categories share no id: a model that names a category must be told that it is one. */
function clashes(items: readonly Entry[], categories: readonly Entry[]): string[] {
  const known = new Set(categories.map(idOf));
  return items
    .filter((item) => known.has(idOf(item)))
    .filter((item) => typeof idOf(item) === 'string')
    .map((item) => `${item.path}/id '${String(idOf(item))}' is also the id of a category`);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function idOf(entry: Entry): unknown {
  return entry.fields['id'];
}

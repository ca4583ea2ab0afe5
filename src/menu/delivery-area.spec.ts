import { areaAnswer, type AreaAnswer } from './delivery-area.js';

const BOTH = {
  description: 'Manhattan below 14th Street',
  postalCodes: ['10012', '10013'],
  streets: [
    { name: 'Broadway', to: 850 },
    { name: '5th Avenue', from: 1, to: 80 },
    { name: 'East Houston Street', side: 'odd' as const },
    { name: 'Mulberry Street' },
    { name: 'W 13th St', from: 100 },
  ],
};

describe('An area of postal codes and streets', () => {
  it.each<[string, AreaAnswer]>([
    ['118 Spring Street, New York, NY 10013', 'inside'],
    ['118 Spring Street 10013-2201', 'inside'],
    ['118 Spring Street, one zero zero one three', 'inside'],
    ['118 Spring Street, 1 0 0 1 three', 'inside'],
    ['one zero oh one two', 'inside'],
    ['200 East 90th Street, 10128', 'outside'],
    ['10012 Ocean Parkway, 11218', 'outside'],
    ['10012 Ocean Parkway', 'postal-code'],
    ['118 Spring Street', 'postal-code'],
    ['600 Broadway', 'inside'],
    ['six hundred broadway apartment 4', 'inside'],
    ['twelve hundred broadway', 'postal-code'],
    ['twenty one hundred broadway', 'postal-code'],
    ['twelve fifty broadway', 'postal-code'],
    ['twelve 5th avenue', 'inside'],
    ['900 Broadway', 'postal-code'],
    ['900 Broadway, 10003', 'outside'],
    ['900 Broadway, 10012', 'inside'],
    ['Broadway', 'house-number'],
    ['Broadway and Mulberry Street', 'inside'],
    ['12 Fifth Avenue', 'inside'],
    ['12 5th Ave.', 'inside'],
    ['4 5th Avenue', 'inside'],
    ['4 Fifth Avenue', 'inside'],
    ['12 5th Street', 'postal-code'],
    ['100 Fifth Avenue', 'postal-code'],
    ['33 E Houston St', 'inside'],
    ['34 East Houston Street', 'postal-code'],
    ['33 West Houston Street', 'postal-code'],
    ['118 Mulberry', 'inside'],
    ['118 Mulberry Street, Newark, 07102', 'outside'],
    ['118 North Mulberry Street', 'postal-code'],
    ['120 West Thirteenth Street', 'inside'],
    ['90 West 13th Street', 'postal-code'],
  ])('"%s": %s', (address, answer) => {
    expect(areaAnswer(address, BOTH)).toBe(answer);
  });
});

describe('An area of streets alone', () => {
  const area = { description: 'the old town', streets: [{ name: 'Calle Mayor', from: 1, to: 40 }] };

  it.each<[string, AreaAnswer]>([
    ['Calle Mayor 12', 'inside'],
    ['12 Calle Mayor', 'inside'],
    ['Calle Mayor 60', 'outside'],
    ['Calle Mayor', 'house-number'],
    ['Calle Menor 12', 'outside'],
  ])('"%s": %s', (address, answer) => {
    expect(areaAnswer(address, area)).toBe(answer);
  });
});

it('does not check an area that is described in words', () => {
  expect(areaAnswer('1 Far Away Road, 99999', 'Manhattan below 14th Street')).toBe('unchecked');
});

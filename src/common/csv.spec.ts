import { csvLine } from './csv.js';

describe('A line of CSV', () => {
  it.each([
    [['CA1', 42, null, 0], 'CA1,42,,0'],
    [['a, b', 'say "hi"', 'one\ntwo', ''], '"a, b","say ""hi""","one\ntwo",'],
    [['jalapeño'], 'jalapeño'],
    [[-5], '-5'],
  ])('keeps what its cells hold: %j', (values, line) => {
    expect(csvLine(values)).toBe(`${line}\r\n`);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['+1******0100', "'+1******0100"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['a=1', 'a=1'],
  ])('has no formula in it: %j', (text, expected) => {
    expect(csvLine([text])).toBe(`${expected}\r\n`);
  });
});

import type { Finding } from './finding.js';

/** Widths of the columns, in characters; longer texts go on in the next line. */
const COLUMNS = [
  { title: '', width: 7, of: ({ severity }: Finding) => severity },
  { title: 'Where', width: 24, of: ({ where }: Finding) => where },
  { title: 'Said or keyed', width: 24, of: ({ said }: Finding) => said },
  { title: 'What happens', width: 40, of: ({ problem }: Finding) => problem },
  { title: 'What to change', width: 36, of: ({ advice }: Finding) => advice },
] as const;

/** Longest text of a cell; the answer of the line may be a whole page of choices. */
const MAX_CELL = 160;

/** The findings as a table of plain text for a terminal. */
export function findingsTable(findings: readonly Finding[]): string {
  const rule = COLUMNS.map(({ width }) => '-'.repeat(width));
  const rows = [
    COLUMNS.map(({ title }) => title),
    rule,
    ...findings.map((finding) => COLUMNS.map(({ of }) => of(finding))),
  ];
  return rows.flatMap(linesOf).join('\n');
}

function linesOf(cells: readonly string[]): readonly string[] {
  const wrapped = cells.map((cell, at) => wrap(shortened(cell), COLUMNS[at]?.width ?? 0));
  const height = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, row) =>
    wrapped
      .map((lines, at) => (lines[row] ?? '').padEnd(COLUMNS[at]?.width ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function shortened(text: string): string {
  return text.length > MAX_CELL ? `${text.slice(0, MAX_CELL - 1)}…` : text;
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1) ?? '';
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

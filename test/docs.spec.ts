import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** The places that a document's links lead to, other sites and headings of its own aside. */
function linked(document: string): readonly string[] {
  const text = readFileSync(document, 'utf8');
  return [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(document), target));
}

describe('The documents', () => {
  it.each(DOCUMENTS)('%s links to what is there', (document) => {
    expect(linked(document).filter((target) => !existsSync(target))).toEqual([]);
  });

  it('are all in the index, which the README links', () => {
    expect(linked('README.md')).toContain('docs/README.md');
    const others = DOCUMENTS.filter((document) => document !== 'docs/README.md');
    expect(linked('docs/README.md')).toEqual(expect.arrayContaining(others));
  });

  it('name files and folders of the project that are there', () => {
    const named = [
      ...readFileSync('README.md', 'utf8').matchAll(/`((?:src|test|data|deploy|docs)\/[\w./-]+)`/g),
    ];
    expect(named.length).toBeGreaterThan(10);
    expect(named.map(([, path = '']) => path).filter((path) => !existsSync(path))).toEqual([]);
  });
});

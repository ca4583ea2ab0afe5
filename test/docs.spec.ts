import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { EnvironmentVariables } from '../src/config/environment-variables.js';

const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

/** Names of files and folders of the project. */
const PATH = /`((?:src|test|data|deploy|docs)\/[\w./-]+)`/g;

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

  it.each(['README.md', 'SECURITY.md'])(
    'name files and folders of the project that are there: %s',
    (document) => {
      const named = [...readFileSync(document, 'utf8').matchAll(PATH)];
      expect(named.length).toBeGreaterThan(10);
      expect(named.map(([, path = '']) => path).filter((path) => !existsSync(path))).toEqual([]);
    },
  );
});

describe('The protocol references', () => {
  it('have each section that a comment names', () => {
    const table = readFileSync('docs/protocols.md', 'utf8');
    const sections = [...table.matchAll(/^\| ([A-Z][^|]*?) *\|/gm)].flatMap(([, cell = '']) => {
      const [first = '', last] = cell.split(' – ');
      if (last === undefined) return cell.split(', ');
      const [chapter = '', from] = first.split('.');
      const to = Number(last.split('.')[1]);
      return Array.from({ length: to }, (_, index) => `${chapter}.${index + 1}`).slice(
        Number(from) - 1,
      );
    });
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join('src', file), 'utf8').replaceAll(/\n\s*(\*|\/\/) /g, ' '));
    const named = sources.flatMap((source) =>
      [...source.matchAll(/\b(?:protocol|openai-2027) ([A-Z][\d.]*(?:, [A-Z][\d.]*)*)/g)].flatMap(
        ([, list = '']) => list.split(', ').map((section) => section.replace(/\.$/, '')),
      ),
    );
    expect(named.length).toBeGreaterThan(30);
    expect([...new Set(named)].filter((section) => !sections.includes(section))).toEqual([]);
  });
});

describe('The runbook', () => {
  it('has a paragraph for each alert, in the order of the alerts', () => {
    const alerts = readFileSync('deploy/prometheus/alerts.yml', 'utf8');
    const runbook = readFileSync('docs/runbook.md', 'utf8');
    const names = [...alerts.matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    const headings = [...runbook.matchAll(/^## (VoicePlate\w+)$/gm)].map(([, heading]) => heading);
    expect(names.length).toBeGreaterThan(20);
    expect(headings).toEqual(names);
  });
});

describe('The threats of SECURITY.md', () => {
  const [, threats = ''] =
    /## Threats\n(.*?)\n## /s.exec(readFileSync('SECURITY.md', 'utf8')) ?? [];
  const rows = threats
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, threat = '', stops = '']) => stops !== '' && !/^(Threat|-+)$/.test(threat))
    .map(([, threat = '', stops = '', test = '']) => ({ threat, stops, test }));

  it('are all there', () => expect(rows.length).toBeGreaterThan(25));

  it.each(rows)('is stopped by something and shown by a test: $threat', ({ stops, test }) => {
    expect(stops).toMatch(/`(src|deploy)\/[^`]+`/);
    const files = [...test.matchAll(PATH)].map(([, path = '']) => path);
    expect(files.filter((file) => file.endsWith('spec.ts'))).not.toEqual([]);
    const texts = files.map((file) => readFileSync(file, 'utf8').replaceAll('\\', ''));
    const titles = [...test.matchAll(/"([^"]+)"/g)].map(([, title = '']) => title);
    expect(titles.filter((title) => !texts.some((text) => text.includes(title)))).toEqual([]);
  });
});

describe('What documents for operators name', () => {
  const documents = ['troubleshooting', 'runbook', 'deployment'].map((name) => ({
    name,
    text: readFileSync(`docs/${name}.md`, 'utf8'),
  }));
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
    .map((file) => readFileSync(join('src', file), 'utf8'))
    .join('\n');
  const answers = JSON.parse(readFileSync('src/app.examples.json', 'utf8')) as Record<
    string,
    unknown
  >;
  const all = (pattern: RegExp): readonly RegExpMatchArray[] =>
    documents.flatMap(({ text }) => [...text.matchAll(pattern)]);

  it('are metrics that are there', () => {
    const names = all(/\bvoiceplate_[a-z_]+[a-z]\b/g).map(([name]) => name);
    expect(names.length).toBeGreaterThan(10);
    expect(
      names.filter((name) => !sources.includes(`'${name.replace('voiceplate_', '')}'`)),
    ).toEqual([]);
  });

  it('are lines of the log that are there', () => {
    const lines = all(/\b[Ll]og(?: line)? `([^`]+)`/g).map(([, line = '']) => line);
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => !sources.includes(`'${line}'`))).toEqual([]);
  });

  it('are fields of answers that are there', () => {
    const fields = all(/`([\w.]+)`(?: and `[\w.]+`)? of `(\/[\w/:]+)`/g);
    expect(fields.length).toBeGreaterThan(15);
    const absent = fields.filter(([, field = '', path = '']) => {
      const answer = answers[`get ${path.replace(/:(\w+)/, '{$1}')} 200`];
      return !JSON.stringify(answer ?? null).includes(`"${field}":`);
    });
    expect(absent.map(([text]) => text)).toEqual([]);
  });

  it('are variables that are there', () => {
    const known = Object.keys(new EnvironmentVariables());
    const names = [...(documents[0]?.text.matchAll(/`([A-Z][A-Z\d]*(?:_[A-Z\d]+)+)[=`]/g) ?? [])];
    expect(names.length).toBeGreaterThan(30);
    expect(names.map(([, name = '']) => name).filter((name) => !known.includes(name))).toEqual([]);
  });

  it('are commands that are there', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const commands = all(/`npm (?:run )?(?:-s )?([a-z:]+)/g).map(([, name = '']) => name);
    expect(commands.length).toBeGreaterThan(4);
    expect(commands.filter((name) => !(name in scripts) && name !== 'ci')).toEqual([]);
  });
});

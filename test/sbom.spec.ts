import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The part of a CycloneDX document that is looked at. */
interface Bom {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly licenses?: readonly {
      readonly license?: { readonly id?: string };
      readonly expression?: string;
    }[];
    readonly hashes?: readonly unknown[];
  }[];
}

interface LockFile {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly dev?: true }>>;
}

/** SPDX names of licences that let an MIT work be passed on together with the package. */
const LICENCES = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Python-2.0',
];

const json = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

describe('The bill of materials', () => {
  const bom = JSON.parse(execFileSync('npm', ['run', '-s', 'sbom'], { encoding: 'utf8' })) as Bom;
  const listed = bom.components.map(({ name, version }) => `${name}@${version}`);

  it('holds the production packages of the lock file, and no others', () => {
    expect(bom.bomFormat).toBe('CycloneDX');
    const { packages } = json<LockFile>('package-lock.json');
    const production = Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && dev !== true)
      .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`);
    expect(listed.toSorted()).toEqual([...new Set(production)].toSorted());
    const names = bom.components.map(({ name }) => name);
    const { dependencies } = json<{ dependencies: Record<string, string> }>('package.json');
    // Development packages need express and rxjs as well.
    expect(names).toEqual(
      expect.arrayContaining([...Object.keys(dependencies), 'express', 'rxjs']),
    );
    expect(names.filter((name) => /^(jest|knip|oxlint|prettier|tsx)$/.test(name))).toEqual([]);
  });

  it('holds nothing whose licence does not go with MIT, and a hash of each', () => {
    const licenceOf = ({ name, licenses }: Bom['components'][number]): string | undefined => {
      if (licenses !== undefined) return licenses[0]?.license?.id ?? licenses[0]?.expression;
      // The lock file does not know how packages named their licence before 2014.
      type Old = { readonly licenses?: readonly { readonly type: string }[] };
      return json<Old>(`node_modules/${name}/package.json`).licenses?.[0]?.type;
    };
    const odd = bom.components
      .map((one) => [one.name, licenceOf(one) ?? 'none', one.hashes?.length] as const)
      .filter(([, licence, hashes]) => hashes !== 1 || !LICENCES.includes(licence));
    expect(odd).toEqual([]);
  });
});

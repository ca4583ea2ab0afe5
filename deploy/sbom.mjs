// Prints the bill of materials of what runs in production, as CycloneDX JSON: from the lock file
// alone, so nothing has to be installed.
//
// `npm sbom --omit dev` leaves out every package that a development package needs as well, express
// among them (npm 10 and 11). So everything is listed, and what npm marks as development dropped.
import { execFileSync } from 'node:child_process';

const LIST = ['sbom', '--package-lock-only', '--sbom-type=application', '--sbom-format=cyclonedx'];
const MARK = 'cdx:npm:package:development';

const bom = JSON.parse(execFileSync('npm', LIST, { encoding: 'utf8', maxBuffer: 2 ** 26 }));
const components = bom.components.filter(
  ({ properties = [] }) => !properties.some(({ name, value }) => name === MARK && value === 'true'),
);
const refs = new Set([bom.metadata.component, ...components].map((one) => one['bom-ref']));
const dependencies = bom.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
process.stdout.write(`${JSON.stringify({ ...bom, components, dependencies }, null, 2)}\n`);

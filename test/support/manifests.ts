import { at, filesIn, manifestsOf, type Mapping } from './deployment.js';

/** The folder of the Kubernetes manifests. */
export const K8S = 'deploy/k8s';

/** Files with manifests, those of components included. */
export const manifestFiles = filesIn(K8S).filter(
  (path) => path.endsWith('.yaml') && !path.endsWith('kustomization.yaml'),
);

/** Every manifest of these files. */
export const manifests = manifestFiles.flatMap(manifestsOf);

/** The manifest of this kind and name; throws when there is none. */
export function manifest(kind: string, name = 'voiceplate'): Mapping {
  const found = manifests.find((one) => one.kind === kind && at(one, 'metadata.name') === name);
  if (found === undefined) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

import { validate as hpa } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler';
import { validate as ingress } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1Ingress';
import { validate as namespace } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Namespace';
import { validate as networkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as disruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import { validate as secret } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Secret';
import { validate as service } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as deployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as statefulSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet';

/** Compiled from Kubernetes' OpenAPI document. It ignores fields that it does not know. */
type Validator = ((manifest: unknown) => boolean) & {
  errors?: readonly { instancePath: string; keyword: string; params: object }[] | null;
};

const VALIDATORS: Readonly<Record<string, Validator>> = {
  'v1 Namespace': namespace,
  'v1 Secret': secret,
  'v1 Service': service,
  'apps/v1 Deployment': deployment,
  'apps/v1 StatefulSet': statefulSet,
  'autoscaling/v2 HorizontalPodAutoscaler': hpa,
  'networking.k8s.io/v1 Ingress': ingress,
  'networking.k8s.io/v1 NetworkPolicy': networkPolicy,
  'policy/v1 PodDisruptionBudget': disruptionBudget,
};

/**
 * What Kubernetes would refuse about a manifest, as `path: reason`; empty when it is in order.
 * Misspelt fields count, and so does a kind that is not among those above.
 */
export function faultsOf(manifest: Readonly<Record<string, unknown>>): string[] {
  const kind = `${String(manifest.apiVersion)} ${String(manifest.kind)}`;
  const validate = VALIDATORS[kind];
  if (validate === undefined) return [`/kind: ${kind} is not known`];
  const read = new Set<string>();
  validate(watched(manifest, '', read));
  const faults = (validate.errors ?? []).map(
    ({ instancePath, keyword, params }) => `${instancePath}: ${keyword} ${JSON.stringify(params)}`,
  );
  return [...faults, ...unread(manifest, '', read)];
}

/** A validator reads every field that its schema names, so what it never reads is misspelt. */
function watched(value: unknown, path: string, read: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const inner = `${path}/${String(key)}`;
      read.add(inner);
      return watched(Reflect.get(target, key), inner, read);
    },
  });
}

function unread(value: unknown, path: string, read: ReadonlySet<string>): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}/${key}`;
    return read.has(at) ? unread(inner, at, read) : [`${at}: no such field`];
  });
}

/** Warnings about AWS calls and Kubernetes kinds that a snapshot lacks, where something in it shows that they matter. */
import type { Bundle, SnapshotWarning } from './bundle.js';
import { AWS_CALLS, KUBERNETES_KINDS } from './calls.js';
import { collectedKinds, type CapturedHome } from './collected.js';
import type { Signs } from './signs.js';

/** `No ec2:DescribeNetworkAcls for 111122223333/us-east-1: NACLs are taken as unknown, …` */
export function missingCallWarnings(homes: readonly CapturedHome[], signs: Signs): SnapshotWarning[] {
  return homes.flatMap(({ home, operations }) => {
    const found = signs(home);
    return AWS_CALLS.filter(({ operation, neededBy }) => !operations.has(operation) && neededBy.some((sign) => found.has(sign))).map(
      ({ operation, lost }) => ({
        code: 'MISSING_CALL',
        message: `No ${operation} for ${home.accountId}/${home.region}: ${lost}`,
        path: null,
      }),
    );
  });
}

/** `No Pod list for cluster demo: …` A snapshot without AWS data is about policies alone, and needs less. */
export function missingKindWarnings(bundle: Bundle): SnapshotWarning[] {
  const wanted = KUBERNETES_KINDS.filter(({ forPolicies }) => forPolicies || bundle.aws.length > 0);
  const kindsOf = new Map<string, Set<string>>();
  for (const capture of bundle.kubernetes) {
    kindsOf.set(capture.cluster, new Set([...(kindsOf.get(capture.cluster) ?? []), ...collectedKinds(capture)]));
  }
  return [...kindsOf].flatMap(([cluster, kinds]) =>
    wanted
      .filter(({ kind }) => !kinds.has(kind))
      .map(({ kind, lost }) => ({
        code: 'MISSING_CALL',
        message: `No ${kind} list for ${cluster === '' ? 'the cluster' : `cluster ${cluster}`}: ${lost}`,
        path: null,
      })),
  );
}

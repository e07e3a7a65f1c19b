/** The account and Region that a path declares: `…/111122223333/us-east-1/vpcs.json` or `…/us-east-1/vpcs.json`. */
import { isAccountId, isRegionName } from '../snapshot/capture-place.js';

export interface DeclaredPlace {
  readonly accountId: string | null;
  readonly region: string | null;
  /** The files of one directory were captured together. */
  readonly directory: string;
}

/** Reads the directories of a path; those nearest to the file count. The file's own name says nothing. */
export function declaredPlace(path: string): DeclaredPlace {
  const directories = path.replaceAll('\\', '/').split('/').slice(0, -1);
  const at = directories.findLastIndex(isRegionName);
  const region = directories[at] ?? null;
  const above = directories[at - 1];
  return { accountId: above !== undefined && isAccountId(above) ? above : null, region, directory: directories.join('/') };
}

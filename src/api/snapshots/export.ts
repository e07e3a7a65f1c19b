/** How an exported bundle travels: its file name, and whether gzipped. */
import type { SnapshotRow } from '../../store/snapshot.entity.js';

/** A file name that every system takes: `prod-2026-11-20T100000Z.json`. */
export function exportName({ name, capturedAt }: Pick<SnapshotRow, 'name' | 'capturedAt'>): string {
  return `${name.replace(/[^A-Za-z0-9._-]+/g, '_')}-${capturedAt.replaceAll(':', '')}.json`;
}

/** Does the client take gzip (RFC 9110, section 12.5.3)? Without the header it might not. */
export function acceptsGzip(header: string | string[] | undefined): boolean {
  const codings = [header ?? []]
    .flat()
    .join(',')
    .split(',')
    .map((coding) => coding.trim().toLowerCase().replaceAll(' ', ''));
  return codings.some((coding) => /^(gzip|\*)(;q=(?!0(\.0*)?$).*)?$/.test(coding));
}

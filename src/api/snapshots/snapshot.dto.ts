/** What a client sees of a snapshot. */
import { z } from 'zod';
import type { SnapshotRow } from '../../store/snapshot.entity.js';
import { pageOf, pagingFields } from '../http/paging.dto.js';

const WarningDto = z
  .object({
    code: z.string(),
    message: z.string(),
    path: z.string().nullable().describe('Where in the upload; null when it is about the whole.'),
  })
  .meta({ id: 'SnapshotWarning' });

export const SnapshotDto = z
  .object({
    id: z.string(),
    name: z.string(),
    capturedAt: z.string().describe('RFC 3339, UTC.'),
    createdAt: z.string().describe('RFC 3339, UTC.'),
    contentHash: z.string().describe('The same content is kept once.'),
    counts: z.record(z.string(), z.int()).describe('Resources by kind.'),
    warnings: z.array(WarningDto).describe('What the snapshot lacks, and what of the upload was left out.'),
  })
  .meta({ id: 'Snapshot' });
export type SnapshotDto = z.infer<typeof SnapshotDto>;

export const SnapshotPageDto = pageOf(SnapshotDto).meta({ id: 'SnapshotPage' });
export type SnapshotPageDto = z.infer<typeof SnapshotPageDto>;

export const SnapshotListQuery = z.strictObject(pagingFields);
export type SnapshotListQuery = z.infer<typeof SnapshotListQuery>;

/** A stored snapshot as a client sees it. */
export function snapshotDto(row: SnapshotRow): SnapshotDto {
  const { id, name, capturedAt, createdAt, contentHash, counts, warnings } = row;
  return { id, name, capturedAt, createdAt, contentHash, counts: { ...counts }, warnings: [...warnings] };
}

/** How a snapshot lies in the database: what lists and answers need in one table, the (redacted, gzipped) documents apart in another. */
import { EntitySchema } from 'typeorm';
import type { SnapshotWarning } from '../snapshot/bundle.js';
import { byteCountColumn, bytesType, momentColumn, type Dialect } from './dialect.js';

export interface SnapshotRow {
  readonly id: string;
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly capturedAt: string;
  readonly createdAt: string;
  /** `sha256:` and hexadecimal digits; the same content is kept once. */
  readonly contentHash: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly warnings: readonly SnapshotWarning[];
}

export interface SnapshotDocumentRow {
  readonly snapshotId: string;
  /** The bundle as gzipped JSON. */
  readonly bundle: Buffer;
  /** Length of the JSON before compression. */
  readonly bytes: number;
}

export const SNAPSHOT = 'snapshot';
export const SNAPSHOT_DOCUMENT = 'snapshot_document';

export const snapshotEntity = new EntitySchema<SnapshotRow>({
  name: SNAPSHOT,
  columns: {
    id: { type: 'varchar', length: 36, primary: true, primaryKeyConstraintName: 'pk_snapshot' },
    name: { type: 'varchar' },
    capturedAt: { ...momentColumn, name: 'captured_at' },
    createdAt: { ...momentColumn, name: 'created_at' },
    contentHash: { type: 'varchar', length: 71, name: 'content_hash' },
    counts: { type: 'simple-json' },
    warnings: { type: 'simple-json' },
  },
  indices: [
    { name: 'ux_snapshot_content_hash', columns: ['contentHash'], unique: true },
    { name: 'ix_snapshot_captured_at', columns: ['capturedAt', 'id'] },
    { name: 'ix_snapshot_name_captured_at', columns: ['name', 'capturedAt', 'id'] },
  ],
});

/** The table of the documents; deleting a snapshot deletes its documents. */
export function snapshotDocumentEntity(dialect: Dialect): EntitySchema<SnapshotDocumentRow> {
  return new EntitySchema<SnapshotDocumentRow>({
    name: SNAPSHOT_DOCUMENT,
    columns: {
      snapshotId: {
        type: 'varchar',
        length: 36,
        name: 'snapshot_id',
        primary: true,
        primaryKeyConstraintName: 'pk_snapshot_document',
      },
      bundle: { type: bytesType(dialect) },
      bytes: byteCountColumn,
    },
    foreignKeys: [
      {
        name: 'fk_snapshot_document_snapshot',
        target: SNAPSHOT,
        columnNames: ['snapshotId'],
        referencedColumnNames: ['id'],
        onDelete: 'CASCADE',
      },
    ],
  });
}

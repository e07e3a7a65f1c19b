/** How a finished trace lies in the database: its question and its answer, so that a link in a ticket stays true after the snapshot is gone. */
import { EntitySchema } from 'typeorm';
import { bytesType, momentColumn, type Dialect } from './dialect.js';

export interface TraceRow {
  readonly id: string;
  readonly snapshotId: string;
  readonly createdAt: string;
  readonly engineVersion: string;
  /** The request as it was understood. */
  readonly question: object;
  /** The answer as gzipped JSON. */
  readonly answer: Buffer;
}

export const TRACE = 'trace';

/** The table of traces. It has no foreign key to the snapshots: a trace outlives its snapshot on purpose. */
export function traceEntity(dialect: Dialect): EntitySchema<TraceRow> {
  return new EntitySchema<TraceRow>({
    name: TRACE,
    columns: {
      id: { type: 'varchar', length: 36, primary: true, primaryKeyConstraintName: 'pk_trace' },
      snapshotId: { type: 'varchar', length: 36, name: 'snapshot_id' },
      createdAt: { ...momentColumn, name: 'created_at' },
      engineVersion: { type: 'varchar', length: 32, name: 'engine_version' },
      question: { type: 'simple-json' },
      answer: { type: bytesType(dialect) },
    },
    indices: [{ name: 'ix_trace_snapshot_id', columns: ['snapshotId'] }],
  });
}

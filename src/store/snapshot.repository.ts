/** Snapshots in the database: kept whole or not at all, found by any form of reference, listed newest first. */
import type { FindOptionsWhere } from 'typeorm';
import { LessThan, LessThanOrEqual } from 'typeorm';
import type { Database } from './database.js';
import { SNAPSHOT, SNAPSHOT_DOCUMENT, type SnapshotDocumentRow, type SnapshotRow } from './snapshot.entity.js';
import type { SnapshotReference } from './snapshot-reference.js';

export interface SnapshotPage {
  readonly items: readonly SnapshotRow[];
  /** The id to go on after; null at the end. */
  readonly next: string | null;
}

export class SnapshotRepository {
  constructor(private readonly database: Database) {}

  /**
   * Keeps a snapshot with its documents. When the same content is there already, that one is returned with `created: false`,
   * also when another process inserted it in the meantime (the databases report that differently, so: insert, and look up on failure).
   */
  async insert(row: SnapshotRow, document: Omit<SnapshotDocumentRow, 'snapshotId'>): Promise<{ row: SnapshotRow; created: boolean }> {
    const existing = await this.findByContentHash(row.contentHash);
    if (existing !== null) return { row: existing, created: false };
    try {
      await this.database.write(async (manager) => {
        await manager.getRepository<SnapshotRow>(SNAPSHOT).insert(row);
        await manager.getRepository<SnapshotDocumentRow>(SNAPSHOT_DOCUMENT).insert({ snapshotId: row.id, ...document });
      });
      return { row, created: true };
    } catch (error) {
      const winner = await this.findByContentHash(row.contentHash);
      if (winner === null) throw error;
      return { row: winner, created: false };
    }
  }

  /** The snapshot that a reference names, or null. */
  async find(reference: SnapshotReference): Promise<SnapshotRow | null> {
    if (reference.by === 'id') return this.snapshots.findOneBy({ id: reference.id });
    const where: FindOptionsWhere<SnapshotRow> = {
      ...(reference.name === null ? {} : { name: reference.name }),
      ...(reference.until === null ? {} : { capturedAt: LessThanOrEqual(reference.until) }),
    };
    return this.snapshots.findOne({ where, order: { capturedAt: 'DESC', id: 'DESC' } });
  }

  /** The snapshot with this content, or null. */
  async findByContentHash(contentHash: string): Promise<SnapshotRow | null> {
    return this.snapshots.findOneBy({ contentHash });
  }

  /** A page of snapshots, those ingested last first, after the id `after` where given. */
  async list(limit: number, after: string | null): Promise<SnapshotPage> {
    const where = after === null ? {} : { id: LessThan(after) };
    const rows = await this.snapshots.find({ where, order: { id: 'DESC' }, take: limit + 1 });
    const items = rows.slice(0, limit);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** The documents of a snapshot, or null. */
  async document(id: string): Promise<SnapshotDocumentRow | null> {
    return this.database.read.getRepository<SnapshotDocumentRow>(SNAPSHOT_DOCUMENT).findOneBy({ snapshotId: id });
  }

  /** Deletes a snapshot with its documents; false when there was none. */
  async delete(id: string): Promise<boolean> {
    const result = await this.database.write((manager) => manager.getRepository<SnapshotRow>(SNAPSHOT).delete({ id }));
    return (result.affected ?? 0) > 0;
  }

  private get snapshots() {
    return this.database.read.getRepository<SnapshotRow>(SNAPSHOT);
  }
}

/** The first tables: snapshots, their documents, and finished traces. Never edited afterwards; a change is a new migration. */
import { Table, TableForeignKey, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const id = { type: 'varchar', length: '36' };
const moment = { type: 'varchar', length: '24' };

export class CreateSnapshotsAndTraces1763640000000 implements MigrationInterface {
  readonly name = 'CreateSnapshotsAndTraces1763640000000';

  async up(runner: QueryRunner): Promise<void> {
    const bytes = runner.connection.options.type === 'postgres' ? 'bytea' : 'blob';
    await runner.createTable(
      new Table({
        name: 'snapshot',
        columns: [
          { name: 'id', ...id, isPrimary: true, primaryKeyConstraintName: 'pk_snapshot' },
          { name: 'name', type: 'varchar' },
          { name: 'captured_at', ...moment },
          { name: 'created_at', ...moment },
          { name: 'content_hash', type: 'varchar', length: '71' },
          { name: 'counts', type: 'text' },
          { name: 'warnings', type: 'text' },
        ],
        indices: [
          new TableIndex({ name: 'ux_snapshot_content_hash', columnNames: ['content_hash'], isUnique: true }),
          new TableIndex({ name: 'ix_snapshot_captured_at', columnNames: ['captured_at', 'id'] }),
          new TableIndex({ name: 'ix_snapshot_name_captured_at', columnNames: ['name', 'captured_at', 'id'] }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'snapshot_document',
        columns: [
          { name: 'snapshot_id', ...id, isPrimary: true, primaryKeyConstraintName: 'pk_snapshot_document' },
          { name: 'bundle', type: bytes },
          { name: 'bytes', type: 'bigint' },
        ],
        foreignKeys: [
          new TableForeignKey({
            name: 'fk_snapshot_document_snapshot',
            columnNames: ['snapshot_id'],
            referencedTableName: 'snapshot',
            referencedColumnNames: ['id'],
            onDelete: 'CASCADE',
          }),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'trace',
        columns: [
          { name: 'id', ...id, isPrimary: true, primaryKeyConstraintName: 'pk_trace' },
          { name: 'snapshot_id', ...id },
          { name: 'created_at', ...moment },
          { name: 'engine_version', type: 'varchar', length: '32' },
          { name: 'question', type: 'text' },
          { name: 'answer', type: bytes },
        ],
        indices: [new TableIndex({ name: 'ix_trace_snapshot_id', columnNames: ['snapshot_id'] })],
      }),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('trace');
    await runner.dropTable('snapshot_document');
    await runner.dropTable('snapshot');
  }
}

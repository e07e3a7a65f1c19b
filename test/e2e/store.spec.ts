/** The store against a real database: schema, parallel writes, all-or-nothing inserts, references, pages, and traces written behind. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../src/store/database.js';
import { createDataSource } from '../../src/store/data-source.js';
import { SNAPSHOT, SNAPSHOT_DOCUMENT, type SnapshotRow } from '../../src/store/snapshot.entity.js';
import { SnapshotRepository } from '../../src/store/snapshot.repository.js';
import { parseSnapshotReference } from '../../src/store/snapshot-reference.js';
import type { TraceRow } from '../../src/store/trace.entity.js';
import { TraceRepository, type FinishedTrace } from '../../src/store/trace.repository.js';
import { uuidV7 } from '../../src/store/uuid-v7.js';
import { freshDatabase, type FreshDatabase } from './support/fresh-database.js';

let fresh: FreshDatabase;
let database: Database;
let snapshots: SnapshotRepository;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await Database.open(fresh.settings);
  snapshots = new SnapshotRepository(database);
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

beforeEach(async () => {
  await database.write((manager) => manager.getRepository(SNAPSHOT).createQueryBuilder().delete().execute());
});

function snapshot(changes: Partial<SnapshotRow> = {}): SnapshotRow {
  const id = uuidV7();
  return {
    id,
    name: 'prod',
    capturedAt: '2026-11-20T10:00:00Z',
    createdAt: '2026-11-20T10:00:01.250Z',
    contentHash: `sha256:${id.replaceAll('-', '').padEnd(64, '0')}`,
    counts: { vpc: 1 },
    warnings: [{ code: 'MISSING_CALL', message: 'No ec2:DescribeNetworkAcls: “unknown” \u0000', path: null }],
    ...changes,
  };
}

const document = { bundle: Buffer.from([0, 1, 2, 255]), bytes: 5_000_000_000 };

async function find(reference: string): Promise<SnapshotRow | null> {
  const parsed = parseSnapshotReference(reference);
  return parsed === null ? null : snapshots.find(parsed);
}

describe('the schema', () => {
  it('is what the entities say, without drift, after the migrations', async () => {
    const source = await createDataSource(fresh.settings).initialize();
    const drift = await source.driver.createSchemaBuilder().log();
    await source.destroy();
    expect(drift.upQueries.map(({ query }) => query)).toEqual([]);
  });

  it('survives several processes that open an empty database at once', async () => {
    const other = await freshDatabase();
    const together = other.settings.dialect === 'postgres' ? 4 : 1;
    const opened = await Promise.all(Array.from({ length: together }, () => Database.open(other.settings)));
    await Promise.all(opened.map((one) => one.ping()));
    await Promise.all(opened.map((one) => one.close()));
    await other.drop();
  });

  it('can be taken back', async () => {
    const other = await freshDatabase();
    const database = await Database.open(other.settings);
    const source = await createDataSource(other.settings).initialize();
    await source.undoLastMigration();
    expect(await source.createQueryRunner().hasTable('snapshot')).toBe(false);
    await source.destroy();
    await database.close();
    await other.drop();
  });
});

describe('snapshots', () => {
  it('come back as they were put in', async () => {
    const row = snapshot();
    expect(await snapshots.insert(row, document)).toEqual({ row, created: true });
    expect(await find(row.id)).toEqual(row);
    expect(await snapshots.document(row.id)).toEqual({ snapshotId: row.id, ...document });
  });

  it('are kept once for the same content, also when it is posted many times at once', async () => {
    const contentHash = `sha256:${'a'.repeat(64)}`;
    const answers = await Promise.all(Array.from({ length: 12 }, () => snapshots.insert(snapshot({ contentHash }), document)));
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(new Set(answers.map(({ row }) => row.id)).size).toBe(1);
  });

  it('are kept with their documents or not at all', async () => {
    const row = snapshot();
    await expect(snapshots.insert(row, { ...document, bundle: null as unknown as Buffer })).rejects.toThrow();
    expect(await find(row.id)).toBeNull();
  });

  it('can be written by many requests at once without losing one or showing one that fails', async () => {
    const rows = Array.from({ length: 25 }, () => snapshot());
    const failing = database.write(async (manager) => {
      await manager.getRepository<SnapshotRow>(SNAPSHOT).insert(snapshot({ name: 'never' }));
      expect(await find('never@latest')).toBeNull();
      throw new Error('taken back');
    });
    await Promise.all([expect(failing).rejects.toThrow('taken back'), ...rows.map((row) => snapshots.insert(row, document))]);
    expect((await snapshots.list(500, null)).items).toHaveLength(25);
    expect(await find('never@latest')).toBeNull();
  });

  it('are found by every form of reference', async () => {
    const old = snapshot({ name: 'dev', capturedAt: '2026-11-19T10:00:00Z' });
    const noon = snapshot({ name: 'dev', capturedAt: '2026-11-20T12:00:00Z' });
    const again = snapshot({ name: 'dev', capturedAt: '2026-11-20T12:00:00Z' });
    const other = snapshot({ name: 'prod', capturedAt: '2026-11-20T11:59:59.999Z' });
    for (const row of [noon, again, other, old]) await snapshots.insert(row, document);
    expect((await find('latest'))?.id).toBe(again.id);
    expect((await find('dev@latest'))?.id).toBe(again.id);
    expect((await find('prod@latest'))?.id).toBe(other.id);
    expect((await find('dev@2026-11-20T11:59Z'))?.id).toBe(old.id);
    expect((await find('dev@2026-11-20T12:00Z'))?.id).toBe(again.id);
    expect((await find('dev@2026-11-20T14:00+02:00'))?.id).toBe(again.id);
    expect(await find('dev@2026-11-19T09:59:59Z')).toBeNull();
    expect(await find('nobody@latest')).toBeNull();
    expect(await find(uuidV7())).toBeNull();
  });

  it('are listed newest first, page by page', async () => {
    const rows = Array.from({ length: 5 }, () => snapshot());
    for (const row of rows) await snapshots.insert(row, document);
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await snapshots.list(2, after);
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(rows.map(({ id }) => id).reverse());
  });

  it('go with their documents', async () => {
    const row = snapshot();
    await snapshots.insert(row, document);
    expect(await snapshots.delete(row.id)).toBe(true);
    expect(await database.read.getRepository(SNAPSHOT_DOCUMENT).countBy({ snapshotId: row.id })).toBe(0);
    expect(await snapshots.delete(row.id)).toBe(false);
  });
});

describe('traces', () => {
  const trace = (): TraceRow => ({
    id: uuidV7(),
    snapshotId: uuidV7(),
    createdAt: '2026-11-20T10:00:00Z',
    engineVersion: '0.1.0',
    question: { from: 'pod/a/b' },
    answer: Buffer.from('x'),
  });

  const finished = ({ answer, ...rest }: TraceRow): FinishedTrace => ({ ...rest, pack: () => Promise.resolve(answer) });

  it('can be read at once and after they were written', async () => {
    const traces = new TraceRepository(database, (error) => expect.unreachable(String(error)));
    const rows = Array.from({ length: 250 }, trace);
    traces.keep(rows.slice(0, 120).map(finished));
    traces.keep(rows.slice(120).map(finished));
    const last = rows[249];
    expect(await traces.find(last?.id ?? '')).toEqual(last);
    await traces.settled();
    const fromDatabase = new TraceRepository(database, () => undefined);
    for (const row of rows) expect(await fromDatabase.find(row.id)).toEqual(row);
    expect(await fromDatabase.find(uuidV7())).toBeNull();
  });

  it('tell of a write that failed and go on', async () => {
    const failures: unknown[] = [];
    const traces = new TraceRepository(database, (error) => failures.push(error));
    const row = trace();
    traces.keep([{ ...finished(row), pack: () => Promise.reject(new Error('no memory')) }]);
    await traces.settled();
    expect(failures).toHaveLength(1);
    traces.keep([finished(row)]);
    await traces.settled();
    expect(await new TraceRepository(database, () => undefined).find(row.id)).toEqual(row);
  });
});

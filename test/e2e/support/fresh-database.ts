/** An empty database for one test file: a SQLite file of its own, or a PostgreSQL schema of its own where DATABASE_URL names a server. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { DatabaseSettings } from '../../../src/config/environment.js';

export interface FreshDatabase {
  readonly settings: DatabaseSettings;
  drop(): Promise<void>;
}

export async function freshDatabase(): Promise<FreshDatabase> {
  const url = process.env['DATABASE_URL'];
  return url === undefined ? freshFile() : freshSchema(url);
}

async function freshFile(): Promise<FreshDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'packetpath-test-'));
  return {
    settings: { dialect: 'sqlite', file: join(folder, 'deep', 'test.sqlite') },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

async function freshSchema(url: string): Promise<FreshDatabase> {
  const schema = `test_${randomBytes(6).toString('hex')}`;
  await run(url, `CREATE SCHEMA ${schema}`);
  const own = new URL(url);
  own.searchParams.set('options', `-c search_path=${schema}`);
  return { settings: { dialect: 'postgres', url: own.href }, drop: () => run(url, `DROP SCHEMA ${schema} CASCADE`) };
}

async function run(url: string, statement: string): Promise<void> {
  const source = await new DataSource({ type: 'postgres', url }).initialize();
  await source.query(statement).finally(() => source.destroy());
}

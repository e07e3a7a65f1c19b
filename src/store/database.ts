/** The open database: reads go to any connection, writes of SQLite go one after another through a connection of their own. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DataSource, EntityManager } from 'typeorm';
import type { DatabaseSettings } from '../config/environment.js';
import { createDataSource } from './data-source.js';
import { migrate } from './migrate.js';

/**
 * TypeORM has one connection for a SQLite data source, so overlapping transactions break and other requests see rows that aren't
 * committed. Hence a second data source for reading (the file is in WAL mode) and a queue before the writer.
 */
export class Database {
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly writer: DataSource,
    private readonly reader: DataSource,
  ) {}

  /** Opens the database, creates the folder of a SQLite file, and migrates. Rejects with the driver's error when it can't be reached. */
  static async open(settings: DatabaseSettings): Promise<Database> {
    if (settings.dialect === 'sqlite') await mkdir(dirname(settings.file), { recursive: true });
    const writer = await createDataSource(settings).initialize();
    await migrate(writer);
    const reader = settings.dialect === 'sqlite' ? await createDataSource(settings).initialize() : writer;
    return new Database(writer, reader);
  }

  /** For queries that change nothing. */
  get read(): EntityManager {
    return this.reader.manager;
  }

  /** Runs `work` in a transaction: everything it does is kept, or nothing when it rejects. */
  async write<Result>(work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    if (this.reader === this.writer) return this.writer.transaction(work);
    const turn = this.queue.then(() => this.writer.transaction(work));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Rejects when the database doesn't answer. */
  async ping(): Promise<void> {
    await this.reader.query('SELECT 1');
  }

  /** Waits for writes under way, then closes every connection. */
  async close(): Promise<void> {
    await this.queue;
    if (this.reader !== this.writer) await this.reader.destroy();
    await this.writer.destroy();
  }
}

/** Brings a database to the newest schema, one process at a time. */
import type { DataSource } from 'typeorm';

/** Any number that every packetpath process shares and nothing else on the server uses. */
const ADVISORY_LOCK = 7_063_184_092;

/** Runs the pending migrations. On PostgreSQL an advisory lock lets replicas that start together wait for the first one instead of failing. */
export async function migrate(dataSource: DataSource): Promise<void> {
  if (dataSource.options.type !== 'postgres') {
    await dataSource.runMigrations();
    return;
  }
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    try {
      await dataSource.runMigrations();
    } finally {
      await runner.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK]);
    }
  } finally {
    await runner.release();
  }
}

/** Settings of the database → TypeORM data sources; the only place that knows the drivers (the way out of sqlite3 is one line here). */
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { DatabaseSettings } from '../config/environment.js';
import { migrations } from '../../migrations/index.js';
import type { Dialect } from './dialect.js';
import { snapshotDocumentEntity, snapshotEntity } from './snapshot.entity.js';
import { traceEntity } from './trace.entity.js';

/** Milliseconds that a SQLite connection waits for another process that holds the file. */
const BUSY_TIMEOUT = 5000;

/** A data source that isn't opened yet. */
export function createDataSource(settings: DatabaseSettings): DataSource {
  const shared = { entities: entitiesOf(settings.dialect), migrations, migrationsTableName: 'schema_migration' };
  const options: DataSourceOptions =
    settings.dialect === 'sqlite'
      ? { type: 'sqlite', database: settings.file, enableWAL: true, busyTimeout: BUSY_TIMEOUT, ...shared }
      : { type: 'postgres', url: settings.url, applicationName: 'packetpath', ...shared };
  return new DataSource(options);
}

function entitiesOf(dialect: Dialect) {
  return [snapshotEntity, snapshotDocumentEntity(dialect), traceEntity(dialect)];
}

/** The use cases of snapshots: take in an upload, name one, list, export, delete. */
import { Inject, Injectable } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../config/environment.js';
import { ingestUpload, placesInUpload, type IngestOptions, type Upload } from '../ingest/ingest.js';
import { parseSnapshotReference } from '../store/snapshot-reference.js';
import type { SnapshotRow } from '../store/snapshot.entity.js';
import { SnapshotRepository, type SnapshotPage } from '../store/snapshot.repository.js';
import { isUuid, uuidV7 } from '../store/uuid-v7.js';
import { unpackBytes } from './packed-json.js';
import { ENGINE, type Engine } from './engine.js';
import { snapshotGone, snapshotNotFound, unreadable } from './failures.js';
import { failed, success, type Failure, type Outcome } from './outcome.js';

export type { RawUploadFields, Upload, UploadedFile } from '../ingest/ingest.js';

@Injectable()
export class SnapshotsService {
  constructor(
    @Inject(SnapshotRepository) private readonly snapshots: SnapshotRepository,
    @Inject(ENGINE) private readonly engine: Engine,
    @Inject(ENVIRONMENT) private readonly environment: Environment,
  ) {}

  /** Keeps an upload, whole or not at all. The same content again gives the snapshot that is there, with `created: false`. */
  async upload(upload: Upload): Promise<Outcome<{ row: SnapshotRow; created: boolean }>> {
    const now = new Date().toISOString();
    const options: IngestOptions = { now, maxBytes: this.environment.maxUploadBytes };
    const ingested = await ingestUpload(upload, options);
    if (!ingested.ok) return failed(ingested.failure);
    const existing = await this.snapshots.findByContentHash(ingested.contentHash);
    if (existing !== null) return success({ row: existing, created: false });
    const reading = await this.engine.inspect(ingested.bundle);
    if (!reading.ok) return failed(await placedInUpload(reading.failure, upload, options));
    const { counts, warnings } = reading.value;
    const { name, capturedAt } = ingested.bundle;
    const row: SnapshotRow = {
      id: uuidV7(),
      name,
      capturedAt,
      createdAt: now,
      contentHash: ingested.contentHash,
      counts,
      warnings: [...ingested.warnings, ...warnings],
    };
    return success(await this.snapshots.insert(row, { bundle: ingested.compressed, bytes: ingested.bytes }));
  }

  /** The snapshot that a path names. */
  async find(reference: string): Promise<Outcome<SnapshotRow>> {
    const parsed = parseSnapshotReference(reference);
    const row = parsed === null ? null : await this.snapshots.find(parsed);
    return row === null ? failed(snapshotNotFound(reference)) : success(row);
  }

  /** A page of snapshots, newest first. `cursor` is `next` of the page before. */
  async list(limit: number, cursor: string | null): Promise<Outcome<SnapshotPage>> {
    if (cursor === null || isUuid(cursor)) return success(await this.snapshots.list(limit, cursor));
    const message = 'This cursor was not given by this call.';
    return failed({ code: 'INVALID_FIELD', message, errors: [{ path: '/cursor', message }] });
  }

  /** The redacted bundle of a snapshot as gzipped JSON. */
  async export(reference: string): Promise<Outcome<{ row: SnapshotRow; packed: Buffer }>> {
    const found = await this.find(reference);
    if (!found.ok) return found;
    const document = await this.snapshots.document(found.value.id);
    return document === null ? failed(snapshotGone(found.value.id)) : success({ row: found.value, packed: document.bundle });
  }

  /** The JSON of a packed bundle, for clients that take no gzip. */
  async unpacked(packed: Buffer): Promise<Buffer> {
    return unpackBytes(packed);
  }

  /** Deletes a snapshot with its documents; its traces stay, for the links in tickets. */
  async delete(reference: string): Promise<Outcome<null>> {
    const found = await this.find(reference);
    if (!found.ok) return found;
    this.engine.forget(found.value.id);
    const deleted = await this.snapshots.delete(found.value.id);
    return deleted ? success(null) : failed(snapshotGone(found.value.id));
  }
}

/** A reader's refusal names places of the canonical bundle; its sender knows those of the upload. */
async function placedInUpload(failure: Failure, upload: Upload, options: IngestOptions): Promise<Failure> {
  const errors = failure.errors ?? [];
  const places = await placesInUpload(
    upload,
    options,
    errors.map(({ path }) => path),
  );
  return unreadable(errors.map((error, index) => ({ ...error, path: places[index] ?? error.path })));
}

/** The use cases of resources: search for autocomplete, and one resource as the engine sees it. */
import { Inject, Injectable } from '@nestjs/common';
import type { ResourceDescription, ResourceMatch } from './core.js';
import { ENGINE, type Engine } from './engine.js';
import { failed, success, type Outcome } from './outcome.js';
import { SnapshotsService } from './snapshots.service.js';

export interface ResourceFilter {
  readonly kind?: string;
  readonly q?: string;
  readonly vpc?: string;
}

export interface ResourcePage {
  readonly items: readonly ResourceMatch[];
  readonly nextCursor: string | null;
}

@Injectable()
export class ResourcesService {
  constructor(
    @Inject(SnapshotsService) private readonly snapshots: SnapshotsService,
    @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  /** A page of the resources that fit. A snapshot never changes, so the cursor is the number of those before. */
  async search(reference: string, filter: ResourceFilter, limit: number, cursor: string | null): Promise<Outcome<ResourcePage>> {
    const offset = cursor === null ? 0 : Number(cursor);
    if (!/^\d{0,9}$/.test(cursor ?? '')) {
      const message = 'This cursor was not given by this call.';
      return failed({ code: 'INVALID_FIELD', message, errors: [{ path: '/cursor', message }] });
    }
    const snapshot = await this.snapshots.find(reference);
    if (!snapshot.ok) return snapshot;
    const found = await this.engine.search(snapshot.value.id, { ...filter, limit, offset });
    if (!found.ok) return found;
    const { items, total } = found.value;
    return success({ items, nextCursor: offset + items.length < total ? String(offset + items.length) : null });
  }

  /** One resource by its reference (`pod/shop/cart-0`). */
  async describe(reference: string, resource: string): Promise<Outcome<ResourceDescription>> {
    const snapshot = await this.snapshots.find(reference);
    return snapshot.ok ? this.engine.describe(snapshot.value.id, resource) : snapshot;
  }
}

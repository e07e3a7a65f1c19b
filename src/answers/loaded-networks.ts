/** The networks in memory: read from their documents when first asked for, kept while they are used, one load at a time for each snapshot. */
import { LRUCache } from 'lru-cache';
import { buildIndex, readSnapshot, type Bundle, type IndexedNetwork } from './core.js';

/** Where documents come from. */
export interface StoredBundle {
  readonly bundle: Bundle;
  /** Length of its JSON: the measure of what it takes in memory. */
  readonly bytes: number;
}

const MOST_NETWORKS = 32;
/** JSON of all loaded networks together; in memory a network takes a small multiple of its JSON. */
const MOST_BYTES = 512 * 2 ** 20;

export class LoadedNetworks {
  private readonly kept = new LRUCache<string, IndexedNetwork>({ max: MOST_NETWORKS, maxSize: MOST_BYTES });
  private readonly loading = new Map<string, Promise<IndexedNetwork | null>>();

  constructor(private readonly documents: (snapshotId: string) => Promise<StoredBundle | null>) {}

  /** The network of a snapshot; null when the snapshot is gone. Callers that come during a load wait for the same one. */
  async of(snapshotId: string): Promise<IndexedNetwork | null> {
    const network = this.kept.get(snapshotId);
    if (network !== undefined) return network;
    const underWay = this.loading.get(snapshotId);
    if (underWay !== undefined) return underWay;
    const load = this.load(snapshotId).finally(() => this.loading.delete(snapshotId));
    this.loading.set(snapshotId, load);
    return load;
  }

  /** Drops the network of a snapshot that was deleted. */
  forget(snapshotId: string): void {
    this.kept.delete(snapshotId);
  }

  private async load(snapshotId: string): Promise<IndexedNetwork | null> {
    const stored = await this.documents(snapshotId);
    if (stored === null) return null;
    const network = buildIndex(readSnapshot(stored.bundle).network);
    // A network larger than the whole allowance is kept alone rather than read again for every question.
    this.kept.set(snapshotId, network, { size: Math.min(Math.max(stored.bytes, 1), MOST_BYTES) });
    return network;
  }
}

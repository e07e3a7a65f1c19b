/** The limits that hold against hostile or mistaken uploads, and the budget that counts bytes against them while an upload is unpacked. */

export interface IngestLimits {
  /** Bytes of all files together after decompression. */
  readonly maxDecompressedBytes: number;
  /** Files in one archive, directories and ignored files included. */
  readonly maxEntries: number;
  /** Bytes of all YAML together: about a megabyte a second is read, a hundredth of what JSON.parse does. */
  readonly maxYamlBytes: number;
}

export const DEFAULT_INGEST_LIMITS: IngestLimits = {
  maxDecompressedBytes: 512 * 2 ** 20,
  maxEntries: 10_000,
  maxYamlBytes: 16 * 2 ** 20,
};

/** What is left of a limit, counted down over the files of one upload. */
export interface ByteBudget {
  remaining: number;
}

/** Takes `bytes` from the budget; false when they don't fit. */
export function takeBytes(budget: ByteBudget, bytes: number): boolean {
  budget.remaining -= bytes;
  return budget.remaining >= 0;
}

/** A size for people: `512 MiB`. */
export function describeBytes(bytes: number): string {
  if (bytes < 2 ** 20) return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KiB`;
  return `${Math.round(bytes / 2 ** 20)} MiB`;
}

/** Decides which account and Region each AWS output belongs to, from what the upload declares, what the content shows, and what was captured together. */
import { groupBy } from './group-by.js';
import { captureEvidence, mostFrequent, type CaptureEvidence } from './capture-place.js';
import type { AwsPiece, UploadFields } from './pieces.js';

/** An AWS output with its origin; `unknown` where nothing says it. */
export interface PlacedPiece {
  readonly piece: AwsPiece;
  readonly accountId: string;
  readonly region: string;
}

interface Candidate {
  readonly piece: AwsPiece;
  readonly evidence: CaptureEvidence;
  readonly region: string | null;
}

/**
 * Places every piece. A declared place wins, then the content, then the form fields, then the only place that the rest of the upload names.
 * Pieces captured together share one account even where owners differ: a shared VPC lists its owner's id, not the caller's
 * (VPC User Guide, "Share your VPC subnets with other accounts").
 */
export function placePieces(pieces: readonly AwsPiece[], fields: UploadFields): readonly PlacedPiece[] {
  const seen = pieces.map((piece) => {
    const evidence = captureEvidence(piece.call);
    return { piece, evidence, region: piece.region ?? evidence.region ?? fields.region ?? null };
  });
  const candidates = fillRegions(seen);
  const groups = groupBy(candidates, ({ piece, region }) => `${piece.group}\n${region ?? ''}`);
  const accounts = new Map<Candidate, string | null>();
  for (const group of groups.values()) for (const candidate of group) accounts.set(candidate, accountOf(candidate, group, fields));
  const soleAccount = only([...accounts.values()]);
  return candidates.map((candidate) => ({
    piece: candidate.piece,
    accountId: accounts.get(candidate) ?? soleAccount ?? 'unknown',
    region: candidate.region ?? 'unknown',
  }));
}

/** Gives the pieces without a Region the one that the others of their group, or else of the whole upload, agree on. */
function fillRegions(seen: readonly Candidate[]): readonly Candidate[] {
  const ofUpload = only(seen.map(({ region }) => region));
  const ofGroup = new Map<string, string | null>();
  for (const [group, members] of groupBy(seen, ({ piece }) => piece.group)) {
    ofGroup.set(group, only(members.map(({ region }) => region)));
  }
  return seen.map((candidate) => ({ ...candidate, region: candidate.region ?? ofGroup.get(candidate.piece.group) ?? ofUpload }));
}

function accountOf(candidate: Candidate, group: readonly Candidate[], fields: UploadFields): string | null {
  if (candidate.piece.accountId !== null) return candidate.piece.accountId;
  if (holdsSeveralAccounts(group)) return candidate.evidence.accountId ?? fields.accountId ?? null;
  const named = (members: readonly Candidate[]) => mostFrequent(members.flatMap(({ evidence }) => evidence.accountId ?? []));
  return named(group.filter(({ evidence }) => evidence.ownsItems)) ?? named(group) ?? fields.accountId ?? null;
}

/** One capture asks each question once: the same question answered for two accounts means two captures in one directory. */
function holdsSeveralAccounts(group: readonly Candidate[]): boolean {
  const byOperation = groupBy(
    group.filter(({ piece }) => piece.call.operation.subject.length === 0),
    ({ piece }) => piece.call.operation,
  );
  return [...byOperation.values()].some((same) => new Set(same.flatMap(({ evidence }) => evidence.accountId ?? [])).size > 1);
}

/** The one value that occurs, or null when there are none or several. */
function only(values: readonly (string | null)[]): string | null {
  const distinct = new Set(values.filter((value) => value !== null));
  const [first] = distinct;
  return distinct.size === 1 ? (first ?? null) : null;
}

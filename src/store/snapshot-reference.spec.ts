/** Every form of a snapshot reference, and what has none of the forms. */
import { describe, expect, it } from 'vitest';
import { parseSnapshotReference } from './snapshot-reference.js';

const id = '0195f0a0-0000-7000-8000-00000000abcd';

describe('parseSnapshotReference', () => {
  it.each([
    [id, { by: 'id', id }],
    [id.toUpperCase(), { by: 'id', id }],
    ['latest', { by: 'newest', name: null, until: null }],
    ['prod@latest', { by: 'newest', name: 'prod', until: null }],
    ['team@prod@latest', { by: 'newest', name: 'team@prod', until: null }],
    ['prod@2026-11-20T10:00Z', { by: 'newest', name: 'prod', until: '2026-11-20T10:00:00.000Z' }],
    ['prod@2026-11-20T10:00:30.5Z', { by: 'newest', name: 'prod', until: '2026-11-20T10:00:30.500Z' }],
    ['prod@2026-11-20T10:00+02:00', { by: 'newest', name: 'prod', until: '2026-11-20T08:00:00.000Z' }],
  ])('reads %s', (text, reference) => expect(parseSnapshotReference(text)).toEqual(reference));

  it.each(['', 'prod', '@latest', 'prod@', 'prod@yesterday', 'prod@2026-11-20', 'prod@2026-13-40T10:00Z', 'a\u0000@latest', `${id}0`])(
    'refuses %j',
    (text) => expect(parseSnapshotReference(text)).toBeNull(),
  );
});

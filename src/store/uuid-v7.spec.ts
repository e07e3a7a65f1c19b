/** Ids have the form of RFC 9562 and ascend, even within one millisecond and when the clock steps back. */
import { describe, expect, it } from 'vitest';
import { isUuid, uuidV7 } from './uuid-v7.js';

describe('uuidV7', () => {
  it('writes the version, the variant and the time', () => {
    const time = Date.UTC(2040, 0, 1);
    const id = uuidV7(time);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(time);
  });

  it('ascends strictly, also when the clock stands still or steps back', () => {
    const time = Date.UTC(2041, 0, 1);
    const ids = Array.from({ length: 10_000 }, (_, index) => uuidV7(time - (index % 3)));
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('isUuid', () => {
  it('tells ids from names', () => {
    expect(isUuid(uuidV7())).toBe(true);
    expect(isUuid('latest')).toBe(false);
    expect(isUuid(`${uuidV7()}0`)).toBe(false);
  });
});

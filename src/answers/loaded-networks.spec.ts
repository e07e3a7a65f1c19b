/** Networks are read once for all who ask at the same time, kept, forgotten on request, and a failed load is tried again. */
import { describe, expect, it } from 'vitest';
import type { Bundle } from './core.js';
import { LoadedNetworks } from './loaded-networks.js';

const bundle: Bundle = { schemaVersion: 1, name: 'empty', capturedAt: '2026-11-20T10:00:00Z', aws: [], kubernetes: [] };

function counting(answers: readonly (Bundle | null | Error)[]) {
  let asked = 0;
  const networks = new LoadedNetworks(async () => {
    const answer = answers[Math.min(asked, answers.length - 1)];
    asked += 1;
    await Promise.resolve();
    if (answer instanceof Error) throw answer;
    return answer === null || answer === undefined ? null : { bundle: answer, bytes: 100 };
  });
  return { networks, asked: () => asked };
}

describe('LoadedNetworks', () => {
  it('loads once for callers that come together, and keeps what it loaded', async () => {
    const { networks, asked } = counting([bundle]);
    const together = await Promise.all([networks.of('a'), networks.of('a'), networks.of('a')]);
    expect(new Set([...together, await networks.of('a')]).size).toBe(1);
    expect(asked()).toBe(1);
    await networks.of('b');
    expect(asked()).toBe(2);
  });

  it('loads again after it was told to forget', async () => {
    const { networks, asked } = counting([bundle]);
    await networks.of('a');
    networks.forget('a');
    await networks.of('a');
    expect(asked()).toBe(2);
  });

  it('says that a snapshot is gone, and remembers no failure', async () => {
    const { networks } = counting([null, new Error('the database is away'), bundle]);
    expect(await networks.of('a')).toBeNull();
    await expect(networks.of('a')).rejects.toThrow('the database is away');
    expect(await networks.of('a')).not.toBeNull();
  });

  it('keeps a network that is larger than the whole allowance', async () => {
    let asked = 0;
    const networks = new LoadedNetworks(() => {
      asked += 1;
      return Promise.resolve({ bundle, bytes: 10 ** 12 });
    });
    await networks.of('a');
    await networks.of('a');
    expect(asked).toBe(1);
  });
});

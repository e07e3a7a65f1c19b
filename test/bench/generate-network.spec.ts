/** Holds the benchmark's generated network, at a small size, to agree with itself and to be the same every time. */
import { describe, expect, it } from 'vitest';
import { generateNetwork } from '../../bench/generate-network.js';
import { questionsOn } from '../../bench/questions.js';
import { contradictions } from '../sketch/consistency.js';

describe('the generated network', () => {
  const network = generateNetwork({ nodes: 150, pods: 1_500 });

  it('agrees with itself and has the size asked for', () => {
    expect(contradictions(network.bundle)).toEqual([]);
    const lists = network.bundle.kubernetes[0]?.objects ?? [];
    const countOf = (kind: string) => lists.find((list) => list.kind === kind)?.items.length;
    expect({ nodes: countOf('NodeList'), pods: countOf('PodList') }).toEqual({ nodes: 150, pods: 1_500 });
    expect(network.subnets).toBe(300);
  });

  it('is the same every time, and so are the questions on it', () => {
    const again = generateNetwork({ nodes: 150, pods: 1_500 });
    expect(again.bundle).toEqual(network.bundle);
    expect(questionsOn(again, 50)).toEqual(questionsOn(network, 50));
  });

  it('refuses a size that does not fit', () => {
    expect(() => generateNetwork({ nodes: 10, pods: 1_000 })).toThrow("100 pods don't fit on one node");
    expect(() => generateNetwork({ nodes: 20_000, pods: 400_000 })).toThrow('fewer nodes fit');
  });
});

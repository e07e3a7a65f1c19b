/** Part of the benchmark: generates a network and writes it and its questions to a folder. Parameters: folder, nodes, pods, questions. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateNetwork } from './generate-network.js';
import { questionsOn } from './questions.js';

/** What was written. */
export interface WrittenNetwork {
  readonly bytes: number;
  readonly subnets: number;
  readonly pods: number;
}

const [folder = '.', nodes, pods, questions] = process.argv.slice(2);
const network = generateNetwork({ nodes: Number(nodes), pods: Number(pods) });
const text = JSON.stringify(network.bundle);
writeFileSync(join(folder, 'bundle.json'), text);
writeFileSync(join(folder, 'questions.json'), JSON.stringify(questionsOn(network, Number(questions))));
const written: WrittenNetwork = { bytes: Buffer.byteLength(text), subnets: network.subnets, pods: Number(pods) };
process.stdout.write(JSON.stringify(written));

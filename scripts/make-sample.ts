/** Writes samples/shop/bundle.json and question.json: `npm run sample`, from the project's root. */
import { writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { shop } from './shop/shop.js';

const { bundle, question } = shop();
await write('samples/shop/bundle.json', bundle);
await write('samples/shop/question.json', question);

async function write(path: string, content: unknown): Promise<void> {
  writeFileSync(path, await format(JSON.stringify(content), { parser: 'json', printWidth: 140 }));
}

/** Part of the benchmark: the least that a server in Node can do, to compare with. It reads each request and sends back the same bytes. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const body = readFileSync(process.env['BODY'] ?? '');
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': String(body.length) };
const server = createServer((request, response) => {
  request.resume();
  request.once('end', () => response.writeHead(200, headers).end(body));
});
server.listen(Number(process.env['PORT']), '127.0.0.1');

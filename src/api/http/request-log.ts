/** One log line for each request: method, path, status, milliseconds. Never a body, a query or a header. */
import type { FastifyInstance } from 'fastify';

/** Logs every answered request; probes and metrics only at `debug`. */
export function logRequests(instance: FastifyInstance): void {
  instance.addHook('onResponse', (request, reply, done) => {
    const path = request.url.split('?')[0] ?? '';
    const level = /^\/(health|metrics)/.test(path) ? 'debug' : 'info';
    request.log[level]({ path, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, request.method);
    done();
  });
}

/** How bodies are read: JSON up to a small limit everywhere, anything as a stream where a route takes uploads. */
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { parseJson } from './parse-json.js';
import { problemException } from './problem.js';
import { readAll } from './read-all.js';

/** A batch of a thousand flows with long references is well below this. */
const JSON_LIMIT = 4 * 2 ** 20;

/** Marks a route whose body is handed over as a stream, whatever its content type: its handler reads it after the caller's role is checked. */
export const TakesStream = () => RouteConfig({ takesStream: true });

/** Does the route of this request read its body itself? */
export function takesStream(request: FastifyRequest): boolean {
  return (request.routeOptions.config as { readonly takesStream?: boolean }).takesStream === true;
}

/** Replaces Fastify's parsers. Routes without `TakesStream` get the parsed JSON, or an exception that names what is wrong with it. */
export function parseBodies(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  instance.addContentTypeParser('application/json', async (request: FastifyRequest, payload: IncomingMessage): Promise<unknown> => {
    if (takesStream(request)) return payload;
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') {
      throw problemException({ code: 'UNSUPPORTED_MEDIA_TYPE', message: `This call takes no Content-Encoding ${encoding}.` });
    }
    return parseJson(await readAll(payload, JSON_LIMIT, 'REQUEST_TOO_LARGE', request.headers['content-length']));
  });
  instance.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage, done) => {
    if (takesStream(request)) return done(null, payload);
    const given = request.headers['content-type'] ?? 'a body without a content type';
    done(problemException({ code: 'UNSUPPORTED_MEDIA_TYPE', message: `This call takes application/json, not ${given}.` }));
  });
}

/** Who may ask: API keys as bearer tokens, checked before a body is read; and, where no key is set, only callers on this machine. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isLoopback, type Environment, type Role } from '../../config/environment.js';
import { problemException } from './problem.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What the caller may do; null on the paths that need no key. */
    callerRole: Role | null;
  }
}

/** Paths that hold nothing of a snapshot and must answer before anyone has a key. */
const OPEN_PATHS = [/^\/health\//, /^\/docs(\/|$)/, /^\/openapi\.json$/, /^\/$/, /^\/assets\//];

/** Refuses requests without a known key (401), as a hook that runs before the body is read. */
export function authenticate(instance: FastifyInstance, environment: Environment): void {
  const keys = environment.apiKeys.map(({ role, key }) => ({ role, digest: digestOf(key) }));
  instance.decorateRequest('callerRole', null);
  instance.addHook('onRequest', (request, _reply, done) => {
    if (keys.length === 0 && isLoopback(environment.host)) refuseForeignPages(request);
    request.callerRole = keys.length === 0 ? 'admin' : roleOf(request.headers.authorization, keys);
    const path = request.url.split('?')[0] ?? '';
    if (request.callerRole === null && !OPEN_PATHS.some((open) => open.test(path))) {
      throw problemException({
        code: 'UNAUTHENTICATED',
        message:
          request.headers.authorization === undefined
            ? 'Send an API key as `Authorization: Bearer <key>`.'
            : 'The Authorization header holds no API key that is known here.',
      });
    }
    done();
  });
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

/** The role of a bearer token. Every key is compared, each in constant time, so that timing tells nothing about any of them. */
function roleOf(header: string | undefined, keys: readonly { readonly role: Role; readonly digest: Buffer }[]): Role | null {
  const token = /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
  if (token === undefined) return null;
  const digest = digestOf(token);
  return keys.reduce<Role | null>((found, key) => (timingSafeEqual(key.digest, digest) ? key.role : found), null);
}

/**
 * An open service on loopback is for the people of this machine, but any web page they visit can send requests to it, and can even
 * read the answers by pointing a name of its own at 127.0.0.1 (DNS rebinding). So the Host and the Origin must be loopback names.
 */
function refuseForeignPages(request: FastifyRequest): void {
  const { host, origin } = request.headers;
  const foreign = [host, origin].find((value) => value !== undefined && !isLoopback(hostName(value)));
  if (foreign !== undefined) {
    throw problemException({
      code: 'FOREIGN_HOST',
      message: `Without API keys this service answers to localhost only, not to ${foreign}. Set PACKETPATH_API_KEYS to serve others.`,
    });
  }
}

/** The host of a Host or Origin header, without port and brackets. */
function hostName(value: string): string {
  const url = value.includes('://') ? value : `http://${value}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, '') : value;
}

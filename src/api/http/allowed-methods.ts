/** Which methods a path takes, so that the wrong one is told apart from a path that isn't there. */
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';

@Injectable()
export class AllowedMethods {
  private readonly routes: { readonly pattern: RegExp; readonly methods: readonly string[] }[] = [];

  /** Remembers every route that is registered from now on. */
  watch(instance: FastifyInstance): void {
    instance.addHook('onRoute', ({ url, method }) => {
      // The catch-all of middleware isn't an endpoint.
      if (url === '*' || url === '/*') return;
      this.routes.push({ pattern: patternOf(url), methods: [method].flat() });
    });
  }

  /** The methods of a path without its query, sorted; none where nothing is there. */
  of(path: string): readonly string[] {
    const methods = this.routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    return [...new Set(methods)].filter((method) => method !== 'HEAD' && method !== 'OPTIONS').sort();
  }
}

/** A route of Fastify (`/v1/snapshots/:snapshot/resources/*`) as an expression over whole paths. */
function patternOf(url: string): RegExp {
  const parts = url.split(/(:[A-Za-z_]+|\*)/).map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.+' : part.replace(/[.\\+?()[\]{}^$|]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}/?$`);
}

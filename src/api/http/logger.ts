/** Nest's log messages → the logger of Fastify, so that there is one format and one level for all. */
import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger } from 'fastify';

/** An adapter for `app.useLogger`. Nest's own start-up messages are of interest to developers only, so `log` is `debug` here. */
export function nestLogger(log: FastifyBaseLogger): LoggerService {
  const at =
    (level: 'debug' | 'error' | 'warn' | 'trace' | 'fatal') =>
    (message: unknown, ...rest: unknown[]): void => {
      const context = rest.at(-1);
      log[level](typeof context === 'string' ? { context } : {}, textOf(message));
    };
  return { log: at('debug'), error: at('error'), warn: at('warn'), debug: at('debug'), verbose: at('trace'), fatal: at('fatal') };
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.stack ?? message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}

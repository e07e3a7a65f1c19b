/** The environment variables of the service, read once into one typed object; anything wrong is named before the service starts. */
import { z } from 'zod';

export type Role = 'reader' | 'writer' | 'admin';

/** One API key and what its bearer may do: `reader` asks, `writer` also ingests and deletes, `admin` also manages keys. */
export interface ApiKey {
  readonly role: Role;
  readonly key: string;
}

export type DatabaseSettings =
  { readonly dialect: 'sqlite'; readonly file: string } | { readonly dialect: 'postgres'; readonly url: string };

export interface Environment {
  readonly host: string;
  /** 0 lets the system choose a free port. */
  readonly port: number;
  readonly database: DatabaseSettings;
  readonly role: 'all' | 'api' | 'worker';
  readonly apiKeys: readonly ApiKey[];
  /** True when the operator said in words that a listener beyond loopback needs no keys. */
  readonly openWithoutKeys: boolean;
  /** Largest upload in bytes, after decompression. */
  readonly maxUploadBytes: number;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  readonly logFormat: 'pretty' | 'json';
}

/** The name under which the application injects its settings. */
export const ENVIRONMENT = Symbol('environment');

export type EnvironmentResult =
  { readonly ok: true; readonly environment: Environment } | { readonly ok: false; readonly problems: readonly string[] };

const UNIT_BYTES: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KIB: 2 ** 10, MIB: 2 ** 20, GIB: 2 ** 30 };

/** The one value of PACKETPATH_OPEN: long enough that nobody sets it by accident. */
const OPEN_IN_WORDS = 'yes-without-keys';

const databaseUrl = z.string().transform((text, context): DatabaseSettings => {
  if (/^postgres(ql)?:\/\//.test(text)) return { dialect: 'postgres', url: text };
  const file = /^sqlite:(.+)$/.exec(text)?.[1];
  if (file !== undefined && file !== ':memory:') return { dialect: 'sqlite', file };
  // The value may hold a password, so it isn't repeated.
  context.addIssue({ code: 'custom', message: 'must be sqlite:PATH (a file) or postgres://USER:PASSWORD@HOST:PORT/DATABASE' });
  return z.NEVER;
});

const byteSize = z.string().transform((text, context): number => {
  const match = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  const unit = UNIT_BYTES[match?.[2]?.toUpperCase() ?? '?'];
  const bytes = match === null || unit === undefined ? 0 : Math.floor(Number(match[1]) * unit);
  if (bytes > 0) return bytes;
  context.addIssue({ code: 'custom', message: `must be a size such as 512MiB or 1GiB, not "${text}"` });
  return z.NEVER;
});

const apiKeys = z.string().transform((text, context): readonly ApiKey[] => {
  const pairs = text
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
  return pairs.flatMap((pair, index) => {
    const match = /^(reader|writer|admin):(\S+)$/.exec(pair);
    if (match !== null) return [{ role: match[1] as Role, key: match[2] ?? '' }];
    // The pair itself is a secret, so only its place is told.
    context.addIssue({ code: 'custom', message: `pair ${index + 1} is not ROLE:KEY with the role reader, writer or admin` });
    return [];
  });
});

const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .transform(Number)
    .refine((port) => port <= 65535, 'must be at most 65535')
    .default(3000),
  DATABASE_URL: databaseUrl.default({ dialect: 'sqlite', file: './data/packetpath.sqlite' }),
  PACKETPATH_ROLE: z.enum(['all', 'api', 'worker']).default('all'),
  PACKETPATH_API_KEYS: apiKeys.default([]),
  PACKETPATH_OPEN: z.literal(OPEN_IN_WORDS, `must be ${OPEN_IN_WORDS} or absent`).optional(),
  PACKETPATH_MAX_UPLOAD: byteSize.default(UNIT_BYTES['GIB'] ?? 0),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
});

/** True for the addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Reads the settings from environment variables; an empty variable counts as absent.
 * In: the variables, and whether standard output is a terminal. Out: the settings, or every problem as one line that names its variable.
 */
export function readEnvironment(source: Readonly<Record<string, string | undefined>>, onTerminal: boolean): EnvironmentResult {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const values = parsed.data;
  const environment: Environment = {
    host: values.HOST,
    port: values.PORT,
    database: values.DATABASE_URL,
    role: values.PACKETPATH_ROLE,
    apiKeys: values.PACKETPATH_API_KEYS,
    openWithoutKeys: values.PACKETPATH_OPEN !== undefined,
    maxUploadBytes: values.PACKETPATH_MAX_UPLOAD,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT ?? (onTerminal ? 'pretty' : 'json'),
  };
  const problem = exposureProblem(environment);
  return problem === null ? { ok: true, environment } : { ok: false, problems: [problem] };
}

/** A listener that others can reach must ask for keys, unless told otherwise in words. */
function exposureProblem({ host, apiKeys: keys, openWithoutKeys }: Environment): string | null {
  if (isLoopback(host) || keys.length > 0 || openWithoutKeys) return null;
  return (
    `HOST: ${host} can be reached from other machines and no API key is set. Set PACKETPATH_API_KEYS=writer:SOME-LONG-SECRET, ` +
    `or listen on 127.0.0.1, or set PACKETPATH_OPEN=${OPEN_IN_WORDS} to let everybody in.`
  );
}

/** Writes an answer in the form that the client wants. */
import type { FastifyReply } from 'fastify';
import { toMarkdown, toText } from '../../answers/core.js';
import type { StoredAnswer } from '../../answers/traces.service.js';
import { MEDIA_TYPES, type Format } from '../http/negotiation.js';

const WRITERS: Readonly<Record<Format, (answer: StoredAnswer) => string>> = {
  json: (answer) => JSON.stringify(answer),
  text: toText,
  markdown: toMarkdown,
};

/** The answer as text of the wanted form; sets the content type. */
export function writeAnswer(answer: StoredAnswer, format: Format, reply: FastifyReply): string {
  reply.header('content-type', `${MEDIA_TYPES[format]}; charset=utf-8`).header('vary', 'accept');
  return WRITERS[format](answer);
}

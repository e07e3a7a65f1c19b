/** A request that carries a snapshot → the upload that it holds, by its content type; never more bytes in memory than allowed. */
import type { IncomingMessage } from 'node:http';
import type { MultipartFile } from '@fastify/multipart';
import { HttpException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { RawUploadFields, Upload, UploadedFile } from '../../answers/snapshots.service.js';
import { problemException } from '../http/problem.js';
import { readAll } from '../http/read-all.js';
import { UploadFields } from './upload-fields.dto.js';

const KINDS: Readonly<Record<string, 'bundle' | 'archive' | 'files'>> = {
  'application/json': 'bundle',
  'application/gzip': 'archive',
  'application/x-gzip': 'archive',
  'application/zip': 'archive',
  'application/x-zip-compressed': 'archive',
  'multipart/form-data': 'files',
};

/** Reads the body of a request. In: what the query says, and the most bytes to take. Throws the problem of what can't be taken. */
export async function readUpload(request: FastifyRequest, fields: RawUploadFields, maxBytes: number): Promise<Upload> {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const kind = KINDS[type];
  if (kind === undefined) {
    const given = type === '' ? 'a body without a content type' : type;
    const known = 'application/json, multipart/form-data, application/gzip, application/zip';
    throw problemException({ code: 'UNSUPPORTED_MEDIA_TYPE', message: `A snapshot is sent as ${known}, not as ${given}.` });
  }
  if (kind === 'files') return readForm(request, fields, maxBytes);
  refuseEncoding(request.headers['content-encoding']);
  const bytes = await readAll(request.body as IncomingMessage, maxBytes, 'UPLOAD_TOO_LARGE', request.headers['content-length']);
  return { kind, bytes, fields };
}

/** Whether a body is gzipped is seen in its bytes; other codings can't be told that way and aren't read. */
function refuseEncoding(encoding: string | undefined): void {
  if (encoding === undefined || /^(identity|gzip|x-gzip)$/i.test(encoding.trim())) return;
  throw problemException({ code: 'UNSUPPORTED_MEDIA_TYPE', message: `Content-Encoding ${encoding} is not read here; gzip is.` });
}

async function readForm(request: FastifyRequest, fromQuery: RawUploadFields, maxBytes: number): Promise<Upload> {
  const files: UploadedFile[] = [];
  const fields: Record<string, unknown> = { ...fromQuery };
  let left = maxBytes;
  try {
    for await (const part of request.parts({ preservePath: true })) {
      if (part.type === 'file') {
        const bytes = await readPart(part, left);
        left -= bytes.length;
        files.push({ name: part.filename, bytes });
      } else {
        fields[part.fieldname] = part.value;
      }
    }
  } catch (error) {
    throw error instanceof HttpException ? error : formProblem(error);
  }
  const checked = UploadFields.safeParse(fields);
  if (!checked.success) {
    const errors = Object.keys(fields)
      .filter((name) => !(name in UploadFields.shape))
      .map((name) => ({ path: `/${name}`, message: 'There is no such form field; files need a file name.' }));
    throw problemException({ code: 'INVALID_FIELD', message: errors[0]?.message ?? 'A form field is not text.', errors });
  }
  if (files.length > 0) return { kind: 'files', files, fields: checked.data };
  throw problemException({ code: 'NOTHING_RECOGNISED', message: 'The form holds no file.' });
}

async function readPart(part: MultipartFile, left: number): Promise<Buffer> {
  const bytes = await readAll(part.file, left, 'UPLOAD_TOO_LARGE', undefined);
  if (!part.file.truncated) return bytes;
  throw problemException({ code: 'UPLOAD_TOO_LARGE', message: `${part.filename} is larger than what is taken.` });
}

/** What the multipart reader refuses: too many parts, or a body that ends too early or isn't a form. */
function formProblem(error: unknown): HttpException {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : 400;
  const message = error instanceof Error ? error.message : 'The form cannot be read.';
  return problemException({ code: status === 413 ? 'UPLOAD_TOO_LARGE' : 'MALFORMED_FORM', message });
}

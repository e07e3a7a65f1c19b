/** The bodies that an upload may have, for the OpenAPI document: one schema for each content type, which Nest's decorators can't say. */
import { bundleExample } from './snapshot.examples.js';

const ARCHIVE = {
  type: 'string',
  contentMediaType: 'application/octet-stream',
  description: 'An archive of raw outputs or a gzipped bundle.',
};

const FORM = {
  type: 'object',
  properties: {
    files: {
      type: 'array',
      items: { type: 'string', contentMediaType: 'application/octet-stream' },
      description: 'Raw `aws … describe-*` output, `kubectl get -o json|yaml` output, or bundles; under any field names, in any number.',
    },
    name: { type: 'string', description: 'The name of the snapshot.' },
    capturedAt: { type: 'string', format: 'date-time' },
    cluster: { type: 'string' },
    accountId: { type: 'string' },
    region: { type: 'string' },
  },
} as const;

const BUNDLE = {
  type: 'object',
  required: ['aws', 'kubernetes'],
  properties: {
    schemaVersion: { const: 1 },
    name: { type: 'string' },
    capturedAt: { type: 'string', format: 'date-time' },
    aws: { type: 'array', items: { type: 'object' }, description: 'One entry for each account and Region: the calls and their outputs.' },
    kubernetes: { type: 'array', items: { type: 'object' }, description: 'One entry for each cluster: what `kubectl get -o json` prints.' },
  },
};

/** The request body of `POST /v1/snapshots`. */
export const UPLOAD_BODY = {
  required: true,
  content: {
    'application/json': { schema: BUNDLE, example: bundleExample },
    'multipart/form-data': { schema: FORM, example: { name: 'prod', files: ['vpcs.json', 'pods.json'] } },
    'application/gzip': { schema: ARCHIVE, example: 'prod.tar.gz' },
    'application/zip': { schema: ARCHIVE, example: 'prod.zip' },
  },
};

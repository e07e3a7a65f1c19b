/** The outer shape of a bundle and of the form fields beside an upload; what is inside outputs and objects is judged by recognition. */
import { z } from 'zod';
import { isAccountId, isRegionName } from './capture-place.js';
import { isJsonObject, type Json } from './input-problem.js';

/** A name has to fit into `NAME@latest` in a path, so `@` and `/` can't be part of it. */
export const snapshotName = z
  .string()
  .trim()
  .regex(/^[^@/\p{Cc}]{1,200}$/u, 'expected a name of 1 to 200 characters without @, / and control characters')
  .refine((name) => name !== 'latest', 'expected another name: latest stands for the newest snapshot');

/** RFC 3339; given back in UTC, so that times of one instant are one text. */
export const captureTime = z.iso
  .datetime({ offset: true, error: 'expected an RFC 3339 time such as 2026-11-20T10:00:00Z' })
  .transform((text) => new Date(text).toISOString().replace('.000Z', 'Z'));

const jsonObject = z.custom<Json>(isJsonObject, 'expected an object');

const awsCall = z.object({
  operation: z.string('expected an operation such as ec2:DescribeVpcs'),
  input: jsonObject.nullish(),
  output: jsonObject,
});

const awsCapture = z.object({
  accountId: z.string('expected an account id as a string').min(1).nullish(),
  region: z.string('expected a Region as a string').min(1).nullish(),
  calls: z.array(awsCall, 'expected a list of calls, each with operation and output'),
});

const kubernetesCapture = z.object({
  cluster: z.string('expected the name of the cluster').nullish(),
  objects: z.array(jsonObject, 'expected a list of what kubectl get -o json prints'),
});

export const bundleSchema = z.object({
  schemaVersion: z.literal(1, 'expected 1, the only version there is').nullish(),
  name: snapshotName.nullish(),
  capturedAt: captureTime.nullish(),
  aws: z.array(awsCapture, 'expected a list with one entry for each account and Region').nullish(),
  kubernetes: z.array(kubernetesCapture, 'expected a list with one entry for each cluster').nullish(),
});

/** The form fields beside files. Empty ones count as absent, as an empty form input sends them. */
export const uploadFieldsSchema = z.object({
  name: z.preprocess(emptyAsAbsent, snapshotName.optional()),
  capturedAt: z.preprocess(emptyAsAbsent, captureTime.optional()),
  cluster: z.preprocess(emptyAsAbsent, z.string().trim().max(200, 'expected at most 200 characters').optional()),
  accountId: z.preprocess(emptyAsAbsent, z.string().refine(isAccountId, 'expected an account id of 12 digits').optional()),
  region: z.preprocess(emptyAsAbsent, z.string().refine(isRegionName, 'expected a Region such as us-east-1').optional()),
});

function emptyAsAbsent(value: unknown): unknown {
  return value === '' ? undefined : value;
}

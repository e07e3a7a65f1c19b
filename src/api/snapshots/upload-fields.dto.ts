/** What an upload may say beside its content, as form fields or in the query; it fills what the content doesn't say. */
import { z } from 'zod';

export const UploadFields = z.strictObject({
  name: z.string().optional().describe('The name of the snapshot.'),
  capturedAt: z.string().optional().describe('When it was captured, RFC 3339.'),
  cluster: z.string().optional().describe('The EKS cluster of the Kubernetes objects.'),
  accountId: z.string().optional().describe('The AWS account, 12 digits.'),
  region: z.string().optional().describe('The AWS Region.'),
});
export type UploadFields = z.infer<typeof UploadFields>;

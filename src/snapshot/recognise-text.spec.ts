/** Texts that come from the same commands but aren't data. */
import { expect, it } from 'vitest';
import { recogniseText } from './recognise-text.js';

it.each([
  ['a table of the AWS CLI', '----------------\n|  DescribeVpcs  |\n+--------------+\n', 'aws ec2 describe-vpcs --output json'],
  ['tab-separated text', 'VPCS\t10.0.0.0/16\tdopt-1\n', '--output json'],
  [
    'an AWS error',
    '\nAn error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation: no\n',
    'aws ec2 describe-subnets',
  ],
  ['missing credentials', 'Unable to locate credentials. You can configure credentials by running "aws configure".\n', 'AWS CLI'],
  ['a kubectl error', 'Error from server (Forbidden): pods is forbidden\n', 'kubectl get'],
  ['no resources', 'No resources found in default namespace.\n', 'kubectl get'],
  ['kubectl describe pod', 'Name:             cart-0\nNamespace:        shop\nPriority:         0\n', 'kubectl describe'],
  ['kubectl describe node', 'Name:               ip-10-0-0-1\nRoles:              <none>\nLabels:             a=b\n', 'kubectl describe'],
  ['a kubectl table', 'NAME     READY   STATUS    RESTARTS   AGE\ncart-0   1/1     Running   0          3d\n', 'kubectl get'],
  ['a kubectl table of all namespaces', 'NAMESPACE   NAME   READY\nx   y   1/1\n', 'kubectl get'],
])('refuses %s', (_what, text, hint) => {
  expect(recogniseText(text)).toMatchObject({ then: 'refuse', message: expect.stringContaining(hint) as string });
});

it.each([
  ['a web page', '<!DOCTYPE html>\n<html>'],
  ['XML', '<?xml version="1.0"?>'],
  ['a spreadsheet', 'VpcId,CidrBlock,State\nvpc-1,10.0.0.0/16,available\n'],
])('ignores %s', (_what, text) => {
  expect(recogniseText(text)?.then).toBe('ignore');
});

it.each(['# Notes\n\nName: x', 'Name: demo\nVersion: 1\n', 'apiVersion: v1\nkind: Pod\n', 'Vpcs:\n- VpcId: vpc-1\n', '{"Vpcs": []}', ''])(
  'says nothing of %j',
  (text) => {
    expect(recogniseText(text)).toBeNull();
  },
);
